"""What programs ask of a broker. They know these ports; only ``shared/messaging/rabbit`` knows RabbitMQ."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from shared.contracts.envelope import Envelope


class BrokerUnavailableError(Exception):
    """No confirmation came: the message may or may not have been kept. Send it again with the same id."""


class UnroutableError(Exception):
    """No queue takes a message with this key: the topology is not declared, or the key is wrong."""


class RefusedError(Exception):
    """The broker said no, for instance because a queue is full."""


class Publisher(Protocol):
    """Leaves messages with the broker."""

    def publish(self, exchange: str, key: str, envelope: Envelope) -> Future[None]:
        """Send one message; callable from any thread, and never waits.

        The future resolves when the broker has it safely. It raises BrokerUnavailableError,
        UnroutableError or RefusedError.
        """
        ...

    def is_ready(self) -> bool:
        """Tell whether a message would go out at once."""
        ...

    def close(self, timeout: float = 2.0) -> None:
        """Send what is under way, then let go of the connection; wait at most ``timeout`` seconds."""
        ...


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message in hand: it stays with the broker until it is settled.

    ``attempt`` counts the tries from 1, ``postponed`` how often it came too early, ``key`` is the one that
    its sender gave it (None where that is not known).
    """

    body: bytes
    attempt: int = 1
    postponed: int = 0
    key: str | None = None
    receipt: Any = field(default=None, compare=False)


class Inbox(Protocol):
    """A service's share of a work queue. One thread uses it; every delivery must be settled once."""

    def receive(self, timeout: float) -> list[Delivery]:
        """Wait up to ``timeout`` seconds for messages and return those at hand, perhaps none.

        A lost connection is mended on the way; what was not settled comes again.
        """
        ...

    def done(self, delivery: Delivery) -> None:
        """Tell the broker that the message is dealt with."""
        ...

    def retry(self, delivery: Delivery, reason: str) -> bool:
        """Have what failed come back later; after the last pause bury it and return False."""
        ...

    def postpone(self, delivery: Delivery, reason: str) -> bool:
        """Have what came too early come back later, which is no failed try; after a day bury it, False."""
        ...

    def bury(self, delivery: Delivery, reason: str) -> None:
        """Put it into the dead queue with the reason, for a person to look at."""
        ...

    def rest(self, seconds: float) -> None:
        """Wait while keeping the connection alive."""
        ...

    def is_connected(self) -> bool:
        """Tell whether messages can come."""
        ...

    def close(self) -> None:
        """Let go; what is not settled goes back to the queue."""
        ...


@dataclass(frozen=True, slots=True)
class StreamState:
    """How a reader stands towards the stream.

    ``connecting``; ``subscribed``: every event from this moment on will come, older ones may be on their
    way; ``live``: nothing older is left; ``offline``: cut off, for the given reason, and trying again.
    ``behind`` counts the events that came since ``subscribed``.
    """

    kind: Literal["connecting", "subscribed", "live", "offline"]
    reason: str = ""
    behind: int = 0


EventsCallback = Callable[[list[Envelope]], None]
StateCallback = Callable[[StreamState], None]


class LiveReader(Protocol):
    """Follows the stream of all events on a thread of its own, without a gap over lost connections."""

    def start(self) -> None:
        """Begin; the callbacks are called on the reader's thread."""
        ...

    def stop(self, timeout: float = 2.0) -> None:
        """End; wait at most ``timeout`` seconds."""
        ...

    def renew(self, password: str) -> None:
        """Hand a fresh token to the open connection."""
        ...
