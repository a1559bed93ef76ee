"""What can still be taken back: what has not gone out yet, and what was done and has an opposite."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import ceil
from uuid import UUID

from desktop.state.gestures import BY_NAME
from desktop.state.moves import Move, assigned, categorized, paused, prioritized, simple, tagged, transferred
from desktop.state.person import Person
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import State

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


@dataclass(frozen=True, slots=True)
class Back:
    """The moves that lead from the row ``after`` a gesture to the incident as it was before."""

    after: IncidentRow
    moves: tuple[Move, ...]


def opposite(move: Move, before: IncidentRow, after: IncidentRow, me: Person) -> Back | None:
    """Return the way back to the incident as it was; None where there is none, or not for this person."""
    make = _OPPOSITES.get(move.gesture)
    moves = make(move, before, me) if make else ()
    if not moves or BY_NAME[moves[0].gesture].obstacle(after, me):
        return None
    return Back(after, moves)


def _nobodys_again(_move: Move, before: IncidentRow, _me: Person) -> tuple[Move, ...]:
    return (simple("release"), *_waiting_again(before))


def _held_again(_move: Move, before: IncidentRow, me: Person) -> tuple[Move, ...]:
    if before.assignee is None:
        return ()
    taken = simple("claim") if before.assignee.id == me.id else assigned(before.assignee)
    return (taken, *_waiting_again(before))


def _reassigned(_move: Move, before: IncidentRow, me: Person) -> tuple[Move, ...]:
    # What was given to somebody goes on waiting, and so it does on its way back to who had it.
    return (assigned(before.assignee),) if before.assignee else _nobodys_again(_move, before, me)


def _back_in_team(_move: Move, before: IncidentRow, _me: Person) -> tuple[Move, ...]:
    if before.team is None:
        return ()
    return (transferred(before.team), *((assigned(before.assignee),) if before.assignee else ()))


def _not_waiting(_move: Move, before: IncidentRow, _me: Person) -> tuple[Move, ...]:
    """That a customer awaits an answer can't be said again once it has been put aside."""
    if before.state is State.WAITING:
        return _waiting_again(before)
    return () if before.is_unanswered else (simple("resume"),)


def _waiting_again(before: IncidentRow) -> tuple[Move, ...]:
    return (paused(before.wake_at),) if before.state is State.WAITING else ()


_OPPOSITES: dict[str, Callable[[Move, IncidentRow, Person], tuple[Move, ...]]] = {
    "claim": _nobodys_again,
    "release": _held_again,
    "assign": _reassigned,
    "priority": lambda _move, before, _me: (prioritized(before.priority),),
    "team": _back_in_team,
    "category": lambda _move, before, _me: (categorized(before.category),),
    "tags": lambda _move, before, _me: (tagged(before.tags),),
    "pause": _not_waiting,
    "wake": _not_waiting,
    "resume": lambda _move, before, _me: _waiting_again(before),
    "merge": lambda _move, _before, _me: (simple("unmerge"),),
    "link": lambda move, _before, _me: (Move("unlink", "DELETE", move.noun),),
    "known": lambda _move, _before, _me: (simple("part"),),
}
