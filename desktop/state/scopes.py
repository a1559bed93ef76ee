"""The views that everybody has: which rows of the queue each of them shows."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from desktop.state.dues import is_breaching
from desktop.state.person import Person
from desktop.state.rows import Row
from desktop.state.texts import _, mark
from shared.contracts.vocabulary import State

Predicate = Callable[[Row], bool]
_OVER = frozenset({State.RESOLVED, State.CLOSED})


class Scope(StrEnum):
    """A view of the queue, in the order of the sidebar."""

    MINE = "mine"
    TEAM = "team"
    UNASSIGNED = "unassigned"
    BREACHING = "breaching"
    WAITING = "waiting"
    ALL = "all"
    RESOLVED = "resolved"


NAMES = {
    Scope.MINE: mark("Mine"),
    Scope.TEAM: mark("My team"),
    Scope.UNASSIGNED: mark("Unassigned"),
    Scope.BREACHING: mark("Breaching soon"),
    Scope.WAITING: mark("Waiting"),
    Scope.ALL: mark("All open"),
    Scope.RESOLVED: mark("All resolved"),
}

EMPTY = {
    Scope.MINE: mark("You have nothing in hand. Pick one from “Unassigned”."),
    Scope.TEAM: mark("Your team has nothing open. Well done."),
    Scope.UNASSIGNED: mark("Nobody is waiting. Well done."),
    Scope.BREACHING: mark("Nothing is due within two hours. Well done."),
    Scope.WAITING: mark("No answer from a customer is missing."),
    Scope.ALL: mark("Not a single open incident. Enjoy it."),
    Scope.RESOLVED: mark("Nothing resolved that is still to be closed."),
}


def name_of(scope: Scope) -> str:
    """Return the view's name in the language in use."""
    return _(NAMES[scope])


def includes(scope: Scope, me: Person, now: datetime) -> Predicate:
    """Return what tells whether this person finds a row in the view at a moment."""
    mine, teams = me.id, frozenset(me.teams)
    predicates: dict[Scope, Predicate] = {
        Scope.MINE: lambda row: row.assignee is not None and row.assignee.id == mine and is_due(row),
        Scope.TEAM: lambda row: row.team in teams and is_due(row),
        Scope.UNASSIGNED: lambda row: row.assignee is None and is_due(row),
        Scope.BREACHING: lambda row: is_due(row) and is_breaching(row, now),
        Scope.WAITING: lambda row: row.state is State.WAITING,
        Scope.ALL: is_due,
        Scope.RESOLVED: lambda row: row.state in _OVER,
    }
    return predicates[scope]


def is_due(row: Row) -> bool:
    """Tell whether somebody still has to deal with a row."""
    # A customer who writes afterwards is found where whoever had it looks.
    return row.is_unanswered or row.state not in _OVER
