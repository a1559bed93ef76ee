"""Several rows at once: with Shift, with Ctrl, or all; by identity, whatever happens to the list."""

from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from desktop.state.columns import Column
from desktop.state.grouping import Grouping
from desktop.state.ordering import Ordering
from desktop.workplace import Workplace
from tests.support.little_shop import ANA, LittleShop, rules

SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def ids(place: Workplace, shop: LittleShop, qtbot: QtBot) -> list[UUID]:
    """Nine rows; their identities from the top."""
    found = [shop.open(f"Row {number}", minutes_ago=60 - number).id for number in range(9)]
    qtbot.waitUntil(lambda: place.desk.model.rowCount() == 9)
    return found[::-1]


def middle_of(place: Workplace, incident_id: UUID) -> QPoint:
    number = place.desk.model.place_of(incident_id)
    assert number is not None
    return place.window.queue.table.visualRect(place.desk.model.index(number, 3)).center()


def test_shift_and_the_arrows_select_more_and_open_nothing(
    place: Workplace, ids: list[UUID], qtbot: QtBot
) -> None:
    table = place.window.queue.table
    table.choose(ids[1])
    for _ in range(2):
        qtbot.keyClick(table, Qt.Key.Key_Down, SHIFT)
    assert table.selected_ids() == ids[1:4]
    assert place.desk.open_id is None
    assert "3 selected" in place.window.status.text


def test_ctrl_and_a_click_adds_one_and_takes_it_away(place: Workplace, ids: list[UUID], qtbot: QtBot) -> None:
    table = place.window.queue.table
    table.choose(ids[0])
    for incident_id in (ids[4], ids[2], ids[0]):
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, CTRL, middle_of(place, incident_id))
    assert table.selected_ids() == [ids[2], ids[4]]
    assert place.desk.open_id is None


def test_all_are_selected_but_no_heading(place: Workplace, ids: list[UUID], qtbot: QtBot) -> None:
    table = place.window.queue.table
    place.desk.model.group(Grouping.CATEGORY)
    qtbot.keyClick(table, Qt.Key.Key_A, CTRL)
    assert table.selected_ids() == ids
    assert table.selected_count() == 9


def test_a_selection_survives_sorting_and_what_comes_and_goes(
    place: Workplace, shop: LittleShop, ids: list[UUID], qtbot: QtBot
) -> None:
    table = place.window.queue.table
    table.choose(ids[1])
    for _ in range(2):
        qtbot.keyClick(table, Qt.Key.Key_Down, SHIFT)
    shop.open("New")
    shop.change(ids[0], lambda found, at: rules.resolve(found, ANA, at))
    qtbot.waitUntil(lambda: place.desk.queue.version_of(ids[0]) == 2)
    assert set(table.selected_ids()) == set(ids[1:4])
    place.desk.model.order(Ordering(Column.SUBJECT))
    assert table.selected_ids() == ids[1:4][::-1]
    place.window.top_bar.filter.setText(shop.incidents[ids[2]].reference)
    assert table.selected_ids() == [ids[2]]


def test_walking_goes_past_headings(
    place: Workplace, shop: LittleShop, ids: list[UUID], qtbot: QtBot
) -> None:
    shop.change(ids[8], lambda found, at: rules.claim(found, ANA, at))
    qtbot.waitUntil(lambda: place.desk.queue.version_of(ids[8]) == 2)
    place.desk.model.group(Grouping.STATE)
    walked = []
    for _ in range(9):
        place.incidents.step(1)
        walked.append(place.desk.open_id)
    assert walked == ids


def test_what_is_filtered_out_is_selected_no_more_and_the_rest_stays_so(
    place: Workplace, shop: LittleShop, ids: list[UUID], qtbot: QtBot
) -> None:
    table, query = place.window.queue.table, place.window.top_bar.filter
    table.choose(ids[1])
    for _ in range(2):
        qtbot.keyClick(table, Qt.Key.Key_Down, SHIFT)
    for text in ("row", f"row {shop.incidents[ids[3]].reference}", ""):
        query.setText(text)
    assert table.selected_ids() == [ids[3]]
    qtbot.keyClick(table, Qt.Key.Key_A, CTRL)
    query.setText("nothing like that")
    assert table.selected_ids() == []
    assert "selected" not in place.window.status.text


def test_escape_leaves_a_selection_of_several(place: Workplace, ids: list[UUID], qtbot: QtBot) -> None:
    table = place.window.queue.table
    qtbot.keyClick(table, Qt.Key.Key_A, CTRL)
    qtbot.keyClick(place.window, Qt.Key.Key_Escape)
    assert table.selected_ids() == []
