"""What was asked for and not done, for incidents that the person is not looking at."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from desktop.state.trouble import Trouble


@dataclass(frozen=True, slots=True, eq=False)
class Missed:
    """One gesture that was not done. ``again`` asks for it once more; None where that is of no use."""

    gesture: str
    incident_id: UUID
    reference: str
    trouble: Trouble
    again: Callable[[], None] | None = None
    batch: str = ""
    """The gesture of the batch that it was part of."""


class Report:
    """The gestures that were not done, the oldest first; of each gesture on an incident only the latest."""

    def __init__(self) -> None:
        self._missed: dict[tuple[str, UUID], Missed] = {}

    @property
    def missed(self) -> tuple[Missed, ...]:
        """All of them."""
        return tuple(self._missed.values())

    def add(self, missed: Missed) -> None:
        """Take one more in."""
        about = (missed.gesture, missed.incident_id)
        self._missed.pop(about, None)
        self._missed[about] = missed

    def begin(self, gesture: str) -> None:
        """Begin a new list for a batch: what batches of other gestures left undone is told no more."""
        self._missed = {about: one for about, one in self._missed.items() if one.batch in ("", gesture)}

    def drop(self, missed: Missed) -> None:
        """Forget one."""
        self._missed = {about: one for about, one in self._missed.items() if one is not missed}

    def clear(self) -> None:
        """Forget all of them."""
        self._missed.clear()
