"""What was asked for while the services could not be reached, in the order in which it was asked."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from desktop.state.leftovers import Left


@dataclass(frozen=True, slots=True, eq=False)
class Waiting:
    """One gesture that waits for the connection.

    ``errand`` is its identity, over every attempt. ``again`` asks for it over what the person saw;
    ``drop`` gives it up. ``left`` is how it is written down for the next start of the console.
    """

    errand: UUID
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
        self._tried: UUID | None = None
        self._is_given_up = False

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

    def is_tried(self, errand: UUID) -> bool:
        """Tell whether it is this one whose answer the others wait for."""
        return self._tried == errand

    def add(self, waiting: Waiting) -> bool:
        """Let a gesture wait: what was just tried in vain where it was, else behind the others.

        Tell whether it waits: what was given up while it was tried does not.
        """
        if not self.is_tried(waiting.errand):
            self._waiting.append(waiting)
            return True
        is_given_up = self._is_given_up
        self.settle(waiting.errand)
        if not is_given_up:
            self._waiting.insert(0, waiting)
        return not is_given_up

    def settle(self, errand: UUID) -> None:
        """An errand has been answered; that of any but the one that is tried changes nothing."""
        if self.is_tried(errand):
            self._tried, self._is_given_up = None, False

    def take(self) -> Waiting | None:
        """Take the oldest out, to try it; None where nothing waits, and while another one is tried."""
        if self._tried is not None or not self._waiting:
            return None
        waiting = self._waiting.pop(0)
        self._tried = waiting.errand
        return waiting

    def clear(self) -> list[Waiting]:
        """Give up all of it, what is tried too should that be in vain; return what waited."""
        dropped, self._waiting = self._waiting, []
        self._is_given_up = self._tried is not None
        return dropped
