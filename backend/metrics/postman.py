"""Tells dashboards that figures have changed: soon, and not too often."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import structlog
from prometheus_client import Counter

from shared.clock import Clock
from shared.contracts.envelope import Envelope
from shared.contracts.figures import FiguresChanged
from shared.contracts.resources import Actor
from shared.contracts.topology import EVENTS, event_key
from shared.contracts.vocabulary import ActorKind
from shared.ids import uuid7
from shared.messaging.ports import Publisher

log = structlog.stdlib.get_logger(__name__)
LEAST = timedelta(seconds=1)
"""Between one event and the next."""
FIGURES = UUID("5d6a1f0e-8c1b-7a55-9b0e-0f6c4c1d7e21")
"""The one set of figures there is."""
HOUSE = Actor(kind=ActorKind.SYSTEM, name="Ventanilla")
TOLD = Counter("figures_told", "Events that the figures have changed, by what became of them", ["outcome"])


class FiguresTeller:
    """Tells that figures have changed, a second after the last time at the earliest."""

    def __init__(self, publisher: Publisher, applied: Callable[[], int], clock: Clock) -> None:
        self._publisher = publisher
        self._applied = applied
        self._clock = clock
        self._told: int | None = None
        self._told_at: datetime | None = None

    def look(self) -> None:
        """Tell where there is something to tell, and it is time; it does not wait for the broker."""
        applied, now = self._applied(), self._clock()
        if applied == self._told or (self._told_at and timedelta(0) <= now - self._told_at < LEAST):
            return
        event = FiguresChanged(id=FIGURES, applied=applied, actor=HOUSE)
        envelope = Envelope.wrap(event, id=uuid7(now), source="/metrics", time=now, correlationid=uuid4())
        self._publisher.publish(EVENTS, event_key(event), envelope).add_done_callback(_note)
        self._told, self._told_at = applied, now


def _note(future: "Future[None]") -> None:
    failure = future.exception()
    TOLD.labels("lost" if failure else "told").inc()
    if failure:
        log.info("a change of figures was not told", reason=str(failure))
