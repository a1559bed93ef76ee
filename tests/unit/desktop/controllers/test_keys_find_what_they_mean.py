import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.workplace import Workplace
from shared.contracts.resources import IncidentRow
from tests.support.little_shop import LittleShop

Key = Qt.Key


@pytest.fixture
def rows(place: Workplace, shop: LittleShop, qtbot: QtBot) -> list[IncidentRow]:
    """The incidents of the list, the newest and topmost first; none is chosen."""
    opened = [shop.open(f"Number {number}", minutes_ago=number) for number in range(60)]
    qtbot.waitUntil(lambda: place.desk.model.count == len(opened))
    return opened


@pytest.mark.parametrize(("key", "place_in_list"), [(Key.Key_Home, 0), (Key.Key_Down, 0), (Key.Key_End, -1)])
@pytest.mark.parametrize("with_help", [False, True])
def test_where_nothing_is_chosen_home_and_down_choose_the_first_and_end_the_last(
    place: Workplace, rows: list[IncidentRow], qtbot: QtBot, key: Key, place_in_list: int, with_help: bool
) -> None:
    table = place.window.queue.table
    if with_help:
        place.gestures.perform("help")
        qtbot.keyClick(place.window.focusWidget(), Key.Key_Escape)
        assert not place.window.help.isVisible()
    qtbot.waitUntil(table.hasFocus)
    qtbot.keyClick(table, key)
    qtbot.waitUntil(lambda: table.selected == rows[place_in_list].id)


def test_the_wish_to_choose_an_incident_goes_when_one_is_chosen(
    place: Workplace, rows: list[IncidentRow], qtbot: QtBot
) -> None:
    place.gestures.perform("claim")
    notice = place.window.queue.notice
    assert notice.text == "Choose an incident first."
    place.window.queue.table.step(1)
    qtbot.waitUntil(lambda: notice.text == "")


def test_enter_presses_a_button_that_has_the_focus(
    place: Workplace, rows: list[IncidentRow], qtbot: QtBot
) -> None:
    place.incidents.open(rows[0].id)
    for button in (place.window.incident.header.button("claim"), place.window.incident.header._close):
        button.setFocus()
        with qtbot.waitSignal(button.clicked):
            qtbot.keyClick(button, Key.Key_Return)
