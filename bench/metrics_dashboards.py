"""Very many dashboards at once: each asks again whenever it hears that the figures have changed."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import httpx

from bench.console_task import employee_token
from bench.metrics_stock import MetricsStock
from bench.report import durations
from deploy.local.stack import Stack
from shared.contracts.envelope import Envelope
from shared.contracts.figures import FiguresChanged
from shared.contracts.topology import EVENTS, event_key
from shared.messaging.ports import StreamState
from shared.messaging.rabbit.publisher import RabbitPublisher
from shared.messaging.rabbit.stream import StreamReader

DASHBOARDS = 50
RATE, SECONDS = 20, 20
PATIENCE_S = 30.0


class Dashboard:
    """Hears of changes, and notes when its answer first shows so many of the bench's events."""

    def __init__(self, stack: Stack, token: dict[str, str], params: dict[str, str], number: int) -> None:
        self.seen: list[tuple[float, int]] = []
        self.is_live = Event()
        self._changed, self._ended = Event(), Event()
        self._params = params
        self._http = httpx.Client(base_url=f"{stack.url('metrics')}/api/v1", headers=token, timeout=60)
        password = employee_token(stack)
        self._reader = StreamReader(
            stack.site.broker.open_amqp_url,
            name=f"e-bench{number:05}",
            password=lambda: password,
            on_events=self._hear,
            on_state=self._note,
        )
        self._thread = Thread(target=self._ask, daemon=True)

    def start(self) -> None:
        """Follow the stream, and ask whenever something changed."""
        self._reader.start()
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._ended.set()
        self._changed.set()
        self._thread.join(PATIENCE_S)
        self._reader.stop()
        self._http.close()

    def shows(self) -> int:
        """Return how many events its last answer had in it."""
        return self.seen[-1][1] if self.seen else 0

    def _hear(self, envelopes: list[Envelope]) -> None:
        if any(each.type == FiguresChanged.TYPE for each in envelopes):
            self._changed.set()

    def _note(self, state: StreamState) -> None:
        if state.kind == "live":
            self.is_live.set()

    def _ask(self) -> None:
        while self._changed.wait() and not self._ended.is_set():
            self._changed.clear()
            total = self._http.get("/figures", params=self._params).raise_for_status().json()["total"]
            self.seen.append((time.perf_counter(), total["arrivals"] + total["answers"]))


def watched(stack: Stack, stock: MetricsStock, token: dict[str, str]) -> dict[str, Any]:
    """Publish events at an even pace, and tell how soon each was in every dashboard's answer."""
    category, now = f"c{uuid4().hex[:8]}", datetime.now(UTC)
    period = {
        "since": (now - timedelta(hours=1)).isoformat(),
        "until": (now + timedelta(hours=1)).isoformat(),
    }
    dashboards = [Dashboard(stack, token, {**period, "category": category}, n) for n in range(DASHBOARDS)]
    for each in dashboards:
        each.start()
    _wait(lambda: all(each.is_live.is_set() for each in dashboards))
    sent = _publish(stack, stock, category)
    _wait(lambda: all(each.shows() >= len(sent) for each in dashboards))
    for each in dashboards:
        each.stop()
    waits = [wait for each in dashboards for wait in _waits(sent, each.seen)]
    missing = DASHBOARDS * len(sent) - len(waits)
    return {**durations(waits), "dashboards": DASHBOARDS, "events_per_s": RATE, "missing": missing}


def _publish(stack: Stack, stock: MetricsStock, category: str) -> list[float]:
    publisher = RabbitPublisher(stack.environment()["AMQP_URL"], "bench-metrics")
    sent, due = [], time.perf_counter()
    for event in stock.events(RATE * SECONDS, datetime.now(UTC), category):
        envelope = Envelope.wrap(
            event, id=uuid4(), source="/bench", time=datetime.now(UTC), correlationid=uuid4()
        )
        sent.append(time.perf_counter())
        publisher.publish(EVENTS, event_key(event), envelope)
        due += 1 / RATE
        time.sleep(max(0.0, due - time.perf_counter()))
    publisher.close()
    return sent


def _waits(sent: list[float], seen: list[tuple[float, int]]) -> list[float]:
    """Return for each event how long it took until an answer had as many in it."""
    waits: list[float] = []
    answers = iter(seen)
    at, count = next(answers, (0.0, 0))
    for number, moment in enumerate(sent, start=1):
        while count < number:
            following = next(answers, None)
            if following is None:
                return waits
            at, count = following
        waits.append(at - moment)
    return waits


def _wait(until: Callable[[], bool]) -> None:
    end = time.perf_counter() + PATIENCE_S
    while not until() and time.perf_counter() < end:
        time.sleep(0.05)
