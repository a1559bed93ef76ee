"""What can still be taken back: what has not gone out yet, and what was done and has an opposite."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import ceil
from uuid import UUID

from desktop.state.moves import Move, assigned, categorized, paused, prioritized, simple, tagged, transferred
from desktop.state.person import Person
from shared.contracts.resources import IncidentRow

UNDO_S = 10.0
"""Seconds in which a gesture can be taken back."""
HELD = frozenset({"reply", "reply-resolve", "note", "resolve", "close", "reopen"})
"""What others read at once has no opposite: it waits before it goes out, so that nobody sees it undone."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """A gesture that can be taken back ``until`` a moment (seconds of a monotonic clock).

    Of one incident it bears the reference; of several it takes back what was done with all of them.
    ``back`` takes it back. ``go`` sends what waits; None for what is done already.
    """

    gesture: str
    incident_ids: frozenset[UUID]
    reference: str
    until: float
    back: Callable[[], None]
    go: Callable[[], None] | None = None

    @property
    def is_held(self) -> bool:
        """Tell whether it has not gone out yet."""
        return self.go is not None

    def seconds_left(self, now: float) -> int:
        """Return how long it can still be taken back, in whole seconds and never less than one."""
        return max(1, ceil(self.until - now))


class Steps:
    """The steps that can be taken back now, the newest last."""

    def __init__(self) -> None:
        self._steps: list[Step] = []

    def __len__(self) -> int:
        return len(self._steps)

    @property
    def newest(self) -> Step | None:
        """The step that is taken back next."""
        return self._steps[-1] if self._steps else None

    def add(self, step: Step) -> None:
        """Remember a step."""
        self._steps.append(step)

    def drop(self, steps: Iterable[Step]) -> None:
        """Forget these."""
        gone = list(steps)
        self._steps = [one for one in self._steps if one not in gone]

    def of(self, incident_id: UUID | None = None) -> list[Step]:
        """Return the steps of one incident, or all, the oldest first."""
        return [one for one in self._steps if incident_id is None or incident_id in one.incident_ids]

    def over(self, now: float) -> list[Step]:
        """Return the steps whose time has come, the oldest first."""
        return [one for one in self._steps if one.until <= now]


def opposite(move: Move, before: IncidentRow, me: Person) -> Move | None:
    """Return the move that leads back to the incident as it was, None where there is none."""
    make = _OPPOSITES.get(move.gesture)
    return make(move, before, me) if make else None


def _given_back(_move: Move, before: IncidentRow, me: Person) -> Move:
    if before.assignee is None:
        return simple("release")
    return simple("claim") if before.assignee.id == me.id else assigned(before.assignee)


def _back_in_team(_move: Move, before: IncidentRow, _me: Person) -> Move | None:
    # Who had it is not told back in one move, so that is left to the person.
    return transferred(before.team) if before.team and before.assignee is None else None


def _waiting_again(_move: Move, before: IncidentRow, _me: Person) -> Move:
    return paused(before.wake_at) if before.wake_at else simple("pause")


_OPPOSITES: dict[str, Callable[[Move, IncidentRow, Person], Move | None]] = {
    "claim": lambda _move, _before, _me: simple("release"),
    "release": _given_back,
    "assign": _given_back,
    "priority": lambda _move, before, _me: prioritized(before.priority),
    "team": _back_in_team,
    "category": lambda _move, before, _me: categorized(before.category),
    "tags": lambda _move, before, _me: tagged(before.tags),
    "pause": lambda _move, _before, _me: simple("resume"),
    "wake": lambda _move, _before, _me: simple("resume"),
    "resume": _waiting_again,
    "merge": lambda _move, _before, _me: simple("unmerge"),
    "link": lambda move, _before, _me: Move("unlink", "DELETE", move.noun),
    "known": lambda _move, _before, _me: simple("part"),
}
