"""The list against a naive one: whatever happens to the rows, both must show the same."""

from collections.abc import Iterator, Set
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.state.columns import VALUES, Column
from desktop.state.counters import Counters
from desktop.state.folding import words_of
from desktop.state.grouping import KEYS, Grouping, name_of
from desktop.state.listing import Insert, Listing, Remove, Step
from desktop.state.ordering import Ordering
from desktop.state.queue import Queue
from desktop.state.rows import Row, row_of, rows_of
from desktop.state.scopes import Scope
from desktop.state.views import View, view_of
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import Priority, State
from tests.support.listings import ANA, arrange, follow, lines, listing_of, number_of, whole
from tests.support.rows import incident_id, row

HERS = ("e-ana00000001", "Ana")
HIS = ("e-luis0000001", "Luis")


def test_the_newest_comes_first_unless_somebody_sorts_otherwise() -> None:
    _queue, listing = listing_of(row(1, minutes_ago=5), row(2, minutes_ago=1), row(3, minutes_ago=9))
    assert lines(listing) == [2, 1, 3]
    listing.want(ordering=Ordering(descending=True))
    arrange(listing)
    assert lines(listing) == [3, 1, 2]


@pytest.mark.parametrize("descending", [False, True])
def test_among_equals_the_newest_comes_first_whichever_the_direction(descending: bool) -> None:
    _queue, listing = listing_of(*(row(number, minutes_ago=number) for number in (2, 3, 1)))
    listing.want(ordering=Ordering(Column.PRIORITY, descending))
    arrange(listing)
    assert lines(listing) == [1, 2, 3]


def test_sorting_by_priority_puts_the_most_urgent_on_top_when_descending() -> None:
    _queue, listing = listing_of(row(1), row(2, priority=Priority.URGENT), row(3, priority=Priority.LOW))
    listing.want(ordering=Ordering(Column.PRIORITY, descending=True))
    arrange(listing)
    assert lines(listing) == [2, 1, 3]


def test_groups_have_headings_that_count() -> None:
    queue, listing = listing_of(row(1), row(2, priority=Priority.URGENT), row(3, minutes_ago=3))
    listing.want(ordering=Ordering(grouping=Grouping.PRIORITY))
    arrange(listing)
    assert lines(listing) == [("Urgent", 1), 2, ("Normal priority", 2), 1, 3]
    queue.apply(row_of(row(3, version=2, minutes_ago=3, priority=Priority.LOW)))
    assert follow(listing, 3) == [Remove(4, 4), Insert(4, 5)]
    assert lines(listing) == [("Urgent", 1), 2, ("Normal priority", 1), 1, ("Low priority", 1), 3]
    assert listing.count == 3


def test_what_its_customer_wrote_afterwards_is_found_where_whoever_had_it_looks() -> None:
    over = [
        row(number, state=state, assignee=HERS) for number, state in enumerate((State.RESOLVED, State.CLOSED))
    ]
    unanswered = [one.model_copy(update={"version": 2, "is_unanswered": True}) for one in over]
    for scope in (Scope.MINE, Scope.TEAM, Scope.ALL, Scope.RESOLVED):
        _queue, listing = listing_of(*over, *unanswered, view=view_of(scope))
        assert set(lines(listing)) == {0, 1}, scope


def test_each_view_shows_its_own() -> None:
    rows = (
        row(1, assignee=HERS),
        row(2, team="billing"),
        row(3, state=State.WAITING, assignee=HIS, team="billing"),
        row(4, state=State.RESOLVED, assignee=HERS),
    )
    counters = Counters(ANA)
    counters.apply(Queue().apply_all(rows_of(rows)))
    expected = {
        Scope.MINE: [1],
        Scope.TEAM: [1],
        Scope.UNASSIGNED: [2],
        Scope.WAITING: [3],
        Scope.ALL: [1, 2, 3],
        Scope.RESOLVED: [4],
    }
    for scope, numbers in expected.items():
        _queue, listing = listing_of(*rows, view=view_of(scope))
        assert sorted(map(int, lines(listing))) == numbers  # type: ignore[arg-type]
        assert counters[scope] == len(numbers)


def test_the_filter_forgives_accents_and_capitals_and_wants_every_word() -> None:
    _queue, listing = listing_of(
        row(1, customer_name="José Ortiz", subject="Cobro duplicado"), row(2, customer_name="Marta Ruiz")
    )
    for query, numbers in (("jose cobro", {1}), ("JOSÉ", {1}), ("jose marta", set()), ("", {1, 2})):
        listing.want(query=query)
        arrange(listing)
        assert set(lines(listing)) == numbers


def test_a_reference_is_found_with_and_without_its_dash() -> None:
    wanted = row(7)
    _queue, listing = listing_of(row(1), wanted)
    for query in (wanted.reference, wanted.reference.replace("-", "").lower()):
        listing.want(query=query)
        arrange(listing)
        assert lines(listing) == [7]


def test_the_held_row_stays_until_it_is_let_go() -> None:
    queue, listing = listing_of(row(1), row(2), view=view_of(Scope.UNASSIGNED))
    listing.hold(incident_id(1))
    queue.apply(row_of(row(1, version=2, assignee=HERS)))
    follow(listing, 1)
    assert set(lines(listing)) == {1, 2}
    listing.hold(None)
    assert follow(listing, 1) == [Remove(0, 0)]
    assert lines(listing) == [2]


