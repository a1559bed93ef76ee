"""One gesture, or a macro's steps, on many incidents: what is to be done, and what came of it."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from desktop.state.plans import Plan
from desktop.state.rebasing import Seen
from desktop.state.undo import Back
from shared.contracts.resources import IncidentRow


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done with one incident, one after the other, over what the person saw of it.

    ``plans``, or the ways ``backs`` where something is taken back.
    """

    seen: Seen
    plans: tuple[Plan, ...] = ()
    backs: tuple[Back, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is left to do."""
        return not (self.plans or self.backs)

    def after(self, place: int, seen: Seen) -> "Task":
        """Return what is left from a place on, over what is seen by then."""
        return Task(seen, self.plans[place:], self.backs[place:])

    def seen_anew(self, seen: Seen | None) -> "Task":
        """Return the same for somebody who was told what came in between, where anything did."""
        return Task(seen or self.seen, self.plans, self.backs)


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
    backs: dict[UUID, list[Back]] = field(default_factory=dict)

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

    def cancel(self) -> list[Task]:
        """Begin with no further one; return those that were not begun."""
        left = list(self.todo)
        self.todo.clear()
        return left

    def remember(self, back: Back | None) -> None:
        """Remember how to take back what was just done with an incident, the last first."""
        if back:
            self.backs.setdefault(back.after.id, []).insert(0, back)

    def again(self, tasks: Iterable[Task]) -> "Batch":
        """Return the part of it that is to be tried once more."""
        todo = deque(tasks)
        return Batch(self.gesture, len(todo), self.is_undo, todo=todo)

    def changed(self) -> list[IncidentRow]:
        """Return each incident that can be taken back, as it was left."""
        return [backs[0].after for backs in self.backs.values()]

    def undoing(self) -> "Batch":
        """Return what takes it back, as far as it can be."""
        tasks = [Task(_as_left(backs[0]), backs=tuple(backs)) for backs in self.backs.values()]
        return Batch(self.gesture, len(tasks), is_undo=True, todo=deque(tasks))


def batch_of(gesture: str, sights: Iterable[Seen], plans: Sequence[Plan]) -> Batch:
    """Return these plans for each incident, as the person sees it."""
    todo = deque(Task(seen, tuple(plans)) for seen in sights)
    return Batch(gesture, len(todo), todo=todo)


def _as_left(back: Back) -> Seen:
    return Seen(back.after, back.after.version)
