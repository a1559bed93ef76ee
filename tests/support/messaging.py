"""The messaging ports with either broker behind them, and what tests need beside the ports."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from shared.clock import utc_now
from shared.contracts.envelope import Envelope
from shared.contracts.events import IncidentNoted
from shared.contracts.topology import COMMANDS, EVENTS, LIVE, command_key, dead_queue, event_key
from shared.messaging.memory import MemoryBroker, MemoryInbox, MemoryPublisher, MemoryStreamReader
from shared.messaging.ports import (
    EventsCallback,
    Inbox,
    LiveReader,
    Publisher,
    StateCallback,
    StreamState,
)
from shared.messaging.rabbit.inbox import RabbitInbox
from shared.messaging.rabbit.publisher import RabbitPublisher
from shared.messaging.rabbit.stream import StreamReader
from tests.support.broker import RealBroker
from tests.support.messages import ANA, enveloped, row
from tests.support.openings import opening
from tests.support.waiting import eventually

T = TypeVar("T")


class Room(Protocol):
    """A broker and the ways to it; ``close`` ends whatever was made here."""

    def publisher(self) -> Publisher: ...
    def inbox(self, most: int = 200, queue: str | None = None) -> Inbox: ...
    def reader(
        self, on_events: EventsCallback, on_state: StateCallback, start_offset: int | None = None
    ) -> LiveReader: ...
    def put(self, exchange: str, key: str, body: bytes) -> None: ...
    def dead(self) -> list[tuple[bytes, str]]: ...
    def close(self) -> None: ...


def _service(queue: str | None) -> str:
    return queue.partition(".")[0] if queue else "intake"


class MemoryRoom:
    """The twin in memory."""

    def __init__(self) -> None:
        self._broker = MemoryBroker()

    def publisher(self) -> Publisher:
        return MemoryPublisher(self._broker)

    def inbox(self, most: int = 200, queue: str | None = None) -> Inbox:
        return MemoryInbox(self._broker, _service(queue), most, queue)

    def reader(
        self, on_events: EventsCallback, on_state: StateCallback, start_offset: int | None = None
    ) -> LiveReader:
        return MemoryStreamReader(
            self._broker, on_events=on_events, on_state=on_state, start_offset=start_offset
        )

    def put(self, exchange: str, key: str, body: bytes) -> None:
        assert self._broker.route(exchange, key, body)

    def dead(self) -> list[tuple[bytes, str]]:
        return [(dead.body, dead.reason) for dead in self._broker.dead["intake"]]

    def close(self) -> None:
        """Nothing is open."""


class RabbitRoom:
    """A real RabbitMQ, perhaps over a cable."""

    def __init__(self, broker: RealBroker, url: str | None = None) -> None:
        self.broker = broker
        self._url = url or broker.url
        self._endings: list[Callable[[], Any]] = []

    def publisher(self, patience: float = 2.0) -> RabbitPublisher:
        publisher = self._ending_with(RabbitPublisher(self._url, "test", patience, needs=(LIVE,)))
        eventually(publisher.is_ready, every=0.005)
        return publisher

    def inbox(self, most: int = 200, queue: str | None = None) -> RabbitInbox:
        return self._ending_with(RabbitInbox(self._url, _service(queue), most, queue))

    def reader(
        self,
        on_events: EventsCallback,
        on_state: StateCallback,
        start_offset: int | None = None,
        password: Callable[[], str] | None = None,
    ) -> StreamReader:
        reader = StreamReader(
            self._url,
            name="operator",
            on_events=on_events,
            on_state=on_state,
            password=password,
            start_offset=start_offset,
        )
        self._endings.append(reader.stop)
        return reader

    def put(self, exchange: str, key: str, *bodies: bytes) -> None:
        self.broker.put(exchange, key, *bodies)

    def dead(self) -> list[tuple[bytes, str]]:
        found = []
        with self.broker.connection() as connection:
            channel = connection.channel()
            while (got := channel.basic_get(dead_queue("intake")))[0] is not None:
                found.append((got[2], str((got[1].headers or {}).get("reason"))))
        return found

    def close(self) -> None:
        for end in reversed(self._endings):
            end()

    def _ending_with(self, port: T) -> T:
        self._endings.append(port.close)  # type: ignore[attr-defined]
        return port


class Listener:
    """What a reader handed out, as the versions of one incident, and how it stood."""

    def __init__(self) -> None:
        self.versions: list[int] = []
        self.states: list[StreamState] = []

    def on_events(self, events: list[Envelope]) -> None:
        self.versions += [event.version for event in events]

    def on_state(self, state: StreamState) -> None:
        self.states.append(state)

    def kinds(self) -> list[str]:
        """Return the states without repetitions."""
        kinds = [state.kind for state in self.states]
        return [kind for place, kind in enumerate(kinds) if place == 0 or kinds[place - 1] != kind]

    def wait_for(self, kind: str) -> None:
        """Return when the reader stands so."""
        eventually(lambda: bool(self.states) and self.states[-1].kind == kind, every=0.005)

    def wait_for_version(self, version: int, within: float = 15) -> None:
        """Return when an event was handed out."""
        eventually(lambda: version in self.versions, every=0.005, within=within)


def command() -> tuple[str, str, Envelope]:
    """Return where a command goes, and the command: an opening of its own."""
    content = opening()
    return COMMANDS, command_key(content), enveloped(content, id=content.incident_id)


def event(version: int) -> tuple[str, str, Envelope]:
    """Return where an event goes, and the event: a note that made this version."""
    content = IncidentNoted(row=row(version), actor=ANA)
    return EVENTS, event_key(content), enveloped(content, time=utc_now())


def receive(inbox: Inbox, count: int, within: float = 15) -> list[Any]:
    """Return so many deliveries, from however many batches."""
    found: list[Any] = []

    def enough() -> bool:
        found.extend(inbox.receive(0.2))
        return len(found) >= count

    eventually(enough, within=within, every=0)
    return found
