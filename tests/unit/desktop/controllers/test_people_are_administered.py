"""The administration's employees: found, invited, changed, disabled, and helped back in."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.app import Console
from desktop.controllers.admin_employees import EmployeesRoom
from desktop.workplace import Workplace
from shared.clock import utc_now
from shared.contracts.vocabulary import Availability, Role
from tests.support.little_services import ANA_IS, PASSWORD, LittleServices
from tests.support.little_shop import ANA, LUIS

LUIS_ID, ANA_ID = LUIS.id or "", ANA.id or ""


def entered(place: Workplace, qtbot: QtBot) -> EmployeesRoom:
    """Open the administration and wait for the list."""
    place.shell.administrationAsked.emit()
    assert place.admin.rooms is not None
    room = place.admin.rooms.employees
    qtbot.waitUntil(lambda: room.view.list.count() > 0 and "name" in room.view.form.widgets)
    return room


@pytest.fixture
def admin(services: LittleServices) -> None:
    """Ana is an administrator."""
    services.people.alter(ANA_ID, role=Role.ADMIN)


@pytest.fixture
def room(admin: None, place: Workplace, qtbot: QtBot) -> EmployeesRoom:  # first the role
    """The room, open for an administrator, with Luis chosen."""
    found = entered(place, qtbot)
    choose(found, "Luis", qtbot)
    return found


def names(room: EmployeesRoom) -> list[str]:
    texts = (room.view.list.item(at).text() for at in range(room.view.list.count()))
    return [text.partition("\n")[0] for text in texts]


def choose(room: EmployeesRoom, name: str, qtbot: QtBot) -> None:
    at = next(at for at, one in enumerate(names(room)) if one.startswith(name))
    room.view.list.setFocus()
    room.view.list.setCurrentRow(at)
    qtbot.waitUntil(lambda: room.view.heading.text().startswith(name))


def line(room: EmployeesRoom, name: str) -> QLineEdit:
    found = room.view.form.widgets[name]
    assert isinstance(found, QLineEdit)
    return found


def chooser(room: EmployeesRoom, name: str) -> QComboBox:
    found = room.view.form.widgets[name]
    assert isinstance(found, QComboBox)
    return found


def box(room: EmployeesRoom, field: str, text: str) -> QCheckBox:
    boxes = room.view.form.widgets[field].findChildren(QCheckBox)
    return next(one for one in boxes if one.text() == text)


def save(room: EmployeesRoom, qtbot: QtBot) -> None:
    qtbot.mouseClick(room.view.save, Qt.MouseButton.LeftButton)


def test_people_are_found_by_a_few_letters(room: EmployeesRoom, qtbot: QtBot) -> None:
    assert names(room) == ["Ana García", "Luis Romero"]
    qtbot.keyClicks(room.view.search, "garcia")
    assert names(room) == ["Ana García"]


def test_role_teams_and_duties_are_saved_together(
    room: EmployeesRoom, services: LittleServices, qtbot: QtBot
) -> None:
    role = chooser(room, "role")
    role.setCurrentIndex(role.findText("Agent"))
    box(room, "teams", "Shipping").click()
    box(room, "languages", "English").click()
    qtbot.keyClicks(line(room, "capacity"), "7")
    standing = chooser(room, "availability")
    standing.setCurrentIndex(standing.findText("Busy"))
    save(room, qtbot)
    qtbot.waitUntil(lambda: room.view.notice.text == "Saved.")
    luis = services.people[LUIS_ID]
    assert (luis.role, luis.teams, luis.languages) == (Role.AGENT, ("returns", "shipping"), ("en",))
    assert (luis.capacity, luis.availability) == (7, Availability.BUSY)


def test_a_change_that_meets_another_shows_what_that_was_and_keeps_both(
    room: EmployeesRoom, services: LittleServices, qtbot: QtBot
) -> None:
    services.people.alter(LUIS_ID, capacity=3)
    box(room, "teams", "Shipping").click()
    save(room, qtbot)
    qtbot.waitUntil(lambda: "At most so many incidents in hand: — → 3" in room.view.notice.text)
    assert line(room, "capacity").text() == "3"
    assert box(room, "teams", "Shipping").isChecked()
    save(room, qtbot)
    qtbot.waitUntil(lambda: room.view.notice.text == "Saved.")
    luis = services.people[LUIS_ID]
    assert (luis.teams, luis.capacity) == (("returns", "shipping"), 3)


def test_whoever_is_invited_has_a_code_that_is_shown_once_and_copied(
    room: EmployeesRoom, services: LittleServices, qtbot: QtBot
) -> None:
    qtbot.mouseClick(room.view.add, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(line(room, "email"), "eva@ventanilla.example")
    box(room, "teams", "Returns").click()
    save(room, qtbot)
    qtbot.waitUntil(lambda: bool(room.code.field.text()) and "invite-again" in room.view.deeds)
    first = room.code.field.text()
    qtbot.mouseClick(room.code.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == first
    eva = next(one for one in services.people.employees.values() if one.email.startswith("eva"))
    assert (eva.teams, eva.active) == (("returns",), False)
    room.view.deeds["invite-again"].click()
    qtbot.waitUntil(lambda: room.code.field.text() not in ("", first))
    choose(room, "Luis", qtbot)
    assert room.code.field.text() == ""


def test_an_invitation_is_withdrawn_after_a_question_and_can_be_given_again(
    room: EmployeesRoom, services: LittleServices, qtbot: QtBot
) -> None:
    room.view.add.click()
    qtbot.keyClicks(line(room, "email"), "eva@ventanilla.example")
    save(room, qtbot)
    qtbot.waitUntil(lambda: "withdraw" in room.view.deeds)
    eva = next(one for one in services.people.employees.values() if one.email.startswith("eva"))
    room.view.deeds["withdraw"].click()
    assert services.people[eva.id].invitation is not None
    room.view.notice.press("Withdraw the invitation")
    qtbot.waitUntil(lambda: room.view.notice.text == "The invitation is withdrawn.")
    assert (services.people[eva.id].invitation, room.code.field.text()) == (None, "")
    qtbot.waitUntil(lambda: list(room.view.deeds) == ["invite-again"])


def test_nobody_is_invited_twice(room: EmployeesRoom, qtbot: QtBot) -> None:
    room.view.add.click()
    qtbot.keyClicks(line(room, "email"), "luis@ventanilla.example")
    save(room, qtbot)
    qtbot.waitUntil(lambda: room.view.notice.text == "Somebody works here with this e-mail already.")
    assert room.view.save.isEnabled()


def test_disabling_asks_first_and_can_be_taken_back(
    room: EmployeesRoom, services: LittleServices, qtbot: QtBot
) -> None:
    room.view.deeds["disable"].click()
    assert room.view.notice.text.startswith("Disable Luis Romero?")
    assert services.people[LUIS_ID].active
    room.view.notice.press("Disable")
    qtbot.waitUntil(lambda: "enable" in room.view.deeds)
    assert not services.people[LUIS_ID].active
    room.view.deeds["enable"].click()
    qtbot.waitUntil(lambda: services.people[LUIS_ID].active)


def test_a_lost_second_factor_is_reset_after_a_question(
    room: EmployeesRoom, services: LittleServices, qtbot: QtBot
) -> None:
    services.people.enrolled.add(LUIS_ID)
    room.view.deeds["reset-factor"].click()
    room.view.notice.press("Reset second factor")
    qtbot.waitUntil(lambda: room.view.notice.text == "The second factor is reset.")
    assert LUIS_ID not in services.people.enrolled


def test_somebodys_sessions_are_seen_and_ended(
    room: EmployeesRoom, services: LittleServices, qtbot: QtBot
) -> None:
    place = {"id": "s-1", "used_at": utc_now().isoformat(), "device": "tablet", "current": False}
    services.people.sessions[LUIS_ID] = [place]
    room.view.deeds["sessions"].click()
    qtbot.waitUntil(lambda: len(room.sessions.rows) == 1)
    room.sessions.rows[0].findChildren(QPushButton)[0].click()
    qtbot.waitUntil(lambda: room.view.notice.text == "They are signed in nowhere.")
    assert services.people.sessions[LUIS_ID] == []


def test_what_was_typed_is_not_left_without_asking(room: EmployeesRoom, qtbot: QtBot) -> None:
    qtbot.keyClicks(line(room, "capacity"), "9")
    room.view.list.setCurrentRow(0)
    assert room.view.notice.text == "What you have changed here is not saved."
    assert (room.view.heading.text(), line(room, "capacity").text()) == ("Luis Romero", "9")
    room.view.notice.press("Discard it")
    qtbot.waitUntil(lambda: room.view.heading.text() == "Ana García")


def test_a_supervisor_changes_duties_and_nothing_else(
    place: Workplace, services: LittleServices, qtbot: QtBot
) -> None:
    room = entered(place, qtbot)
    choose(room, "Luis", qtbot)
    assert line(room, "name").isReadOnly()
    assert not any(room.view.form.widgets[name].isEnabled() for name in ("role", "teams"))
    assert (room.view.deeds, room.view.add.isVisible()) == ({}, False)
    qtbot.keyClicks(line(room, "capacity"), "4")
    save(room, qtbot)
    qtbot.waitUntil(lambda: services.people[LUIS_ID].capacity == 4)


def test_an_agent_is_offered_no_administration(
    console: Console, services: LittleServices, qtbot: QtBot
) -> None:
    services.people.alter(ANA_ID, role=Role.AGENT)
    console.start(ANA_IS["email"], PASSWORD)
    qtbot.waitUntil(lambda: console.workplace is not None)
    place = console.workplace
    assert place is not None
    assert "Administration…" not in [one.text() for one in place.window.top_bar.menu.actions()]
    place.gestures.perform("palette")
    assert "Administration: people" not in place.window.commands.lines


def test_every_field_has_a_name_and_is_reached_by_tab(room: EmployeesRoom, qtbot: QtBot) -> None:
    assert all(one.accessibleName() for one in room.view.form.widgets.values())
    seen = set()
    room.view.search.setFocus()
    for _step in range(40):
        focused = QGuiApplication.focusObject()
        seen.add(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert {room.view.list, line(room, "name"), line(room, "capacity"), room.view.deeds["disable"]} <= seen