def test_a_list_that_is_being_laid_out_stays_as_it_was_until_it_is_adopted() -> None:
    queue, listing = listing_of(*(row(number, minutes_ago=number) for number in range(9)))
    listing.want(query="incident 3")
    work = listing.arranging(anew=False)
    next(work)
    assert len(listing) == 9
    queue.apply(row_of(row(3, version=2, minutes_ago=3, subject="Something else")))
    listing.adopt(whole(work))
    assert lines(listing) == [3]
    assert follow(listing, 3) == [Remove(0, 0)]


# Any sequence of changes, against the naive computation.


@st.composite
def changing_rows(draw: st.DrawFn) -> IncidentRow:
    return row(
        draw(st.integers(0, 6)),
        version=draw(st.integers(1, 9)),
        state=draw(st.sampled_from(list(State))),
        priority=draw(st.sampled_from(list(Priority))),
        subject=draw(st.sampled_from(["Ánfora", "ancla", "Zapato"])),
        team=draw(st.sampled_from([None, "returns", "billing", "unheard-of"])),
        assignee=draw(st.sampled_from([None, HERS, HIS])),
        minutes_ago=draw(st.integers(0, 3)),
    )


orderings = st.builds(
    Ordering,
    st.sampled_from(list(Column)),
    st.booleans(),
    st.one_of(st.none(), st.sampled_from(list(Grouping))),
)
wishes = st.one_of(
    st.builds(lambda ordering: {"ordering": ordering}, orderings),
    st.builds(lambda query: {"query": query}, st.sampled_from(["", "a", "an", "anc", "a z", "zap", "luis"])),
    st.builds(lambda scope: {"view": view_of(scope)}, st.sampled_from(list(Scope))),
)
GROUPS = (
    *(f"state:{state}" for state in State),
    *(f"priority:{priority}" for priority in Priority),
    *("team:", "team:returns", "team:unheard-of", "assignee:", f"assignee:{HERS[0]}"),
)
holds = st.one_of(st.none(), st.integers(0, 6))
happenings = st.one_of(
    st.tuples(st.just("row"), changing_rows()),
    st.tuples(st.just("wish"), wishes),
    st.tuples(st.just("hold"), holds),
    st.tuples(st.just("fold"), st.frozensets(st.sampled_from(GROUPS), max_size=3)),
)


def naive(
    queue: Queue, view: View, ordering: Ordering, query: str, held: int | None, folded: Set[str]
) -> list[Any]:
    """Choose, sort and group everything in the plainest way."""
    includes, words = view.predicate(ANA), words_of(query)
    shown = [
        one
        for one in queue.lines.values()
        if number_of(one) == held or (includes(one) and all(word in one.text for word in words))
    ]
    shown.sort(key=lambda one: one.rank)
    value, language = VALUES[ordering.column], ordering.language
    shown.sort(key=lambda one: value(one, language), reverse=ordering.descending)
    if ordering.grouping is None:
        return [number_of(one) for one in shown]
    key_of, grouping = KEYS[ordering.grouping], ordering.grouping
    groups: dict[Any, list[Row]] = {}
    for one in sorted(shown, key=lambda one: key_of(one, language)):
        groups.setdefault(key_of(one, language), []).append(one)
    result: list[Any] = []
    for members in groups.values():
        is_folded = name_of(grouping, members[0]) in folded
        result += [len(members), *(number_of(one) for one in members if not is_folded)]
    return result


def seen(listing: Listing) -> list[Any]:
    return [line[1] if isinstance(line, tuple) else line for line in lines(listing)]


@settings(max_examples=300)
@given(st.lists(happenings, max_size=40))
def test_whatever_happens_the_list_is_what_a_naive_one_would_be(steps: list[tuple[str, Any]]) -> None:
    queue = Queue()
    listing = Listing(queue.lines, ANA)
    held: int | None = None
    query = ""
    for kind, what in steps:
        if kind == "row":
            if queue.apply(row_of(what)) is None:
                continue
            make(listing, listing.follow(what.id))
        elif kind == "fold":
            make(listing, listing.fold(listing.wish.folded ^ what))
        elif kind == "wish":
            query = what.get("query", query)
            if listing.want(**what):
                arrange(listing)
        else:
            before = held
            held = what
            listing.hold(None if held is None else incident_id(held))
            for one in {before, held} - {None}:
                follow(listing, one)  # type: ignore[arg-type]
        wish = listing.wish
        assert seen(listing) == naive(queue, wish.view, wish.ordering, query, held, wish.folded)
        shown = [listing.at(place) for place in range(len(listing))]
        assert all(
            listing.place_of(one.id) == place for place, one in enumerate(shown) if isinstance(one, Row)
        )


def make(listing: Listing, steps: Iterator[Step]) -> None:
    """Let the steps be made, and hold them to what they told."""
    told = len(listing)
    for step in steps:
        told += _grows(step)
    assert told == len(listing)


def _grows(step: Step) -> int:
    match step:
        case Insert(first, last):
            return last - first + 1
        case Remove(first, last):
            return first - last - 1
        case _:
            return 0
