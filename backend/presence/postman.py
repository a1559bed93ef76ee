"""Tells of presence over the exchange ``events``, and so over the stream ``live``."""

from collections.abc import Iterable
from concurrent.futures import Future
from uuid import UUID

import structlog
from prometheus_client import Counter

from shared.clock import Clock
from shared.contracts.envelope import Envelope
from shared.contracts.events import PresenceChanged
from shared.contracts.topology import EVENTS, event_key
from shared.ids import uuid7
from shared.messaging.ports import Publisher

log = structlog.stdlib.get_logger(__name__)
TOLD = Counter("presence_told", "Events of presence, by what became of them", ["outcome"])


class LiveTeller:
    """A Teller over the broker."""

    def __init__(self, publisher: Publisher, clock: Clock) -> None:
        self._publisher = publisher
        self._clock = clock

    def tell(self, events: Iterable[PresenceChanged], story: UUID) -> None:
        """See Teller; it does not wait for the broker."""
        for event in events:
            now = self._clock()
            envelope = Envelope.wrap(event, id=uuid7(now), source="/presence", time=now, correlationid=story)
            self._publisher.publish(EVENTS, event_key(event), envelope).add_done_callback(_note)


def _note(future: "Future[None]") -> None:
    failure = future.exception()
    TOLD.labels("lost" if failure else "told").inc()
    if failure:
        log.info("presence was not told", reason=str(failure))
