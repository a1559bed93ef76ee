"""Handing out in the running stack: real broker and database, and whoever hands out is killed at it."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest

from backend.employees.domain import Employee, Team, changed
from backend.employees.handlers import NewEmployee, take_on
from backend.employees.store import EmployeeStore
from backend.incidents import rules
from backend.incidents.model import Handling
from backend.incidents.store import IncidentStore
from backend.kit.causes import Cause
from backend.kit.mongo import connect
from deploy.local import ports
from deploy.local.place import CHECKOUT
from deploy.local.stack import Stack
from shared.clock import utc_now
from shared.contracts.resources import Actor
from shared.contracts.vocabulary import ActorKind, AssignmentMode, Language, Role
from shared.ids import uuid7
from tests.support.deeds import deed
from tests.support.openings import opening
from tests.support.waiting import eventually

pytestmark = pytest.mark.stack
SOON_S = 60.0


class OwnTeam:
    """A team of its own, with its people and incidents, in the databases of the stack."""

    def __init__(self, stack: Stack, mode: AssignmentMode, people: int) -> None:
        self._stack = stack
        self._databases = [
            connect(stack.settings(name)["MONGODB_URI"]) for name in ("resolution", "employees")
        ]
        self._incidents = IncidentStore(self._databases[0], "resolution")
        self._employees = EmployeeStore(self._databases[1])
        self.slug = f"team-{uuid4().hex[:8]}"
        names = {Language.SPANISH: "Equipo", Language.ENGLISH: "Team"}
        team = Team(slug=self.slug, names=names, assignment=mode)
        self._employees.add_team(team, deed().entry("team-added", self.slug))
        self.people = [self.take_on() for _ in range(people)]
        self.opened: list[UUID] = []

    def close(self) -> None:
        note = deed().entry("team-changed", self.slug)
        self._employees.share(self.slug, AssignmentMode.MANUAL, lambda _before, _after: note)
        for database in self._databases:
            database.client.close()

    def take_on(self) -> Employee:
        email = f"{uuid4().hex}@example.com"
        wanted = NewEmployee("Ana", email, Role.AGENT, (self.slug,), Language.SPANISH, "no hash")
        employee = take_on(wanted, utc_now)
        self._employees.add(employee)
        return employee

    def open(self, count: int) -> None:
        pairs = []
        for _ in range(count):
            command = opening().model_copy(update={"incident_id": uuid7(utc_now())})
            change = rules.open_incident(command, utc_now(), Handling(team=self.slug))
            pairs.append((change, Cause(uuid4(), uuid4())))
        self._incidents.open_many(pairs)
        self.opened += [change.incident.id for change, _ in pairs]

    def claim(self, employee: Employee, incident_id: UUID) -> None:
        by = Actor(kind=ActorKind.EMPLOYEE, id=employee.id, name=employee.name)
        decide = lambda found: rules.claim(found, by, utc_now()) if not found.assignee else None  # noqa: E731
        self._incidents.change(incident_id, decide, Cause(uuid4(), uuid4()))

    def disable(self, employee: Employee) -> None:
        self._employees.change(
            employee.id, lambda found, admins: changed(found, "e-somebody1", admins, active=False)
        )

    def turn(self, employee: Employee, availability: str) -> None:
        """Say over HTTP that somebody is there or not, as who leads may."""
        url, settings = f"{self._stack.url('employees')}/api/v1", self._stack.environment()
        who = {"email": settings["ADMIN_EMAIL"], "password": settings["ADMIN_PASSWORD"]}
        token = httpx.post(f"{url}/sessions", json=who, timeout=30).raise_for_status().json()["access_token"]
        headers, body = {"Authorization": f"Bearer {token}"}, {"availability": availability}
        place = f"{url}/employees/{employee.id}/availability"
        httpx.put(place, json=body, headers=headers, timeout=30).raise_for_status()

    def holders(self) -> Counter[str | None]:
        """Count what each has; None has what nobody has."""
        found = (self._incidents.get(one).assignee for one in self.opened)
        return Counter(one.id if one else None for one in found)

    def all_are_held(self) -> bool:
        return None not in self.holders()

    def told(self, what: str) -> list[int]:
        """Return how often each incident's timeline tells it."""
        return [
            sum(entry.what == what for entry in self._incidents.conversation(one)[1]) for one in self.opened
        ]


@pytest.fixture(params=[AssignmentMode.ROUND_ROBIN, AssignmentMode.LEAST_LOADED])
def team(stack: Stack, request: pytest.FixtureRequest) -> Iterator[OwnTeam]:
    team = OwnTeam(stack, request.param, 3)
    yield team
    team.close()


@contextmanager
def another_dispatch(stack: Stack, log: Path) -> Iterator[None]:
    """Run a second process beside the stack's own."""
    settings = {**stack.settings("dispatch"), "HEALTH_PORT": str(ports.pick(taken=set()))}
    command = [sys.executable, "-m", "backend.dispatch.worker"]
    with log.open("wb") as out:
        process = subprocess.Popen(command, env={**os.environ, **settings}, cwd=CHECKOUT, stderr=out)
        try:
            yield
        finally:
            process.terminate()
            assert process.wait(30) == 0, log.read_text()


def test_whoever_is_killed_and_however_many_hand_out_each_incident_is_given_once_and_evenly(
    stack: Stack, team: OwnTeam, tmp_path: Path
) -> None:
    with another_dispatch(stack, tmp_path / "log"):
        for _ in range(3):
            team.open(40)
            eventually(lambda: team.holders()[None] < 40)
            stack.kill_part("dispatch")  # in the middle of it
        eventually(team.all_are_held, within=SOON_S)
        stack.wait_until_ready("dispatch")
    counts = team.holders()
    assert set(counts) == {person.id for person in team.people}
    assert max(counts.values()) - min(counts.values()) <= 1
    assert team.told("assigned") == [1] * 120


def test_humans_who_claim_meanwhile_keep_what_they_claimed(team: OwnTeam) -> None:
    human = team.take_on()
    team.turn(human, "busy")
    team.open(20)
    for incident_id in reversed(team.opened):
        team.claim(human, incident_id)
    eventually(team.all_are_held, within=SOON_S)
    claimed = sum(team.told("claimed"))
    assert team.holders()[human.id] == claimed
    assert team.told("claimed").count(1) + team.told("assigned").count(1) == 20


@pytest.mark.parametrize("team", [AssignmentMode.LEAST_LOADED], indirect=True)
def test_what_somebody_has_who_goes_is_soon_others(team: OwnTeam) -> None:
    off, disabled, left = team.people
    team.open(9)
    eventually(lambda: set(team.holders().values()) == {3} and team.all_are_held(), within=SOON_S)
    team.turn(off, "off")
    eventually(lambda: not team.holders()[off.id] and team.all_are_held())
    team.disable(disabled)
    eventually(lambda: team.holders() == {left.id: 9}, within=SOON_S)
    assert sum(team.told("released")) == sum(team.told("assigned")) - 9
    team.turn(left, "off")
    eventually(lambda: team.holders() == {None: 9}, within=SOON_S)  # nobody is left: it is the team's
    team.turn(off, "available")
    eventually(lambda: team.holders() == {off.id: 9}, within=SOON_S)
