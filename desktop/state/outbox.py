"""What was asked for while the services could not be reached, in the order in which it was asked."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from desktop.state.leftovers import Left


@dataclass(frozen=True, slots=True, eq=False)
class Waiting:
    """One gesture that waits for the connection.

    ``again`` asks for it over the version that the person saw; ``drop`` gives it up. ``left`` is how it is
    written down for the next start of the console.
    """

    gesture: str
    incident_id: UUID
    reference: str
    again: Callable[[], None]
    drop: Callable[[], None]
    left: Left


class Outbox:
    """The gestures that wait. One at a time is tried, so that each finds what the one before has made."""

    def __init__(self) -> None:
        self._waiting: list[Waiting] = []
        self._tried: Waiting | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def oldest(self) -> Waiting | None:
        """The gesture that is tried next."""
        return self._waiting[0] if self._waiting else None

    def left(self) -> list[Left]:
        """Return all that waits, as it is written down."""
        return [one.left for one in self._waiting]

    def holds(self, incident_id: UUID) -> bool:
        """Tell whether something waits for this incident, so that more must wait behind it."""
        return any(one.incident_id == incident_id for one in self._waiting)

    def add(self, waiting: Waiting) -> None:
        """Let a gesture wait: what was just tried in vain where it was, else behind the others."""
        tried, self._tried = self._tried, None
        came_back = tried is not None and tried.incident_id == waiting.incident_id
        self._waiting.insert(0 if came_back else len(self._waiting), waiting)

    def settle(self) -> None:
        """What was tried last has been answered."""
        self._tried = None

    def take(self) -> Waiting | None:
        """Take the oldest out, to try it."""
        self._tried = self._waiting.pop(0) if self._waiting else None
        return self._tried

    def clear(self) -> list[Waiting]:
        """Give up all of it, and return what that was."""
        dropped, self._waiting, self._tried = self._waiting, [], None
        return dropped
