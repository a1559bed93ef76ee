"""Groups are folded away and out again with the mouse or the keys, and the view remembers which."""

from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.state.grouping import Grouping
from desktop.state.scopes import Scope
from desktop.state.views import view_of
from desktop.workplace import Workplace
from tests.support.little_shop import ANA, LittleShop, rules


@pytest.fixture
def ids(place: Workplace, shop: LittleShop, qtbot: QtBot) -> list[UUID]:
    """Four new rows and below them two that Ana has, in groups; their identities from the top."""
    found = [shop.open(f"Row {number}", minutes_ago=60 - number).id for number in range(6)][::-1]
    for one in found[4:]:
        shop.change(one, lambda incident, at: rules.claim(incident, ANA, at))
    qtbot.waitUntil(lambda: [place.desk.queue.version_of(one) for one in found[4:]] == [2, 2])
    place.desk.model.group(Grouping.STATE)
    place.window.queue.table.setFocus()
    return found


def lines(place: Workplace) -> list[object]:
    """Return the list from the top: the identities, and of a heading what is read aloud."""
    model = place.desk.model
    spoken = Qt.ItemDataRole.AccessibleTextRole
    return [
        row.id if (row := model.row_at(line)) else model.index(line, 0).data(spoken)
        for line in range(model.rowCount())
    ]


def click(place: Workplace, qtbot: QtBot, line: int) -> None:
    table = place.window.queue.table
    middle = table.visualRect(place.desk.model.index(line, 3)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=middle)


def test_a_click_on_a_heading_folds_its_group_and_another_brings_it_back(
    place: Workplace, ids: list[UUID], qtbot: QtBot
) -> None:
    click(place, qtbot, 0)
    assert lines(place) == ["New: 4 incidents, folded", "In progress: 2 incidents", *ids[4:]]
    assert "6" in place.window.status.text
    click(place, qtbot, 0)
    assert lines(place) == ["New: 4 incidents", *ids[:4], "In progress: 2 incidents", *ids[4:]]
    assert place.desk.open_id is None


def test_the_left_key_folds_and_the_right_one_unfolds_the_group_of_the_chosen_row(
    place: Workplace, ids: list[UUID], qtbot: QtBot
) -> None:
    table = place.window.queue.table
    table.choose(ids[1])
    qtbot.keyClick(table, Qt.Key.Key_Left)
    assert lines(place)[:2] == ["New: 4 incidents, folded", "In progress: 2 incidents"]
    assert table.selected_ids() == []
    qtbot.keyClick(table, Qt.Key.Key_Right)
    assert lines(place)[1:5] == ids[:4]
    assert table.selected_ids() == [ids[1]]


def test_the_keys_stop_at_the_heading_of_a_folded_group_where_enter_opens_it(
    place: Workplace, ids: list[UUID], qtbot: QtBot
) -> None:
    table = place.window.queue.table
    table.choose(ids[5])
    qtbot.keyClick(table, Qt.Key.Key_Left)
    table.choose(ids[3])
    place.incidents.step(1)
    assert table.currentIndex().row() == 5
    assert place.desk.open_id is None
    place.gestures.perform("open")
    assert lines(place)[5:] == ["In progress: 2 incidents", *ids[4:]]
    place.incidents.step(1)
    assert place.desk.open_id == ids[4]
    place.incidents.step(-1)
    assert place.desk.open_id == ids[3]


def test_what_comes_into_a_folded_group_is_counted_and_glows_nowhere(
    place: Workplace, shop: LittleShop, ids: list[UUID], qtbot: QtBot
) -> None:
    click(place, qtbot, 0)
    shop.open("New")
    qtbot.waitUntil(lambda: lines(place)[0] == "New: 5 incidents, folded")
    assert len(lines(place)) == 4
    assert place.window.queue.pill_text == ""


def test_each_view_remembers_which_groups_are_folded(place: Workplace, ids: list[UUID], qtbot: QtBot) -> None:
    click(place, qtbot, 0)
    place.views.show(view_of(Scope.MINE))
    assert lines(place) == ids[4:]
    place.views.show(view_of(Scope.ALL))
    assert lines(place) == ["New: 4 incidents, folded", "In progress: 2 incidents", *ids[4:]]


def test_all_groups_are_folded_from_the_menu_of_the_list(
    place: Workplace, ids: list[UUID], qtbot: QtBot
) -> None:
    place.window.queue.table.groups.fold_all(folded=True)
    assert lines(place) == ["New: 4 incidents, folded", "In progress: 2 incidents, folded"]
    place.incidents.step(1)
    qtbot.keyClick(place.window.queue.table, Qt.Key.Key_Right)
    assert lines(place)[1:5] == ids[:4]
