from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

from desktop.state.scopes import Scope
from desktop.state.views import view_of
from desktop.workplace import Workplace
from tests.support.little_shop import ANA, LUIS, LittleShop, rules
from tests.unit.desktop.conftest import Opener


def on_screen(place: Workplace, incident_id: UUID) -> int:
    """Return where a row is drawn."""
    number = place.desk.model.place_of(incident_id)
    assert number is not None
    return place.window.queue.table.rowViewportPosition(number)


@pytest.fixture
def full(place: Workplace, shop: LittleShop, qtbot: QtBot) -> list[UUID]:
    """Sixty rows, the newest on top; their identities from the top."""
    ids = [shop.open(f"Row {number}", minutes_ago=60 - number).id for number in range(60)]
    qtbot.waitUntil(lambda: place.desk.model.rowCount() == 60)
    return ids[::-1]


def test_new_rows_above_move_nothing_and_are_counted_in_the_pill(
    place: Workplace, shop: LittleShop, full: list[UUID], qtbot: QtBot
) -> None:
    table = place.window.queue.table
    table.verticalScrollBar().setValue(300)
    before = on_screen(place, full[20])
    for number in range(3):
        shop.open(f"New {number}")
    qtbot.waitUntil(lambda: place.window.queue.pill_text == "3 new above")
    assert on_screen(place, full[20]) == before
    table.to_top()
    assert place.window.queue.pill_text == ""


def test_the_top_of_an_unused_list_shows_what_arrives(
    place: Workplace, shop: LittleShop, full: list[UUID], qtbot: QtBot
) -> None:
    row = shop.open("New")
    qtbot.waitUntil(lambda: place.desk.model.rowCount() == 61)
    assert on_screen(place, row.id) == 0
    assert place.window.queue.pill_text == ""


def test_the_chosen_row_stays_where_it_is_while_others_come_and_go(
    place: Workplace, shop: LittleShop, full: list[UUID], open_incident: Opener, qtbot: QtBot
) -> None:
    open_incident(shop.incidents[full[3]].row())
    qtbot.waitUntil(place.window.incident.isVisible)
    before = on_screen(place, full[3])
    shop.open("New")
    shop.change(full[0], lambda found, at: rules.resolve(found, LUIS, at))
    shop.open("Newer")
    qtbot.waitUntil(lambda: place.desk.queue.version_of(full[0]) == 2)
    qtbot.waitUntil(lambda: place.desk.model.rowCount() == 61)
    assert on_screen(place, full[3]) == before
    assert place.window.queue.table.selectionModel().selectedRows()[0].row() == place.desk.model.place_of(
        full[3]
    )


def test_a_claimed_row_stays_in_its_view_until_one_moves_on(
    place: Workplace, shop: LittleShop, full: list[UUID], open_incident: Opener, qtbot: QtBot
) -> None:
    place.views.show(view_of(Scope.UNASSIGNED))
    open_incident(shop.incidents[full[3]].row())
    shop.change(full[3], lambda found, at: rules.claim(found, ANA, at))
    qtbot.waitUntil(lambda: place.desk.queue.version_of(full[3]) == 2)
    assert place.desk.model.place_of(full[3]) == 3
    place.incidents.step(1)
    assert place.desk.open_id == full[4]
    assert place.desk.model.place_of(full[3]) is None


def test_j_and_k_walk_and_the_ends_are_ends(place: Workplace, full: list[UUID]) -> None:
    place.incidents.step(1)
    assert place.desk.open_id == full[0]
    place.incidents.step(1)
    assert place.desk.open_id == full[1]
    place.incidents.step(-5)
    assert place.desk.open_id == full[0]


def test_sorting_keeps_the_chosen_row(
    place: Workplace, shop: LittleShop, full: list[UUID], open_incident: Opener
) -> None:
    open_incident(shop.incidents[full[3]].row())
    place.window.queue.table.sortByColumn(3, place.window.queue.table.horizontalHeader().sortIndicatorOrder())
    assert place.window.queue.table.selected == full[3]
    current = place.window.queue.table.selectionModel().selectedRows()[0].row()
    assert current == place.desk.model.place_of(full[3])


def test_when_the_first_visible_row_leaves_while_others_come_above_the_next_one_stays(
    place: Workplace, shop: LittleShop, full: list[UUID], qtbot: QtBot
) -> None:
    table = place.window.queue.table
    place.views.show(view_of(Scope.UNASSIGNED))
    table.verticalScrollBar().setValue(300)
    first = place.desk.model.row_at(table.rowAt(0))
    assert first is not None
    below = full[full.index(first.id) + 1]
    before = on_screen(place, below)
    for number in range(3):
        shop.open(f"New {number}")
    shop.change(first.id, lambda found, at: rules.claim(found, ANA, at))
    qtbot.waitUntil(lambda: place.desk.model.rowCount() == 62)
    qtbot.waitUntil(lambda: place.desk.queue.version_of(first.id) == 2)
    assert on_screen(place, below) == before


def test_the_chosen_row_stays_in_sight_when_the_list_becomes_lower(
    place: Workplace, full: list[UUID], qtbot: QtBot
) -> None:
    table = place.window.queue.table
    last = table.rowAt(table.viewport().height() - 1) - 1
    table.choose(full[last], scroll=True)
    before = table.viewport().height()
    place.window.resize(1280, 700)
    qtbot.waitUntil(lambda: table.viewport().height() < before)
    qtbot.waitUntil(lambda: on_screen(place, full[last]) + table.rowHeight(last) <= table.viewport().height())
