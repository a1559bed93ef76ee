"""The same ports in memory, for tests that must take milliseconds: no network, no persistence."""

import time
from collections import defaultdict, deque
from concurrent.futures import Future
from dataclasses import dataclass, field, replace

import structlog

from shared.contracts.commands import COMMANDS as COMMAND_KINDS
from shared.contracts.envelope import Envelope, MalformedMessageError
from shared.contracts.topology import (
    EVENTS,
    POSTPONED_MOST,
    READERS,
    RETRY_DELAYS_S,
    command_exchange,
    command_key,
    commands_queue,
    events_queue,
    pause_before,
)
from shared.messaging.ports import (
    BrokerUnavailableError,
    Delivery,
    EventsCallback,
    StateCallback,
    StreamState,
    UnroutableError,
)

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class DeadMessage:
    """A buried message and why it was buried."""

    body: bytes
    reason: str


@dataclass
class MemoryBroker:
    """Queues, the stream and the dead; set ``is_up`` to False to play an outage."""

    is_up: bool = True
    queues: dict[str, deque[Delivery]] = field(default_factory=lambda: defaultdict(deque))
    later: dict[str, list[tuple[float, Delivery]]] = field(default_factory=lambda: defaultdict(list))
    dead: dict[str, list[DeadMessage]] = field(default_factory=lambda: defaultdict(list))
    live: list[bytes] = field(default_factory=list)
    readers: list["MemoryStreamReader"] = field(default_factory=list)

    def route(self, exchange: str, key: str, body: bytes) -> bool:
        """Put a message where its key leads; return False where it leads nowhere."""
        if exchange == EVENTS:
            self.live.append(body)
            for service, patterns in READERS.items():
                if any(_matches(pattern, key) for pattern in patterns):
                    self.queues[events_queue(service)].append(Delivery(body, key=key))
            for reader in self.readers:
                reader.catch_up()
            return True
        services = {(command_exchange(kind), command_key(kind)): kind.SERVICE for kind in COMMAND_KINDS}
        if (exchange, key) not in services:
            return False
        self.queues[commands_queue(services[exchange, key])].append(Delivery(body, key=key))
        return True


def _matches(pattern: str, key: str) -> bool:
    """Tell whether a key falls under a pattern whose only wildcard is a ``#`` at its end."""
    prefix = pattern.removesuffix("#")
    return key == pattern or (prefix != pattern and f"{key}.".startswith(prefix))


class MemoryPublisher:
    """A Publisher that confirms at once."""

    def __init__(self, broker: MemoryBroker) -> None:
        self._broker = broker
        self._is_closed = False

    def publish(self, exchange: str, key: str, envelope: Envelope) -> "Future[None]":
        """See Publisher."""
        future: Future[None] = Future()
        if self._is_closed:
            future.set_exception(BrokerUnavailableError("the publisher is closed"))
        elif not self._broker.is_up:
            future.set_exception(BrokerUnavailableError("the broker can't be reached"))
        elif self._broker.route(exchange, key, envelope.to_json()):
            future.set_result(None)
        else:
            future.set_exception(UnroutableError(f"no queue takes {key!r} of {exchange!r}"))
        return future

    def is_ready(self) -> bool:
        """See Publisher."""
        return self._broker.is_up

    def close(self, timeout: float = 2.0) -> None:  # noqa: ARG002 (the port's)
        """See Publisher."""
        self._is_closed = True


class MemoryInbox:
    """An Inbox on a queue of one service; what is not settled comes back when it is closed."""

    def __init__(self, broker: MemoryBroker, service: str, most: int = 200, queue: str | None = None) -> None:
        self._broker = broker
        self._service = service
        self._queue = queue or commands_queue(service)
        self._most = most
        self._unsettled: dict[int, Delivery] = {}
        self._next = 0

    def receive(self, timeout: float) -> list[Delivery]:
        """See Inbox."""
        until = time.monotonic() + timeout
        queue = self._broker.queues[self._queue]
        while not (self._broker.is_up and (self._ripen() or queue)) and time.monotonic() < until:
            time.sleep(0.001)
        batch: list[Delivery] = []
        while self._broker.is_up and queue and len(batch) < self._most:
            self._next += 1
            delivery = replace(queue.popleft(), receipt=self._next)
            self._unsettled[self._next] = delivery
            batch.append(delivery)
        return batch

    def _ripen(self) -> bool:
        """Bring back the retries whose pause is over."""
        waiting, now = self._broker.later[self._queue], time.monotonic()
        ripe = [pair for pair in waiting if pair[0] <= now]
        for pair in ripe:
            waiting.remove(pair)
            self._broker.queues[self._queue].append(pair[1])
        return bool(ripe)

    def done(self, delivery: Delivery) -> None:
        """See Inbox."""
        self._unsettled.pop(delivery.receipt, None)

    def retry(self, delivery: Delivery, reason: str) -> bool:
        """See Inbox."""
        if delivery.attempt > len(RETRY_DELAYS_S):
            self.bury(delivery, reason)
            return False
        self._put_off(replace(delivery, attempt=delivery.attempt + 1), pause_before(delivery.attempt))
        return True

    def postpone(self, delivery: Delivery, reason: str) -> bool:
        """See Inbox."""
        if delivery.postponed >= POSTPONED_MOST:
            self.bury(delivery, reason)
            return False
        postponed = delivery.postponed + 1
        self._put_off(replace(delivery, postponed=postponed), pause_before(postponed))
        return True

    def _put_off(self, delivery: Delivery, pause_s: float) -> None:
        self._broker.later[self._queue].append((time.monotonic() + pause_s, delivery))
        self.done(delivery)

    def bury(self, delivery: Delivery, reason: str) -> None:
        """See Inbox."""
        self._broker.dead[self._service].append(DeadMessage(delivery.body, reason))
        self.done(delivery)

    def rest(self, seconds: float) -> None:
        """See Inbox."""
        time.sleep(seconds)

    def is_connected(self) -> bool:
        """See Inbox."""
        return self._broker.is_up

    def close(self) -> None:
        """See Inbox."""
        self._broker.queues[self._queue].extendleft(reversed(self._unsettled.values()))
        self._unsettled.clear()


class MemoryStreamReader:
    """A LiveReader that is called on the publisher's thread."""

    def __init__(
        self,
        broker: MemoryBroker,
        *,
        on_events: EventsCallback,
        on_state: StateCallback,
        start_offset: int | None = None,
    ) -> None:
        self._broker = broker
        self._on_events = on_events
        self._on_state = on_state
        self._offset = len(broker.live) if start_offset is None else start_offset
        self.malformed = 0

    def start(self) -> None:
        """See LiveReader."""
        self._on_state(StreamState("connecting"))
        self._broker.readers.append(self)
        self._on_state(StreamState("subscribed"))
        self._on_state(StreamState("live", behind=self.catch_up()))

    def catch_up(self) -> int:
        """Hand out what has come since; return how much."""
        bodies = self._broker.live[self._offset :]
        self._offset = len(self._broker.live)
        if events := [event for body in bodies if (event := self._parse(body))]:
            self._on_events(events)
        return len(bodies)

    def _parse(self, body: bytes) -> Envelope | None:
        try:
            envelope = Envelope.parse(body)
            envelope.content()
        except MalformedMessageError as error:
            self.malformed += 1
            log.warning("dropped a malformed event", reason=str(error))
            return None
        return envelope

    def stop(self, timeout: float = 2.0) -> None:  # noqa: ARG002 (the port's)
        """See LiveReader."""
        if self in self._broker.readers:
            self._broker.readers.remove(self)

    def renew(self, password: str) -> None:
        """See LiveReader."""
