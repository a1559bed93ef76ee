"""How soon a change is known at very many desks at once, and what the broker needs for it.

Two hundred consoles follow the stream, each on a connection of its own, while incidents change at an even
pace. What is timed is the way from the event's publication to the console's own state. The windows are left
out, ``./dev bench desk`` has one; a shop has them on as many machines, where here a few processes share one.
So the consoles' work is told apart from the broker's.
"""

import random
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from itertools import chain, islice
from typing import Any
from uuid import uuid4

import psutil

from bench.child import Child, Facts
from bench.console_task import employee_token
from bench.desk_stock import DeskStock
from bench.processes import cpu_seconds, family, mebibytes, memory
from bench.report import Goal, Report, durations
from bench.stage import Conditions, private_stack
from deploy.local.stack import Stack
from shared.contracts.envelope import Envelope
from shared.contracts.events import IncidentEvent
from shared.contracts.topology import EVENTS, event_key
from shared.messaging.rabbit.publisher import RabbitPublisher

COUNT = 200
CHILDREN = 4
RATE = 40
"""Events a second."""
SECONDS = 20
STOCK = 2_000
"""So many incidents are there to change."""
CONNECT_S = 120.0
DRAIN_S = 5.0
"""After the last event the consoles have so long for what is on its way."""
GOALS = (
    Goal("applied.p99_ms", "<", 150),
    Goal("lost", "<=", 0),
    Goal("turned_away", "<=", 0),
)


def run(count: int = COUNT) -> Report:
    """Connect the consoles, let incidents change, and tell how soon each console knew."""
    with private_stack(only=("employees", "rabbitmq")) as stack:
        conditions = Conditions(stack)
        broker = family(stack.pid("rabbitmq"))
        alone = _held(broker)
        with _desks(stack, count) as (children, ready):
            connected, cpu = _held(broker), cpu_seconds(broker)
            sent, took_s = _publish(stack.environment()["AMQP_URL"], RATE * SECONDS)
            time.sleep(DRAIN_S)
            used = cpu_seconds(broker) - cpu
            memories = {"before": alone, "connected": connected, "after": _held(broker)}
            facts = [child.finish(60)[-1] for child in children]
        figures = {
            **_waits(facts, sent * ready),
            "turned_away": count - ready,
            "events_per_s": round(sent / took_s, 1),
            "broker": {"cpu_percent": _percent(used, took_s), "pss_mib": memories},
            "consoles": {"cpu_percent": _percent(sum(one["cpu_s"] for one in facts), took_s)},
        }
        counted = conditions.as_json(consoles=count, processes=CHILDREN, events=sent, events_per_s=RATE)
        return Report("desks", figures, counted, GOALS)


@contextmanager
def _desks(stack: Stack, count: int) -> Iterator[tuple[list[Child], int]]:
    """Have so many consoles follow the stream; yield their processes, and how many came to be live."""
    task = {
        "url": stack.site.console_settings()["AMQP_URL"],
        "name": "e-benchdesks",
        "password": employee_token(stack),
        "connect_s": CONNECT_S,
    }
    with ExitStack() as exits:
        children = [
            exits.enter_context(Child("bench.desks_console", {**task, "consoles": share}))
            for share in _shares(count)
        ]
        yield children, sum(child.hear(CONNECT_S + 30)["ready"] for child in children)


def _shares(count: int) -> list[int]:
    """Deal the consoles out evenly."""
    return [share for n in range(CHILDREN) if (share := count // CHILDREN + (n < count % CHILDREN))]


def _publish(url: str, count: int) -> tuple[int, float]:
    """Publish so many events at an even pace; return how many, and the seconds that it took."""
    publisher = RabbitPublisher(url, "bench-bystanders")
    began = due = time.perf_counter()
    for event in _happenings(count):
        # The envelope's time is the start of the clock: the consoles are on the same machine.
        envelope = Envelope.wrap(
            event, id=uuid4(), source="bench", time=datetime.now(UTC), correlationid=uuid4()
        )
        publisher.publish(EVENTS, event_key(event), envelope)
        due += 1 / RATE
        time.sleep(max(0.0, due - time.perf_counter()))
    took = time.perf_counter() - began
    publisher.close()
    return count, took


def _happenings(count: int) -> Iterator[IncidentEvent]:
    stock = DeskStock(random.Random(5), STOCK)
    return islice(stock.happenings([one.row() for one in stock.incidents()]), count)


def _waits(told: Sequence[Facts], expected: int) -> dict[str, Any]:
    """Return how long the events took to every console; one that never came counts as lost."""
    waits = list(chain.from_iterable(one["waits"] for one in told))
    return {"applied": durations(waits), "lost": expected - len(waits)}


def _held(processes: Sequence[psutil.Process]) -> float:
    return mebibytes(sum(held.pss for held in memory(processes)))


def _percent(cpu_s: float, seconds: float) -> float:
    """Return how much of one core was used."""
    return round(100 * cpu_s / seconds, 1)
