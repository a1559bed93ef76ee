import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.workplace import Workplace
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import State
from tests.support.little_services import LittleServices
from tests.support.little_shop import LittleShop
from tests.unit.desktop.conftest import Opener

Key = Qt.Key


@pytest.fixture
def pair(place: Workplace, shop: LittleShop, qtbot: QtBot) -> tuple[IncidentRow, IncidentRow]:
    rows = shop.open("The teapot"), shop.open("The other teapot")
    qtbot.waitUntil(lambda: place.desk.model.count == len(rows))
    return rows


def ask(place: Workplace, gesture: str, reference: str, qtbot: QtBot) -> None:
    place.gestures.perform(gesture)
    qtbot.waitUntil(place.window.commands.isVisible)
    place.window.commands._field.setText(reference)
    qtbot.keyClick(place.window.commands._field, Key.Key_Return)


def test_a_link_is_shown_opens_and_goes(
    place: Workplace,
    shop: LittleShop,
    services: LittleServices,
    pair: tuple[IncidentRow, IncidentRow],
    open_incident: Opener,
    qtbot: QtBot,
) -> None:
    one, other = pair
    open_incident(one)
    ask(place, "link", other.reference, qtbot)
    box = place.window.incident.card.relations
    qtbot.waitUntil(box.isVisible)
    box.press(f"Open {other.reference}")
    qtbot.waitUntil(lambda: place.desk.detail is not None and place.desk.detail.row.id == other.id)
    qtbot.waitUntil(box.isVisible)
    box.press(f"Remove the link {one.reference}")
    qtbot.waitUntil(lambda: shop.incidents[one.id].links == ())
    qtbot.waitUntil(lambda: not box.isVisible())


def test_a_merge_is_undone_from_where_it_goes_on(
    place: Workplace,
    shop: LittleShop,
    pair: tuple[IncidentRow, IncidentRow],
    open_incident: Opener,
    qtbot: QtBot,
) -> None:
    gone, target = pair
    open_incident(gone)
    ask(place, "merge", target.reference, qtbot)
    qtbot.waitUntil(lambda: shop.incidents[gone.id].merged_into == target.id)
    qtbot.waitUntil(lambda: gone.id not in place.desk.queue.rows)
    place.incidents.close()
    open_incident(target)
    box = place.window.incident.card.relations
    qtbot.waitUntil(box.isVisible)
    box.press(f"Undo the merge {gone.reference}")
    qtbot.waitUntil(lambda: shop.incidents[gone.id].state is State.OPEN)
    qtbot.waitUntil(lambda: not box.isVisible())


def test_what_was_merged_leads_to_where_it_goes_on(
    place: Workplace,
    shop: LittleShop,
    pair: tuple[IncidentRow, IncidentRow],
    open_incident: Opener,
    qtbot: QtBot,
) -> None:
    gone, target = pair
    open_incident(gone)
    ask(place, "merge", target.reference, qtbot)
    box = place.window.incident.card.relations
    qtbot.waitUntil(box.isVisible)
    box.press(f"Open {target.reference}")
    qtbot.waitUntil(lambda: place.desk.open_id == target.id)


def test_y_copies_the_reference_and_shift_y_a_link_that_the_filter_understands(
    place: Workplace, pair: tuple[IncidentRow, IncidentRow], open_incident: Opener, qtbot: QtBot
) -> None:
    one, _other = pair
    open_incident(one)
    qtbot.keyClick(place.window, Key.Key_Y)
    assert QGuiApplication.clipboard().text() == one.reference
    assert place.window.incident.notice.text == f"Copied: {one.reference}"
    qtbot.keyClick(place.window, Key.Key_Y, Qt.KeyboardModifier.ShiftModifier)
    assert QGuiApplication.clipboard().text() == f"ventanilla:{one.reference}"
    place.incidents.close()
    place.window.top_bar.filter.setText(QGuiApplication.clipboard().text())
    qtbot.waitUntil(lambda: place.desk.model.rowCount() == 1)
    shown = place.desk.model.row_at(0)
    assert shown
    assert shown.id == one.id
