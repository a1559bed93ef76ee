"""The views of the queue: which rows belong to each, and how many there are, kept as rows change."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from desktop.state.person import Person
from desktop.state.queue import RowChange
from desktop.state.texts import _, mark
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import State


class Scope(StrEnum):
    """A view of the queue, in the order of the sidebar."""

    MINE = "mine"
    TEAM = "team"
    UNASSIGNED = "unassigned"
    WAITING = "waiting"
    ALL = "all"
    RESOLVED = "resolved"


NAMES = {
    Scope.MINE: mark("Mine"),
    Scope.TEAM: mark("My team"),
    Scope.UNASSIGNED: mark("Unassigned"),
    Scope.WAITING: mark("Waiting"),
    Scope.ALL: mark("All open"),
    Scope.RESOLVED: mark("All resolved"),
}

EMPTY = {
    Scope.MINE: mark("You have nothing in hand. Pick one from “Unassigned”."),
    Scope.TEAM: mark("Your team has nothing open. Well done."),
    Scope.UNASSIGNED: mark("Nobody is waiting. Well done."),
    Scope.WAITING: mark("No answer from a customer is missing."),
    Scope.ALL: mark("Not a single open incident. Enjoy it."),
    Scope.RESOLVED: mark("Nothing resolved that is still to be closed."),
}


def name_of(scope: Scope) -> str:
    """Return the view's name in the language in use."""
    return _(NAMES[scope])


def scopes_of(row: IncidentRow, me: Person) -> tuple[Scope, ...]:
    """Return the views in which this person finds the row."""
    is_over = row.state in {State.RESOLVED, State.CLOSED}
    if is_over and not row.is_unanswered:
        return (Scope.RESOLVED,)
    # A customer who writes afterwards is found where whoever had it looks.
    scopes = [Scope.RESOLVED, Scope.ALL] if is_over else [Scope.ALL]
    if row.assignee is None:
        scopes.append(Scope.UNASSIGNED)
    elif row.assignee.id == me.id:
        scopes.append(Scope.MINE)
    if row.team in me.teams:
        scopes.append(Scope.TEAM)
    if row.state is State.WAITING:
        scopes.append(Scope.WAITING)
    return tuple(scopes)


class Counters:
    """How many rows each view has; costs the same for ten rows as for a million."""

    def __init__(self, me: Person) -> None:
        self._me = me
        self._counts: Counter[Scope] = Counter()

    def apply(self, changes: Iterable[RowChange]) -> None:
        """Take the changes into account."""
        for change in changes:
            if change.old:
                self._counts.subtract(scopes_of(change.old, self._me))
            if change.new:
                self._counts.update(scopes_of(change.new, self._me))

    def __getitem__(self, scope: Scope) -> int:
        return self._counts[scope]
