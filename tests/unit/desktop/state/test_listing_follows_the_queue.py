from hypothesis import given
from hypothesis import strategies as st

from desktop.state.listing import Column, Listing
from desktop.state.person import Person
from desktop.state.queue import Queue
from desktop.state.scopes import Counters, Scope
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import Priority, State
from tests.support.rows import incident_id, row

ANA = Person(id="e-ana00000001", name="Ana", teams=("returns",))
HERS = ("e-ana00000001", "Ana")
HIS = ("e-luis0000001", "Luis")


def shown(queue: Queue, listing: Listing) -> list[int]:
    return [listing.id_at(place).int - (1 << 90) for place in range(len(listing))]


def listing_of(*rows: IncidentRow) -> tuple[Queue, Listing]:
    queue = Queue()
    queue.apply_all(rows)
    listing = Listing(queue.rows, ANA)
    listing.rebuild()
    return queue, listing


def test_the_newest_comes_first_unless_somebody_sorts_otherwise() -> None:
    queue, listing = listing_of(row(1, minutes_ago=5), row(2, minutes_ago=1), row(3, minutes_ago=9))
    assert shown(queue, listing) == [2, 1, 3]
    listing.descending = True
    listing.rebuild()
    assert shown(queue, listing) == [3, 1, 2]


def test_sorting_by_priority_puts_the_most_urgent_on_top_when_descending() -> None:
    queue, listing = listing_of(row(1), row(2, priority=Priority.URGENT), row(3, priority=Priority.LOW))
    listing.column, listing.descending = Column.PRIORITY, True
    listing.rebuild()
    assert shown(queue, listing) == [2, 1, 3]


def test_what_its_customer_wrote_afterwards_is_found_where_whoever_had_it_looks() -> None:
    over = [
        row(number, state=state, assignee=HERS) for number, state in enumerate((State.RESOLVED, State.CLOSED))
    ]
    unanswered = [one.model_copy(update={"version": 2, "is_unanswered": True}) for one in over]
    queue, listing = listing_of(*over, *unanswered)
    for scope in (Scope.MINE, Scope.TEAM, Scope.ALL, Scope.RESOLVED):
        listing.scope = scope
        listing.rebuild()
        assert set(shown(queue, listing)) == {0, 1}, scope


def test_each_view_shows_its_own() -> None:
    rows = (
        row(1, assignee=HERS),
        row(2, team="billing"),
        row(3, state=State.WAITING, assignee=HIS, team="billing"),
        row(4, state=State.RESOLVED, assignee=HERS),
    )
    queue, listing = listing_of(*rows)
    counters = Counters(ANA)
    counters.apply(Queue().apply_all(rows))
    expected = {
        Scope.MINE: [1],
        Scope.TEAM: [1],
        Scope.UNASSIGNED: [2],
        Scope.WAITING: [3],
        Scope.ALL: [1, 2, 3],
        Scope.RESOLVED: [4],
    }
    for scope, numbers in expected.items():
        listing.scope = scope
        listing.rebuild()
        assert sorted(shown(queue, listing)) == numbers
        assert counters[scope] == len(numbers)


def test_the_filter_forgives_accents_and_capitals_and_wants_every_word() -> None:
    queue, listing = listing_of(
        row(1, customer_name="José Ortiz", subject="Cobro duplicado"), row(2, customer_name="Marta Ruiz")
    )
    for query, numbers in (("jose cobro", [1]), ("JOSÉ", [1]), ("jose marta", []), ("", [1, 2])):
        listing.set_query(query)
        listing.rebuild()
        assert sorted(shown(queue, listing)) == numbers


def test_a_reference_is_found_with_and_without_its_dash() -> None:
    wanted = row(7)
    queue, listing = listing_of(row(1), wanted)
    for query in (wanted.reference, wanted.reference.replace("-", "").lower()):
        listing.set_query(query)
        listing.rebuild()
        assert shown(queue, listing) == [7]


def test_the_held_row_stays_until_it_is_let_go() -> None:
    queue, listing = listing_of(row(1), row(2))
    listing.scope = Scope.UNASSIGNED
    listing.rebuild()
    listing.hold(incident_id(1))
    queue.apply(row(1, version=2, assignee=HERS))
    step = listing.plan(incident_id(1))
    assert step is not None
    assert step.after is not None
    listing.carry_out(step)
    listing.hold(None)
    gone = listing.plan(incident_id(1))
    assert gone is not None
    assert gone.after is None


@st.composite
def changing_rows(draw: st.DrawFn) -> IncidentRow:
    return row(
        draw(st.integers(0, 6)),
        version=draw(st.integers(1, 9)),
        state=draw(st.sampled_from(list(State))),
        priority=draw(st.sampled_from(list(Priority))),
        subject=draw(st.sampled_from(["Ánfora", "ancla", "Zapato"])),
        minutes_ago=draw(st.integers(0, 3)),
    )


@given(st.lists(changing_rows(), max_size=40), st.sampled_from(list(Column)), st.booleans())
def test_step_by_step_ends_like_starting_anew(
    arriving: list[IncidentRow], column: Column, descending: bool
) -> None:
    queue = Queue()
    followed, fresh = Listing(queue.rows, ANA), Listing(queue.rows, ANA)
    for one in (followed, fresh):
        one.column, one.descending = column, descending
    for arrived in arriving:
        if queue.apply(arrived) is None:
            continue
        step = followed.plan(arrived.id)
        if step is not None:
            followed.carry_out(step)
            assert followed.place_of(arrived.id) == step.after
    fresh.rebuild()
    assert shown(queue, followed) == shown(queue, fresh)
