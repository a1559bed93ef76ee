"""What a relay needs in a test: incidents with events that wait, and a publisher that fails when told."""

from collections.abc import Callable
from concurrent.futures import Future
from uuid import UUID, uuid4

from backend.incidents import rules
from backend.incidents.store import IncidentStore
from shared.contracts.envelope import Envelope
from tests.support.openings import MARTA, cause, first_change, later


class Post:
    """A publisher that fails when a test says so, and remembers what it took."""

    def __init__(self) -> None:
        self.taken: list[tuple[UUID, int]] = []
        self.keys: set[tuple[str, str]] = set()
        self.fail: Callable[[Envelope], Exception | None] = lambda _envelope: None

    def publish(self, exchange: str, key: str, envelope: Envelope) -> "Future[None]":
        future: Future[None] = Future()
        if error := self.fail(envelope):
            future.set_exception(error)
        else:
            self.taken.append((envelope.subject, envelope.version))
            self.keys.add((exchange, key))
            future.set_result(None)
        return future

    def is_ready(self) -> bool:
        return True

    def close(self, timeout: float = 2.0) -> None:
        """Nothing is open."""

    def of(self, incident_id: UUID) -> list[int]:
        """Return the versions of one incident in the order in which they were sent."""
        return [version for subject, version in self.taken if subject == incident_id]


def write(store: IncidentStore, comments: int = 0) -> UUID:
    """Open an incident, add so many comments, and return it."""
    change, why = first_change()
    store.open_many([(change, why)])
    add(store, change.incident.id, comments)
    return change.incident.id


def add(store: IncidentStore, incident_id: UUID, comments: int = 1) -> None:
    """Add comments to an incident."""
    for _ in range(comments):
        decide = lambda found: rules.comment(found, MARTA, later(), uuid4(), "Hola.")  # noqa: E731
        store.change(incident_id, decide, cause())
