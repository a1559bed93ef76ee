"""The filters of a saved view: what they let through here, and which ones stand for a scope."""

from collections.abc import Callable, Mapping
from datetime import datetime

from desktop.state.dues import is_breaching
from desktop.state.folding import words_of
from desktop.state.person import Person
from desktop.state.rows import Row
from desktop.state.scopes import Predicate, Scope, is_due
from shared.contracts.views import Hands, Urge, ViewFilters
from shared.contracts.vocabulary import State

FILTERS: Mapping[Scope, Callable[[Person], ViewFilters]] = {
    Scope.MINE: lambda _me: ViewFilters(assignee=Hands.MINE),
    Scope.TEAM: lambda me: ViewFilters(teams=me.teams),
    Scope.UNASSIGNED: lambda _me: ViewFilters(assignee=Hands.UNASSIGNED),
    Scope.BREACHING: lambda _me: ViewFilters(urges=(Urge.BREACHING,)),
    Scope.WAITING: lambda _me: ViewFilters(states=(State.WAITING,)),
    Scope.ALL: lambda _me: ViewFilters(),
    Scope.RESOLVED: lambda _me: ViewFilters(states=(State.RESOLVED, State.CLOSED)),
}


def matches(filters: ViewFilters, me: Person, now: datetime) -> Predicate:
    """Return what tells whether a row passes every filter at a moment.

    Without a state, it is what is still to be dealt with.
    """
    tests = [
        *_one_of(filters.states, lambda row: row.state),
        *_one_of(filters.teams, lambda row: row.team),
        *_one_of(filters.priorities, lambda row: row.priority),
        *_one_of(filters.categories, lambda row: row.category),
        *_in_hands(filters.assignee, me),
    ]
    if not filters.states:
        tests.append(is_due)
    if filters.tags:
        wanted = frozenset(filters.tags)
        tests.append(lambda row: not wanted.isdisjoint(row.tags))
    if words := words_of(filters.text or ""):
        tests.append(lambda row: all(word in row.text for word in words))
    if filters.urges:
        tests.append(_urging(filters.urges, now))
    return lambda row: all(test(row) for test in tests)


def _one_of(values: tuple[str, ...], value_of: Callable[[Row], str | None]) -> list[Predicate]:
    wanted = frozenset(values)
    return [lambda row: value_of(row) in wanted] if wanted else []


def _urging(urges: tuple[Urge, ...], now: datetime) -> Predicate:
    """Return what tells whether a row urges in one of these ways."""
    awaited, breaching = Urge.WAITING in urges, Urge.BREACHING in urges
    return lambda row: (awaited and row.is_unanswered) or (breaching and is_breaching(row, now))


def _in_hands(hands: Hands, me: Person) -> list[Predicate]:
    mine = me.id
    match hands:
        case Hands.MINE:
            return [lambda row: row.assignee is not None and row.assignee.id == mine]
        case Hands.UNASSIGNED:
            return [lambda row: row.assignee is None]
        case _:
            return []
