"""The audit in the console: who changed what, looked for by the service, and older ones on demand."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from backend.employees.audit import Deed
from desktop.controllers.admin_audit import AuditRoom
from desktop.state.admin_audit_search import PAGE
from desktop.workplace import Workplace
from shared.clock import utc_now
from shared.contracts.vocabulary import Role
from tests.support.administration import entered, titles
from tests.support.little_services import LittleServices
from tests.support.little_shop import ANA, LUIS


def opened(place: Workplace, qtbot: QtBot) -> AuditRoom:
    room = entered(place, "audit").audit
    qtbot.waitUntil(lambda: room.view.list.count() > 0)
    return room


@pytest.fixture
def room(services: LittleServices, place: Workplace, qtbot: QtBot) -> AuditRoom:
    """The room, after Ana has changed Luis, and a year ago added a team."""
    people = services.people
    people.alter(ANA.id or "", role=Role.ADMIN)
    people.answer("POST", "/api/v1/teams", {}, "", {"slug": "vip", "names": {"es": "Vip", "en": "Vip"}})
    old = people.audit[0].model_copy(update={"at": utc_now() - timedelta(days=200)})
    people.audit[0] = old
    seen = str(people[LUIS.id or ""].version)
    people.answer("PATCH", f"/api/v1/employees/{LUIS.id}", {}, seen, {"role": "agent"})
    return opened(place, qtbot)


def choose(room: AuditRoom, name: str, text: str) -> None:
    chooser = room.search.widgets[name]
    assert isinstance(chooser, QComboBox)
    chooser.setCurrentIndex(chooser.findText(text))


def test_a_deed_is_read_with_what_was_before(room: AuditRoom) -> None:
    assert titles(room.view) == ["Changed an employee: Luis Romero", "Added a team: vip"]
    told = {str(value) for value in room.view.form.values().values()}
    assert {"Ana García", "192.0.2.7", "Luis Romero", "supervisor → agent"} <= told
    assert not room.view.save.isVisible()


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("what", "Added a team", ["Added a team: vip"]),
        ("about", "Luis Romero", ["Changed an employee: Luis Romero"]),
        ("period", "In the last 30 days", ["Changed an employee: Luis Romero"]),
        ("by", "Luis Romero", []),
    ],
)
def test_the_service_is_asked_for_what_is_chosen(
    room: AuditRoom, services: LittleServices, name: str, text: str, found: list[str], qtbot: QtBot
) -> None:
    before = services.requests.count(("GET", "/api/v1/employee-audit"))
    choose(room, name, text)
    qtbot.waitUntil(lambda: titles(room.view) == found)
    assert services.requests.count(("GET", "/api/v1/employee-audit")) == before + 1
    assert bool(found) or room.view.heading.text() == "Nothing is found."


def test_older_ones_follow_on_demand(services: LittleServices, place: Workplace, qtbot: QtBot) -> None:
    now = utc_now()
    for number in range(PAGE + 5):
        deed = Deed(by=ANA.id or "", name=ANA.name, at=now - timedelta(hours=number), address=None)
        services.people.audit.append(deed.entry("team-added", f"team-{number}"))
    room = opened(place, qtbot)
    assert (room.view.list.count(), room.view.add.isVisible()) == (PAGE, True)
    room.view.add.click()
    qtbot.waitUntil(lambda: room.view.list.count() == PAGE + 5)
    assert room.view.add.isHidden()
    assert room.view.heading.text() == "Added a team"
