"""Each arranges the live figures for themselves, on a wall too, and sends others a link to them."""

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.controllers.dashboard_room import DashboardRoom
from desktop.state.dashboard_arrangement import CARDS
from desktop.state.dashboard_period import Period
from desktop.state.dashboard_tiles import ALL, OWN
from desktop.workplace import Workplace
from shared.contracts.vocabulary import Role
from tests.support.little_metrics import BACKLOG, FIGURES, USUAL
from tests.support.little_services import ANA_IS, LittleServices
from tests.unit.desktop.views.test_everything_can_be_reached_and_named import focusable, name_of


@pytest.fixture
def opened(place: Workplace, qtbot: QtBot) -> DashboardRoom:
    """The live figures, with everything fetched once."""
    return open_figures(place, qtbot)


def open_figures(place: Workplace, qtbot: QtBot) -> DashboardRoom:
    place.gestures.perform("dashboard")
    room = place.dashboard.room
    assert room is not None
    qtbot.waitUntil(lambda: room.board.fetched_at is not None)
    return room


def test_a_key_and_the_button_open_the_same_window(place: Workplace, qtbot: QtBot) -> None:
    qtbot.keyClick(place.window.queue.table, Qt.Key.Key_D)
    room = place.dashboard.room
    assert room is not None
    place.window.top_bar.figures.click()
    assert place.dashboard.room is room


def test_another_period_is_fetched_and_compared_with_the_one_before(
    opened: DashboardRoom, services: LittleServices, qtbot: QtBot
) -> None:
    services.metrics.asked.clear()
    bar = opened.window.bar
    bar.period.setCurrentIndex(bar.period.findData(str(Period.WEEK)))
    qtbot.waitUntil(lambda: opened.board.before is not None)
    first, second = (query for path, query in services.metrics.asked if path == FIGURES)
    assert first["step"] == ["day"]
    assert date.fromisoformat(first["since"][0][:10]).toordinal() - 7 == (
        date.fromisoformat(second["since"][0][:10]).toordinal()
    )
    assert bar.compare.text() == "Compared with the 7 days before"


def test_without_comparing_the_time_before_is_not_asked_for(
    opened: DashboardRoom, services: LittleServices, qtbot: QtBot
) -> None:
    services.metrics.asked.clear()
    opened.window.bar.compare.setChecked(False)
    qtbot.waitUntil(lambda: opened.feed._asking is None and services.metrics.count(USUAL) == 1)
    assert services.metrics.count(FIGURES) == 1
    assert opened.window.board.tiles["arrivals"].tile is not None
    assert opened.window.board.tiles["arrivals"].tile.change is None


def test_own_dates_are_chosen_by_their_days(
    opened: DashboardRoom, services: LittleServices, qtbot: QtBot
) -> None:
    bar = opened.window.bar
    bar.period.setCurrentIndex(bar.period.findData(str(Period.OWN)))
    assert bar.first.isVisible()
    services.metrics.asked.clear()
    bar.first.setDate(QDate(2026, 11, 1))
    bar.last.setDate(QDate(2026, 11, 9))
    qtbot.waitUntil(
        lambda: any(
            query.get("since", [""])[0][:10] == "2026-11-01" for _path, query in services.metrics.asked
        )
    )
    assert opened.arrangement.choice.last == date(2026, 11, 9)


