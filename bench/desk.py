"""How the desk stands a very long queue: start, memory, scrolling, events, filter, opening.

A real console, drawn off the screen, on a stack of its own with very many open incidents. What goes on
meanwhile comes over the broker as it does every day. Each figure is what a person waits; beside it stands
the processor's time, for other work on the machine adds to the first and not to the second.
"""

import random
import threading
import time
from typing import Any
from uuid import uuid4

import psutil

from bench.child import Child, Facts
from bench.console_task import console_task
from bench.desk_stock import DeskStock
from bench.processes import mebibytes, memory
from bench.report import Goal, Report, durations
from bench.stage import Conditions, private_stack
from deploy.local.stack import Stack
from shared.contracts.envelope import Envelope
from shared.contracts.resources import IncidentRow
from shared.contracts.topology import EVENTS, event_key
from shared.messaging.rabbit.publisher import RabbitPublisher

COUNT = 100_000
RATE = 100
"""Events a second."""
PATIENCE_S = 180.0
GOALS = (
    Goal("start.usable_s", "<=", 1.5),
    Goal("memory.pss_mib", "<=", 400),
    Goal("scrolling.frame.p99_ms", "<=", 16),
    Goal("events.frame.p99_ms", "<=", 16),
    Goal("filter.key.p99_ms", "<=", 50),
    Goal("opening.shown.p99_ms", "<=", 100),
)


def run(count: int = COUNT) -> Report:
    """Fill a stack, sign a console in, and let it work."""
    with private_stack(only=("resolution", "employees", "rabbitmq")) as stack:
        stock = DeskStock(random.Random(5), count)
        newest = stock.fill(stack.environment()["MONGODB_URI"])
        conditions = Conditions(stack)
        began = time.perf_counter()
        with Child("bench.desk_console", {**console_task(stack), "rows": count}) as console:
            figures = _work(stack, console, stock, newest, began)
            figures["memory"] = _memory(console)
        counted = conditions.as_json(incidents=count, events_per_s=RATE)
        return Report("desk", figures, counted, GOALS)


def _work(
    stack: Stack, console: Child, stock: DeskStock, newest: list[IncidentRow], began: float
) -> dict[str, Any]:
    usable, complete = console.hear(PATIENCE_S), console.hear(PATIENCE_S)
    figures: dict[str, Any] = {
        "start": {
            "usable_s": round(usable["usable"] - began, 2),
            "complete_s": round(complete["complete"] - began, 2),
        }
    }
    doing = ""
    bystanders = _Bystanders(stack, stock, newest)
    while "over" not in (facts := console.hear(PATIENCE_S)):
        if "doing" in facts:
            doing = facts["doing"]
            if doing == "events":
                bystanders.start()
        else:
            figures[doing] = _figures(facts)
            bystanders.stop()
    figures["events"]["sent"] = bystanders.sent
    return figures


def _figures(facts: Facts) -> dict[str, Any]:
    names = {"frames": "frame", "stalls": "late", "keys": "key", "openings": "shown", "worked": "processor"}
    return {name: durations(facts[told]) for told, name in names.items() if told in facts}


def _memory(console: Child) -> dict[str, float]:
    (held,) = memory([psutil.Process(console.pid)])
    return {"pss_mib": mebibytes(held.pss), "rss_mib": mebibytes(held.rss)}


class _Bystanders:
    """Everybody else: they change incidents at an even pace while the console works."""

    def __init__(self, stack: Stack, stock: DeskStock, newest: list[IncidentRow]) -> None:
        self._url = stack.environment()["AMQP_URL"]
        self._happenings = stock.happenings(newest)
        self._over = threading.Event()
        self._thread: threading.Thread | None = None
        self.sent = 0

    def start(self) -> None:
        """Begin."""
        self._thread = threading.Thread(target=self._run, name="bystanders", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End, where it was begun."""
        if self._thread is not None:
            self._over.set()
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        publisher = RabbitPublisher(self._url, "bench-bystanders")
        due = time.perf_counter()
        while not self._over.is_set():
            event = next(self._happenings)
            envelope = Envelope.wrap(
                event, id=uuid4(), source="bench", time=event.row.updated_at, correlationid=uuid4()
            )
            publisher.publish(EVENTS, event_key(event), envelope)
            self.sent += 1
            due += 1 / RATE
            time.sleep(max(0.0, due - time.perf_counter()))
        publisher.close()
