"""From any figure to its incidents, from there to the desk, to a colleague, or to a known incident."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from backend.incidents import rules
from desktop.controllers.dashboard_room import DashboardRoom
from desktop.state.dashboard_lists import identity
from desktop.workplace import Workplace
from shared.clock import utc_now
from shared.contracts.figures import Arrivals
from tests.support.little_metrics import BEHIND
from tests.support.little_services import LittleServices
from tests.support.little_shop import ANA, LUIS, LittleShop

SURGE = Arrivals(category="late", count=14, usual=4.2, limit=10, is_surge=True, weeks=4)


@pytest.fixture
def opened(place: Workplace, services: LittleServices, qtbot: QtBot) -> DashboardRoom:
    """The live figures of a shop in which parcels come late just now."""
    services.metrics.usual = (SURGE,)
    place.gestures.perform("dashboard")
    room = place.dashboard.room
    assert room is not None
    qtbot.waitUntil(lambda: room.board.fetched_at is not None)
    return room


def subjects(room: DashboardRoom) -> list[str]:
    return [one.title for one in room.window.behind.list.entries]


def test_a_tile_leads_to_its_incidents_which_follow_what_happens(
    opened: DashboardRoom, shop: LittleShop, qtbot: QtBot
) -> None:
    row = shop.open("Cobro duplicado")
    qtbot.waitUntil(lambda: opened.window.board.tiles["unassigned"].value == "1")
    qtbot.keyClick(opened.window.board.tiles["unassigned"], Qt.Key.Key_Return)
    assert opened.window.shows_behind
    assert subjects(opened) == ["Cobro duplicado"]
    shop.change(row.id, lambda found, at: rules.claim(found, LUIS, at))
    qtbot.waitUntil(lambda: subjects(opened) == [])
    assert opened.window.behind.nothing.text() == "There is no incident behind this figure just now."


def test_enter_opens_one_in_the_desk(
    place: Workplace, opened: DashboardRoom, shop: LittleShop, qtbot: QtBot
) -> None:
    row = shop.open()
    qtbot.waitUntil(lambda: row.id in place.desk.queue.rows)
    opened.window.board.tiles["open"].tile = None
    opened.screen.show()
    qtbot.waitUntil(lambda: opened.window.board.tiles["open"].value == "1")
    opened.window.board.tiles["open"].click()
    qtbot.keyClick(opened.window.behind.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: place.desk.open_id == row.id)


def test_a_point_of_a_chart_leads_to_what_the_service_tells_page_by_page(
    opened: DashboardRoom, shop: LittleShop, services: LittleServices, qtbot: QtBot
) -> None:
    for number in range(60):
        shop.open(f"Tetera {number}")
    flow = opened.window.board.charts()["flow"]
    qtbot.waitUntil(lambda: flow.chart is not None and not flow.chart.empty)
    flow.plot.setFocus()
    qtbot.keyClick(flow.plot, Qt.Key.Key_End)
    qtbot.keyClick(flow.plot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(subjects(opened)) == 50)
    assert opened.window.behind.title.text().startswith("Arrivals, ")
    opened.window.behind.more.click()
    qtbot.waitUntil(lambda: len(subjects(opened)) == 60)
    assert services.metrics.count(BEHIND) == 2
    assert opened.window.behind.more.isHidden()


def test_what_cant_be_fetched_says_so_and_is_tried_again(
    opened: DashboardRoom, shop: LittleShop, services: LittleServices, qtbot: QtBot
) -> None:
    shop.open()
    services.broken = lambda _method, path: 503 if path == BEHIND else None
    qtbot.waitUntil(lambda: opened.window.board.tiles["arrivals"].value == "1")
    opened.window.board.tiles["arrivals"].click()
    notice = opened.window.behind.notice
    qtbot.waitUntil(lambda: "could not be fetched" in notice.text)
    services.broken = lambda _method, _path: None
    notice.press("Try again")
    qtbot.waitUntil(lambda: len(subjects(opened)) == 1)


def test_the_table_of_a_chart_is_one_key_away_and_leads_on_too(
    opened: DashboardRoom, shop: LittleShop, qtbot: QtBot
) -> None:
    shop.open()
    flow = opened.window.board.charts()["flow"]
    qtbot.waitUntil(lambda: flow.chart is not None and not flow.chart.empty)
    flow.plot.setFocus()
    qtbot.keyClick(flow.plot, Qt.Key.Key_T)
    assert flow.shows_table
    flow.values.setCurrentCell(flow.values.rowCount() - 1, 0)
    assert flow.values.currentItem().text() == "1"
    qtbot.keyClick(flow.values, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(subjects(opened)) == 1)


def test_what_one_has_too_much_of_is_given_to_another(
    opened: DashboardRoom, shop: LittleShop, qtbot: QtBot
) -> None:
    rows = [shop.open(f"Tetera {number}", minutes_ago=number) for number in range(3)]
    for row in rows:
        shop.change(row.id, lambda found, at: rules.claim(found, LUIS, at))
    loads = opened.window.board.lists("loads")
    assert loads is not None
    qtbot.waitUntil(lambda: [one.head for one in loads.list.entries] == ["3"])
    qtbot.keyClick(loads.list, Qt.Key.Key_Return)
    behind = opened.window.behind
    assert behind.title.text() == "Luis Romero"
    behind.list.item(0).setSelected(True)
    behind.list.item(1).setSelected(True)
    given = behind.chosen
    assert len(given) == 2
    qtbot.keyClick(behind.list, Qt.Key.Key_A)
    qtbot.waitUntil(opened.window.commands.isVisible)
    field = opened.window.commands.findChild(QLineEdit)
    qtbot.keyClicks(field, "Ana")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: all(shop.incidents[one].assignee.id == ANA.id for one in given))  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: len(behind.list.entries) == 1)
    assert "2 incidents go to Ana García" in behind.notice.text


def test_a_surge_is_one_press_from_announcing_a_known_incident(
    place: Workplace, opened: DashboardRoom, qtbot: QtBot
) -> None:
    usual = opened.window.board.charts()["usual"]
    assert usual.chart is not None
    assert usual.chart.marked == {0}
    [announce] = usual.buttons
    announce.click()
    assert place.admin.rooms
    room = place.admin.rooms.known
    assert room is not None
    qtbot.waitUntil(lambda: bool(room.view.form.widgets))
    about, title = room.view.form.widgets["category"], room.view.form.widgets["title-es"]
    assert isinstance(about, QComboBox)
    assert isinstance(title, QLineEdit)
    assert about.currentData() == "late"
    assert title.text()


def test_what_is_about_to_be_late_comes_from_the_queue_itself(
    place: Workplace, opened: DashboardRoom, shop: LittleShop, services: LittleServices, qtbot: QtBot
) -> None:
    row = shop.open("Cobro duplicado")
    qtbot.waitUntil(lambda: row.id in place.desk.queue.rows)
    promised = row.model_copy(update={"version": 2, "answer_due": utc_now()})
    place.desk.take_row(promised)
    due = opened.window.board.lists("due")
    assert due is not None
    qtbot.waitUntil(lambda: [identity(one) for one in due.list.entries] == [row.id])
    assert due.list.entries[0].tone == "danger"
    qtbot.keyClick(due.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: place.desk.open_id == row.id)