def test_what_is_arranged_is_remembered(place: Workplace, opened: DashboardRoom, qtbot: QtBot) -> None:
    opened.window.bar.pressed.emit("arrange")
    arranging = opened.window.arranging
    arranging.tiles.item(0).setCheckState(Qt.CheckState.Unchecked)
    arranging.cards.setCurrentRow(0)
    qtbot.keyClick(arranging.cards, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    arranging._done.click()
    assert list(opened.window.board.tiles) == list(ALL[1:])
    assert list(opened.window.board.cards)[:2] == ["usual", "due"]
    opened.window.close()
    again = open_figures(place, qtbot)
    assert list(again.window.board.tiles) == list(ALL[1:])
    assert list(again.window.board.cards)[:2] == ["usual", "due"]


def test_as_it_was_at_first_is_one_press_away(opened: DashboardRoom) -> None:
    opened.window.arranging.arranged.emit(("open",), ("age",))
    assert list(opened.window.board.tiles) == ["open"]
    opened.window.arranging.resetAsked.emit()
    assert (tuple(opened.window.board.tiles), tuple(opened.window.board.cards)) == (ALL, tuple(CARDS))


def test_the_wall_shows_figures_alone_and_esc_leaves_it(opened: DashboardRoom, qtbot: QtBot) -> None:
    qtbot.keyClick(opened.window, Qt.Key.Key_F11)
    assert opened.window.is_wall
    assert opened.window.isFullScreen()
    assert opened.window.bar.isHidden()
    qtbot.keyClick(opened.window, Qt.Key.Key_Escape)
    assert not opened.window.is_wall
    assert not opened.window.isFullScreen()


def test_a_link_is_copied_and_opened_from_the_palette(
    place: Workplace, opened: DashboardRoom, qtbot: QtBot
) -> None:
    opened.window.arranging.arranged.emit(("overdue",), ("age", "flow"))
    opened.window.bar.pressed.emit("copy")
    link = QGuiApplication.clipboard().text()
    assert link == "ventanilla:dashboard?period=today&compare=1&tiles=overdue&cards=age,flow"
    opened.window.arranging.resetAsked.emit()
    place.gestures.perform("palette")
    field = place.window.commands.findChild(QLineEdit)
    field.setText(link)
    assert place.window.commands.lines == ["Open these live figures"]
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert list(opened.window.board.tiles) == ["overdue"]
    assert list(opened.window.board.cards) == ["age", "flow"]


def test_a_link_to_a_wall_opens_the_wall_and_follows(place: Workplace, qtbot: QtBot) -> None:
    place.dashboard.open_link("ventanilla:dashboard?tiles=open&cards=flow&wall=1")
    room = place.dashboard.room
    assert room is not None
    assert room.window.is_wall
    qtbot.waitUntil(lambda: room.board.fetched_at is not None)


@pytest.mark.parametrize("part", ["board", "behind", "arranging"])
def test_every_place_that_takes_the_focus_has_a_name(opened: DashboardRoom, part: str) -> None:
    if part == "behind":
        opened.window.board.tiles["open"].click()
    elif part == "arranging":
        opened.window.bar.pressed.emit("arrange")
    unnamed = [
        f"{type(one).__name__} {one.objectName()}" for one in focusable(opened.window) if not name_of(one)
    ]
    assert unnamed == []


def test_tab_leads_from_the_period_to_every_card(opened: DashboardRoom) -> None:
    opened.window.bar.period.setFocus()
    reached = set()
    for _step in range(60):
        opened.window.focusNextChild()
        reached.add(opened.window.focusWidget())
    assert set(opened.window.board.tiles.values()) <= reached


class TestOfAnAgent:
    """Who does not lead sees their own figures, and no one else's."""

    @pytest.fixture(autouse=True)
    def _is_agent(self, services: LittleServices) -> None:
        services.people.alter(ANA_IS["id"], role=Role.AGENT)

    def test_only_their_own_is_asked_for_and_shown(
        self, place: Workplace, services: LittleServices, qtbot: QtBot
    ) -> None:
        room = open_figures(place, qtbot)
        assert tuple(room.window.board.tiles) == OWN
        assert not {"loads", "usual"} & set(room.window.board.cards)
        asked = [query for path, query in services.metrics.asked if path == FIGURES]
        assert {query["employee"][0] for query in asked} == {ANA_IS["id"]}
        assert services.metrics.count(BACKLOG) == services.metrics.count(USUAL) == 0

    def test_nothing_can_be_given_away_from_there(self, place: Workplace, qtbot: QtBot) -> None:
        room = open_figures(place, qtbot)
        room.window.board.tiles["open"].click()
        assert room.window.behind.give.isHidden()

    def test_a_link_of_a_supervisor_shows_what_an_agent_may_see(self, place: Workplace) -> None:
        place.dashboard.open_link("ventanilla:dashboard?period=today&tiles=unassigned,open&cards=loads,age")
        room = place.dashboard.room
        assert room is not None
        assert list(room.window.board.tiles) == ["open"]
        assert list(room.window.board.cards) == ["age"]
