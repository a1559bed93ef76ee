"""What dispatch keeps and reads, on a real database."""

from datetime import timedelta
from uuid import uuid4

import pytest

from backend.dispatch.domain import Choice, Person
from backend.dispatch.ports import OvertakenError
from backend.dispatch.store import ChoiceStore, StaffStore
from backend.employees.domain import Team, turned, with_duties
from backend.employees.handlers import NewEmployee, take_on
from backend.employees.store import EmployeeStore
from backend.kit.mongo import Database
from shared.contracts.vocabulary import AssignmentMode, Availability, Language, Role
from tests.support.deeds import deed
from tests.support.messages import LUIS, OPENED, holder

pytestmark = pytest.mark.database


@pytest.fixture
def kept(database: Database) -> ChoiceStore:
    return ChoiceStore(database)


@pytest.fixture
def employees(database: Database) -> EmployeeStore:
    store = EmployeeStore(database)
    store.prepare()
    return store


def choice(number: int = 1) -> Choice:
    return Choice(uuid4(), 3, "returns", holder(LUIS), number)


def test_choices_and_turns_come_back_as_they_were(kept: ChoiceStore) -> None:
    one, other = choice(1), choice(2)
    kept.keep([])
    kept.keep([one, other])
    assert sorted(kept.pending(), key=lambda each: each.number) == [one, other]
    assert kept.turns() == {}
    for number in (1, 7):
        kept.settle([one], {("returns", one.to.id): number})
    assert kept.pending() == [other]
    assert kept.turns() == {("returns", one.to.id): 7}


def test_of_two_who_choose_for_one_version_the_second_is_told_and_the_first_stands(kept: ChoiceStore) -> None:
    first, unrelated = choice(1), choice(3)
    second = Choice(first.incident_id, first.seen, "returns", holder(LUIS), 2)
    kept.keep([first])
    with pytest.raises(OvertakenError):
        kept.keep([second, unrelated])
    assert first in kept.pending()
    kept.keep([Choice(first.incident_id, first.seen + 1, "returns", holder(LUIS), 4)])


def test_people_are_read_as_employees_keeps_them_and_nothing_else_of_them(
    employees: EmployeeStore, database: Database
) -> None:
    new = NewEmployee("Ana", "ana@example.com", Role.AGENT, ("returns",), Language.SPANISH, "a hash")
    ana = take_on(new, lambda: OPENED)
    employees.add(ana)
    usual = Person(ana.id, "Ana", frozenset({"returns"}))
    assert StaffStore(database).people() == [usual]
    employees.change(ana.id, lambda found, _: with_duties(found, ("late",), (Language.ENGLISH,), 4))
    later = OPENED + timedelta(hours=1)
    employees.change(ana.id, lambda found, _: turned(found, Availability.AWAY, later))
    (found,) = StaffStore(database).people()
    assert (found.skills, found.languages, found.capacity) == ({"late"}, {Language.ENGLISH}, 4)
    assert (found.availability, found.since) == (Availability.AWAY, later)


def test_who_was_kept_before_there_were_duties_is_there_for_everything(database: Database) -> None:
    old = {"_id": "e-oldoldold", "name": "Eva", "teams": ["returns"], "active": True}
    database["employees"].insert_one(old)
    database["teams"].insert_one({"_id": "returns", "names": {}})
    staff = StaffStore(database)
    assert staff.people() == [Person("e-oldoldold", "Eva", frozenset({"returns"}))]
    assert staff.modes() == {}


def test_how_a_team_shares_is_read_as_employees_keeps_it(
    employees: EmployeeStore, database: Database
) -> None:
    names = {Language.SPANISH: "Devoluciones", Language.ENGLISH: "Returns"}
    employees.add_team(Team(slug="returns", names=names), deed().entry("team-added", "returns"))
    assert StaffStore(database).modes() == {"returns": AssignmentMode.MANUAL}
    mode = AssignmentMode.LEAST_LOADED
    employees.share("returns", mode, lambda _before, _after: deed().entry("team-changed", "returns"))
    assert StaffStore(database).modes() == {"returns": AssignmentMode.LEAST_LOADED}
