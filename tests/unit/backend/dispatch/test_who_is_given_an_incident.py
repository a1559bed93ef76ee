"""The pure choice: who may be given an incident, and that equals are given equally many."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.dispatch import planning
from backend.dispatch.book import Book
from backend.dispatch.domain import Person, choose
from backend.resolution.house import HOUSE
from shared.contracts.events import IncidentAssigned, IncidentOpened
from shared.contracts.resources import Actor, Assignee, IncidentRow
from shared.contracts.vocabulary import AssignmentMode, Availability, Language, Priority, State
from tests.support.messages import ANA as SUPERVISOR
from tests.support.messages import MARTA, OPENED, changed, row

TURN, LOAD = AssignmentMode.ROUND_ROBIN, AssignmentMode.LEAST_LOADED
STORY = UUID(int=7)


def person(number: int, **fields: object) -> Person:
    usual = {"id": f"e-person{number:04}", "name": f"Person {number}", "teams": frozenset({"returns"})}
    return Person(**{**usual, **fields})  # type: ignore[arg-type]


def incident(number: int, **fields: object) -> IncidentRow:
    return row(1, id=UUID(int=number + 1), opened_at=OPENED + timedelta(seconds=number), **fields)


def opened(row: IncidentRow) -> IncidentOpened:
    return IncidentOpened(row=row, actor=MARTA)


def assigned(row: IncidentRow, to: Assignee, by: Actor) -> IncidentAssigned:
    after = {"state": State.ASSIGNED, "assignee": to, "version": row.version + 1}
    changes = (changed("assignee", None, to.name),)
    return IncidentAssigned(row=row.model_copy(update=after), actor=by, changes=changes)


def obeyed(book: Book, made: list[planning.Choice]) -> None:
    """Let choices come true, as resolution and its events do."""
    for choice in made:
        known = book.get(choice.incident_id)
        assert known is not None
        book.note(assigned(known.row, choice.to, HOUSE), STORY)
    for choice in book.settled():
        book.settle(choice)


ANA, LUIS, EVA = person(1), person(2), person(3)


@pytest.mark.parametrize(
    "fields",
    [
        {"availability": Availability.BUSY},
        {"availability": Availability.AWAY},
        {"availability": Availability.OFF},
        {"active": False},
        {"teams": frozenset({"billing"})},
        {"skills": frozenset({"late"})},
        {"languages": frozenset({Language.ENGLISH})},
        {"capacity": 2},
    ],
    ids=str,
)
@pytest.mark.parametrize("mode", [TURN, LOAD])
def test_nobody_is_given_what_they_do_not_take(mode: AssignmentMode, fields: dict[str, object]) -> None:
    one = person(1, **fields)
    assert choose(incident(0), mode, [one], {one.id: 2}, {}) is None


def test_who_names_no_skill_and_no_language_takes_all_and_who_names_them_takes_those() -> None:
    able = person(1, skills=frozenset({"wrong-item"}), languages=frozenset({Language.SPANISH}), capacity=3)
    assert choose(incident(0), TURN, [able], {able.id: 2}, {}) == able
    assert choose(incident(0), TURN, [ANA], {ANA.id: 999}, {}) == ANA


def test_in_turn_it_is_who_was_given_one_the_longest_ago_whatever_they_have() -> None:
    turns = {ANA.id: 5, LUIS.id: 4, EVA.id: 6}
    assert choose(incident(0), TURN, [ANA, LUIS, EVA], {LUIS.id: 30}, turns) == LUIS


def test_by_load_it_is_who_has_the_least_and_among_equals_whose_turn_it_is() -> None:
    turns = {ANA.id: 5, LUIS.id: 4, EVA.id: 1}
    assert choose(incident(0), LOAD, [ANA, LUIS, EVA], {ANA.id: 1, LUIS.id: 1, EVA.id: 2}, turns) == LUIS


def test_the_urgent_are_handed_out_first_and_then_the_oldest() -> None:
    book = Book()
    rows = [incident(0), incident(1, priority=Priority.LOW), incident(2, priority=Priority.URGENT)]
    book.begin(rows, lambda _ids: {})
    made, left = planning.choices(book, [person(1, capacity=2)], {"returns": TURN})
    assert [choice.incident_id for choice in made] == [rows[2].id, rows[0].id]
    assert left == 1


def test_a_team_that_shares_by_hand_is_left_alone() -> None:
    for modes in ({}, {"returns": AssignmentMode.MANUAL}):
        book = Book()
        book.begin([incident(0)], lambda _ids: {})
        assert planning.choices(book, [ANA], modes) == ([], 0)


def test_what_was_chosen_counts_as_in_hand_before_it_has_come_true() -> None:
    book = Book()
    book.begin([incident(0), incident(1)], lambda _ids: {})
    made, left = planning.choices(book, [person(1, capacity=1)], {"returns": LOAD})
    assert (len(made), left) == (1, 1)
    assert planning.choices(book, [person(1, capacity=1)], {"returns": LOAD}) == ([], 1)


def test_a_turn_that_a_human_hand_took_is_not_counted() -> None:
    book = Book()
    book.begin([incident(0)], lambda _ids: {})
    (choice,), _ = planning.choices(book, [ANA, LUIS], {"returns": TURN})
    assert choice.to.id == ANA.id
    book.note(assigned(incident(0), Assignee(id=EVA.id, name=EVA.name), SUPERVISOR), STORY)
    for settled in book.settled():
        book.settle(settled)
    book.note(opened(incident(1)), STORY)
    (again,), _ = planning.choices(book, [ANA, LUIS], {"returns": TURN})
    assert again.to.id == ANA.id


def empty_book() -> Book:
    book = Book()
    book.begin([], lambda _ids: {})
    return book


@pytest.mark.parametrize("mode", [TURN, LOAD])
@given(people=st.integers(1, 9), batches=st.lists(st.integers(1, 200), min_size=1, max_size=12))
@settings(max_examples=25, deadline=None)
def test_of_a_thousand_incidents_equals_get_equally_many(
    mode: AssignmentMode, people: int, batches: list[int]
) -> None:
    staff, book = [person(number) for number in range(people)], empty_book()
    given_to: Counter[str] = Counter({one.id: 0 for one in staff})
    number = 0
    while number < 1000:
        size = batches[number % len(batches)]
        for each in range(number, number + size):
            book.note(opened(incident(each)), STORY)
        number += size
        made, left = planning.choices(book, staff, {"returns": mode})
        assert left == 0
        obeyed(book, made)
        given_to.update(choice.to.id for choice in made)
        assert max(given_to.values()) - min(given_to.values()) <= 1
    assert sum(given_to.values()) == number


LIVES = st.lists(
    st.tuples(st.integers(1, 30), st.lists(st.sampled_from(Availability), min_size=4, max_size=4)),
    min_size=1,
    max_size=15,
)


@given(days=LIVES, capacity=st.integers(1, 12), mode=st.sampled_from([TURN, LOAD]))
@settings(max_examples=60, deadline=None)
def test_whoever_comes_and_goes_nothing_is_given_twice_forgotten_or_to_who_is_not_there(
    days: list[tuple[int, list[Availability]]], capacity: int, mode: AssignmentMode
) -> None:
    book, number, held = empty_book(), 0, Counter[str]()
    for arrivals, present in days:
        staff = [
            person(each, availability=availability, capacity=capacity)
            for each, availability in enumerate(present)
        ]
        there = {one.id for one in staff if one.availability is Availability.AVAILABLE}
        for each in range(number, number + arrivals):
            book.note(opened(incident(each)), STORY)
        number += arrivals
        made, left = planning.choices(book, staff, {"returns": mode})
        assert {choice.to.id for choice in made} <= there
        assert len({choice.incident_id for choice in made}) == len(made)
        held.update(choice.to.id for choice in made)
        assert all(count <= capacity for count in held.values())
        obeyed(book, made)
        assert sum(held.values()) + left == number
        assert left == 0 or all(held[one] == capacity for one in there)
