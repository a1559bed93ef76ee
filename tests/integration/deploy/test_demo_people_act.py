"""The demo's people in the real parts: one customer and the employees, from the form to the last thanks."""

import random
from collections.abc import Iterator

import httpx
import pytest

from deploy.demo.desk import Desk
from deploy.demo.knowledge import answers, known_incidents, publish
from deploy.demo.life import Customers
from deploy.demo.macros import macros, write_macros
from deploy.demo.people import PEOPLE, Person, Staff, agents_for, supervisor_of
from deploy.demo.sharing import TEAM, hand_out
from deploy.demo.stories import Story, stories
from deploy.demo.visitor import Visitor
from deploy.local.stack import Stack
from shared.contracts.resources import IncidentDetail, IncidentRow
from shared.contracts.vocabulary import ActorKind, Language, Priority, Role, State
from tests.support.waiting import eventually

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def staff(stack: Stack) -> Staff:
    settings = stack.environment()
    staff = Staff(stack.url("employees"), settings["DEMO_PASSWORD"])
    staff.take_on(settings["ADMIN_EMAIL"], settings["ADMIN_PASSWORD"])
    return staff


@pytest.fixture
def desk(stack: Stack, staff: Staff) -> Iterator[Desk]:
    desk = Desk(staff, stack.url("resolution"), random.Random(2))
    yield desk
    desk.leave()


@pytest.fixture(params=Language)
def story(request: pytest.FixtureRequest) -> Story:
    return next(story for story in stories(request.param) if story.priority is Priority.URGENT)


@pytest.fixture
def visitor(stack: Stack, story: Story) -> Iterator[Visitor]:
    visitor = Visitor(stack.url("webform"), story, random.Random(2))
    yield visitor
    visitor.leave()


def test_who_is_there_is_not_taken_on_again(stack: Stack, staff: Staff) -> None:
    settings = stack.environment()
    assert staff.take_on(settings["ADMIN_EMAIL"], settings["ADMIN_PASSWORD"]) == 0
    for person in PEOPLE:
        assert staff.headers(person)


def test_what_the_shop_knows_is_published_once_and_where_customers_look(stack: Stack, staff: Staff) -> None:
    author = next(person for person in PEOPLE if person.role is Role.SUPERVISOR)
    publish(staff, author, stack.url("knowledge"))
    assert publish(staff, author, stack.url("knowledge")) == 0
    for address, wanted in (("published-answers", answers()), ("known-incidents", known_incidents())):
        found = httpx.get(f"{stack.url('knowledge')}/api/v1/{address}", timeout=30).raise_for_status().text
        for one in wanted:
            assert all(text["title"] in found for text in one["texts"].values())


def test_macros_are_there_for_everybody_and_written_once(stack: Stack, staff: Staff) -> None:
    author, other = PEOPLE[1], PEOPLE[-1]
    write_macros(staff, author, stack.url("knowledge"))
    assert write_macros(staff, author, stack.url("knowledge")) == 0
    address = f"{stack.url('knowledge')}/api/v1/macros"
    seen = httpx.get(address, headers=staff.headers(other), timeout=30).raise_for_status().json()["macros"]
    assert {one["name"] for one in macros()} <= {one["name"] for one in seen}


@pytest.fixture
def employees(stack: Stack, staff: Staff) -> Iterator[httpx.Client]:
    """The service, asked by who leads the team; in the end its people share by hand again."""
    headers = staff.headers(supervisor_of(TEAM))
    with httpx.Client(base_url=f"{stack.url('employees')}/api/v1", headers=headers, timeout=30) as http:
        yield http
        http.put(f"/teams/{TEAM}/assignment", json={"mode": "manual"}).raise_for_status()


def test_one_team_has_its_incidents_handed_out_and_nobody_more_than_enough(
    stack: Stack, staff: Staff, employees: httpx.Client
) -> None:
    hand_out(staff, stack.url("employees"))
    modes = {one["slug"]: one["assignment"] for one in employees.get("/teams").json()["teams"]}
    people = employees.get("/employees").json()["employees"]
    assert [team for team, mode in modes.items() if mode == "round-robin"] == [TEAM]
    assert all(one["capacity"] for one in people if TEAM in one["teams"])


def test_a_story_is_lived_from_the_form_to_the_end(
    stack: Stack, staff: Staff, desk: Desk, visitor: Visitor, story: Story
) -> None:
    agent = _agent(story)
    opened = _open(desk, visitor, agent)

    def row() -> IncidentRow:
        return next(row for row in desk.queue(agent) if row.id == opened.id)

    assert visitor.come_back(), "nobody has answered, so nothing to say yet"
    assert desk.sort_out(supervisor_of(row().team), row())
    assert row().priority is Priority.URGENT
    assert desk.claim(agent, row())
    assert desk.go_on(agent, row())
    assert row().state is State.WAITING
    assert not desk.go_on(agent, row()), "it is the customer's turn"

    assert visitor.come_back(), "the customer answers"
    eventually(lambda: row().state is State.ASSIGNED)
    assert desk.go_on(agent, row())
    assert row().state is State.RESOLVED
    assert not desk.go_on(agent, row()), "it stays solved for a while"
    assert not visitor.come_back(), "the customer is content"

    said = [message.text for message in _detail(stack, staff, agent, row()).messages]
    assert len(said) >= len(set(said)) >= 3
    assert said.count(story.follow_up) == 1


def test_a_stale_hand_is_stopped_without_an_error(desk: Desk, visitor: Visitor, story: Story) -> None:
    agent = _agent(story)
    seen = _open(desk, visitor, agent)
    assert desk.claim(agent, seen)
    assert not desk.claim(supervisor_of(seen.team), seen)


def test_customers_write_through_the_form_at_their_rate(stack: Stack, staff: Staff, desk: Desk) -> None:
    agent = next(person for person in PEOPLE if person.first_name == "Ana")
    before = len(desk.queue(agent))
    customers = Customers(stack.url("webform"), 600, random.Random(2))
    customers.start()
    try:
        eventually(lambda: len(desk.queue(agent)) >= before + 5)
    finally:
        customers.stop()
    assert not customers.is_alive()


def _open(desk: Desk, visitor: Visitor, agent: Person) -> IncidentRow:
    known = {row.id for row in desk.queue(agent)}
    assert visitor.open_incident()
    return eventually(lambda: [row for row in desk.queue(agent) if row.id not in known])[0]


def _agent(story: Story) -> Person:
    return agents_for("returns" if story.category == "damaged" else "billing", story.language)[0]


def _detail(stack: Stack, staff: Staff, agent: Person, row: IncidentRow) -> IncidentDetail:
    url = f"{stack.url('resolution')}/api/v1/incidents/{row.id}"
    answer = httpx.get(url, headers=staff.headers(agent), timeout=15)
    detail = IncidentDetail.model_validate_json(answer.raise_for_status().content)
    assert {message.author.kind for message in detail.messages} == {ActorKind.CUSTOMER, ActorKind.EMPLOYEE}
    return detail
