"""The administration's other rooms: teams, and what is demanded of who signs in."""

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.views.admin_room import AdminRoom
from desktop.workplace import Workplace
from shared.contracts.vocabulary import AssignmentMode, Role
from tests.support.administration import entered
from tests.support.little_services import LittleServices
from tests.support.little_shop import ANA


@pytest.fixture
def chief(services: LittleServices) -> None:
    """Ana is an administrator."""
    services.people.alter(ANA.id or "", role=Role.ADMIN)


def typed(view: AdminRoom, name: str) -> QLineEdit:
    found = view.form.widgets[name]
    assert isinstance(found, QLineEdit)
    return found


def teams_of(place: Workplace, qtbot: QtBot) -> AdminRoom:
    room = entered(place, "teams").teams
    qtbot.waitUntil(lambda: room.view.list.count() == 2)
    return room.view


def sign_in_of(place: Workplace, qtbot: QtBot) -> tuple[AdminRoom, QCheckBox]:
    room = entered(place, "sign_in").sign_in
    qtbot.waitUntil(lambda: bool(room.view.form.widgets))
    box = room.view.form.widgets["second_factor_required"]
    assert isinstance(box, QCheckBox)
    return room.view, box


@pytest.mark.usefixtures("chief")
def test_a_team_is_added(place: Workplace, services: LittleServices, qtbot: QtBot) -> None:
    view = teams_of(place, qtbot)
    view.add.click()
    for name, text in (("slug", "invoices"), ("es", "Facturas"), ("en", "Invoices")):
        qtbot.keyClicks(typed(view, name), text)
    view.save.click()
    qtbot.waitUntil(lambda: view.list.count() == 3 and view.heading.text() == "Invoices")
    assert services.people.teams["invoices"].names["es"] == "Facturas"


@pytest.mark.usefixtures("chief")
def test_a_team_that_is_there_already_is_not_added_and_its_words_stay(place: Workplace, qtbot: QtBot) -> None:
    view = teams_of(place, qtbot)
    view.add.click()
    for name in ("slug", "es", "en"):
        qtbot.keyClicks(typed(view, name), "returns")
    view.save.click()
    qtbot.waitUntil(lambda: view.notice.text == "There is a team with this name already.")
    assert (typed(view, "es").text(), view.save.isEnabled()) == ("returns", True)


def test_a_supervisor_says_who_hands_out_the_work_and_adds_no_team(
    place: Workplace, services: LittleServices, qtbot: QtBot
) -> None:
    view = teams_of(place, qtbot)
    assert view.add.isHidden()
    mode = view.form.widgets["mode"]
    assert isinstance(mode, QComboBox)
    mode.setCurrentIndex(mode.findText("In turn"))
    view.save.click()
    qtbot.waitUntil(lambda: services.people.teams["returns"].assignment is AssignmentMode.ROUND_ROBIN)
    qtbot.waitUntil(lambda: view.list.item(0).text().endswith("In turn"))


@pytest.mark.usefixtures("chief")
def test_a_second_factor_is_demanded_of_everybody(
    place: Workplace, services: LittleServices, qtbot: QtBot
) -> None:
    view, box = sign_in_of(place, qtbot)
    box.click()
    view.save.click()
    qtbot.waitUntil(lambda: view.notice.text == "Saved.")
    assert services.people.policy.second_factor_required


@pytest.mark.usefixtures("chief")
def test_what_somebody_else_demanded_meanwhile_is_shown(
    place: Workplace, services: LittleServices, qtbot: QtBot
) -> None:
    view, box = sign_in_of(place, qtbot)
    box.click()
    policy = services.people.policy
    services.people.policy = policy.model_copy(update={"second_factor_required": True, "version": 2})
    view.save.click()
    qtbot.waitUntil(lambda: "Everybody needs a second factor: No → Yes" in view.notice.text)


def test_a_supervisor_sees_what_is_demanded_and_changes_nothing(place: Workplace, qtbot: QtBot) -> None:
    view, box = sign_in_of(place, qtbot)
    assert (box.isEnabled(), view.save.isVisible()) == (False, False)
