"""Priority and assign: a menu asks, and what is chosen is what happens."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop.workplace import Workplace
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import Priority
from tests.support.little_services import ANA_IS, LUIS_IS, LittleServices
from tests.support.little_shop import ANA, LUIS, LittleShop, rules
from tests.support.little_staff import LittleStaff
from tests.unit.desktop.conftest import Opener

Menu = Callable[[Qt.Key], QMenu]
TOM_IS = ANA_IS | {"id": "e-tom00000001", "name": "Tom & Co.", "teams": []}
GONE_IS = ANA_IS | {"id": "e-gone0000001", "name": "Gone", "active": False}


@pytest.fixture
def menu(place: Workplace, qtbot: QtBot) -> Menu:
    def press(key: Qt.Key) -> QMenu:
        qtbot.keyClick(place.window, key)
        qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        found = QApplication.activePopupWidget()
        assert isinstance(found, QMenu)
        return found

    return press


@pytest.fixture
def row(shop: LittleShop, open_incident: Opener) -> IncidentRow:
    row = shop.open()
    open_incident(row)
    return row


def lines(menu: QMenu) -> list[str]:
    return ["—" if action.isSeparator() else action.text() for action in menu.actions()]


def test_p_asks_how_urgent_it_is(
    place: Workplace, shop: LittleShop, row: IncidentRow, menu: Menu, qtbot: QtBot
) -> None:
    asked = menu(Qt.Key.Key_P)
    assert lines(asked) == ["Urgent", "High priority", "Normal priority", "Low priority"]
    assert [action.text() for action in asked.actions() if action.isChecked()] == ["Normal priority"]
    qtbot.keyClick(asked, Qt.Key.Key_Up)
    qtbot.keyClick(asked, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: place.desk.queue.rows[row.id].priority is Priority.HIGH)
    assert shop.incidents[row.id].priority is Priority.HIGH


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_the_present_priority_or_none_changes_nothing(
    row: IncidentRow, services: LittleServices, menu: Menu, qtbot: QtBot, key: Qt.Key
) -> None:
    asked = menu(Qt.Key.Key_P)
    qtbot.keyClick(asked, key)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    assert not [path for method, path in services.requests if method == "PUT"]


def test_a_offers_the_team_first_and_gives_it_to_whom_is_chosen(
    place: Workplace, services: LittleServices, row: IncidentRow, menu: Menu, qtbot: QtBot
) -> None:
    services.people = LittleStaff.of(TOM_IS, LUIS_IS, GONE_IS, ANA_IS)
    asked = menu(Qt.Key.Key_A)
    assert lines(asked) == ["Ana García (you)", "Luis Romero", "—", "Tom && Co."]
    asked.actions()[1].trigger()
    asked.close()
    qtbot.waitUntil(lambda: place.desk.queue.rows[row.id].assignee is not None)
    assignee = place.desk.queue.rows[row.id].assignee
    assert assignee is not None
    assert assignee.id == LUIS.id


def test_who_assigns_over_an_unseen_claim_is_told_first(
    place: Workplace, shop: LittleShop, row: IncidentRow, menu: Menu, qtbot: QtBot
) -> None:
    asked = menu(Qt.Key.Key_A)
    shop.broker.readers.clear()
    shop.change(row.id, lambda found, at: rules.claim(found, LUIS, at))
    asked.actions()[0].trigger()
    asked.close()
    notice = place.window.incident.notice
    qtbot.waitUntil(lambda: bool(notice.text))
    assert notice.text == "Luis Romero took it just before you. Look at it first."
    notice.press("Assign anyway")
    qtbot.waitUntil(lambda: _holder(shop, row) == ANA.id)


def test_alone_there_is_nobody_to_give_it_to(
    place: Workplace, services: LittleServices, row: IncidentRow, qtbot: QtBot
) -> None:
    services.people = LittleStaff.of(ANA_IS)
    place.gestures.perform("claim")
    qtbot.waitUntil(lambda: place.desk.queue.rows[row.id].assignee is not None)
    place.gestures.perform("assign")
    notice = place.window.incident.notice
    qtbot.waitUntil(lambda: notice.text == "There is nobody else to give it to.")


def test_a_list_that_does_not_come_can_be_asked_for_again(
    place: Workplace, services: LittleServices, row: IncidentRow, qtbot: QtBot
) -> None:
    services.broken = lambda _method, path: 503 if path == "/api/v1/employees" else None
    place.gestures.perform("assign")
    notice = place.window.incident.notice
    qtbot.waitUntil(lambda: notice.text == "Assign: Something went wrong in the service.")
    services.broken = lambda _method, _path: None
    notice.press("Try again")
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.close()


def test_what_is_resolved_offers_neither(
    place: Workplace, shop: LittleShop, row: IncidentRow, qtbot: QtBot
) -> None:
    offered = place.window.incident.header.offered
    assert {"priority", "assign"} <= offered().keys()
    shop.change(row.id, lambda found, at: rules.resolve(found, LUIS, at))
    qtbot.waitUntil(lambda: offered().keys() == {"claim", "close", "reopen"})


def _holder(shop: LittleShop, row: IncidentRow) -> str | None:
    assignee = shop.incidents[row.id].assignee
    return assignee.id if assignee else None
