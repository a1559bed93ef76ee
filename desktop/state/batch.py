"""One gesture, or a macro's steps, on many incidents: what is to be done, and what came of it."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from desktop.state.moves import Move
from desktop.state.plans import Plan


@dataclass(frozen=True, slots=True)
class Task:
    """The plans for one incident, one after the other."""

    incident_id: UUID
    plans: tuple[Plan, ...]


@dataclass(slots=True)
class Batch:
    """Incidents one by one; what is done of it is remembered with the way back.

    ``gesture`` names it. ``is_undo`` tells that it takes something back, so nothing takes it back in turn.
    """

    gesture: str
    total: int
    is_undo: bool = False
    over: int = 0
    """So many are over: done, missed, or waiting for the connection."""
    missed: int = 0
    under_way: int = 0
    todo: deque[Task] = field(default_factory=deque)
    backs: dict[UUID, list[Move]] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """Tell whether nothing is to be done and nothing under way."""
        return not self.todo and not self.under_way

    def next(self) -> Task | None:
        """Take out the next incident, which is under way now."""
        if not self.todo:
            return None
        self.under_way += 1
        return self.todo.popleft()

    def end(self, *, missed: bool = False) -> None:
        """One that was under way is over."""
        self.under_way -= 1
        self.over += 1
        self.missed += missed

    def cancel(self) -> None:
        """Begin with no further one."""
        self.todo.clear()

    def remember(self, incident_id: UUID, back: Move | None) -> None:
        """Remember how to take back what was just done with an incident, the last first."""
        if back:
            self.backs.setdefault(incident_id, []).insert(0, back)

    def undoing(self) -> "Batch":
        """Return what takes it back, as far as it can be."""
        tasks = [Task(one, tuple(_just(move) for move in moves)) for one, moves in self.backs.items()]
        return Batch(self.gesture, len(tasks), is_undo=True, todo=deque(tasks))


def batch_of(gesture: str, ids: Iterable[UUID], plans: Sequence[Plan]) -> Batch:
    """Return these plans for each of these incidents."""
    todo = deque(Task(one, tuple(plans)) for one in ids)
    return Batch(gesture, len(todo), todo=todo)


def _just(move: Move) -> Callable[..., Move]:
    return lambda _row: move
