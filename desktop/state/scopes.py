"""The views that everybody has: which rows of the queue each of them shows."""

from collections.abc import Callable
from enum import StrEnum

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


def includes(scope: Scope, me: Person) -> Predicate:
    """Return what tells whether this person finds a row in the view."""
    mine, teams = me.id, frozenset(me.teams)
    match scope:
        case Scope.MINE:
            return lambda row: row.assignee is not None and row.assignee.id == mine and is_due(row)
        case Scope.TEAM:
            return lambda row: row.team in teams and is_due(row)
        case Scope.UNASSIGNED:
            return lambda row: row.assignee is None and is_due(row)
        case Scope.WAITING:
            return lambda row: row.state is State.WAITING
        case Scope.RESOLVED:
            return lambda row: row.state in _OVER
        case _:
            return is_due


def is_due(row: Row) -> bool:
    """Tell whether somebody still has to deal with a row."""
    # A customer who writes afterwards is found where whoever had it looks.
    return row.is_unanswered or row.state not in _OVER
