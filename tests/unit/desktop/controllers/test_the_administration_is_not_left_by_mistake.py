"""Closing the administration over something that is typed and not saved asks first."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.controllers.admin_employees import EmployeesRoom
from desktop.views.admin_window import AdminWindow
from desktop.workplace import Workplace
from tests.support.administration import entered
from tests.support.little_services import LittleServices
from tests.support.little_shop import ANA

TEAMS = 1
ASKED = "What you have changed here is not saved."


@pytest.fixture
def room(place: Workplace, qtbot: QtBot) -> EmployeesRoom:
    """The employees, with something typed in Ana's form."""
    found = entered(place, "employees").employees
    qtbot.waitUntil(lambda: "capacity" in found.view.form.widgets)
    capacity = found.view.form.widgets["capacity"]
    assert isinstance(capacity, QLineEdit)
    qtbot.keyClicks(capacity, "8")
    return found


def dialog_of(place: Workplace) -> AdminWindow:
    assert place.admin.dialog is not None
    return place.admin.dialog


def test_esc_asks_first_and_leads_to_what_is_not_saved(
    room: EmployeesRoom, place: Workplace, qtbot: QtBot
) -> None:
    dialog = dialog_of(place)
    dialog.enter(TEAMS)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert (dialog.isVisible(), room.view.isVisible(), room.view.notice.text) == (True, True, ASKED)
    room.view.notice.press("Discard it")
    qtbot.waitUntil(lambda: place.admin.dialog is None)


def test_closing_the_window_asks_too_and_saving_keeps_it_open(
    room: EmployeesRoom, place: Workplace, services: LittleServices, qtbot: QtBot
) -> None:
    dialog = dialog_of(place)
    assert not dialog.close()
    room.view.notice.press("Save")
    qtbot.waitUntil(lambda: services.people[ANA.id or ""].capacity == 8 and not room.view.is_dirty)
    assert dialog.isVisible()
    assert dialog.close()
