"""The live figures: they move with what happens, at a bounded pace, and say when they are old."""

from time import monotonic
from uuid import uuid4

import pytest
from pytestqt.qtbot import QtBot

from desktop.controllers.dashboard_room import DashboardRoom
from desktop.services.addresses import Addresses
from desktop.workplace import Workplace
from shared.clock import utc_now
from shared.contracts.envelope import Envelope
from shared.contracts.figures import FiguresChanged
from shared.contracts.resources import Actor
from shared.contracts.topology import EVENTS, event_key
from shared.contracts.vocabulary import ActorKind, Language
from tests.support.little_metrics import BACKLOG, FIGURES
from tests.support.little_services import LittleServices
from tests.support.little_shop import LittleShop
from tests.unit.desktop.conftest import addresses_at

WITHIN_S = 2.0
SYSTEM = Actor(kind=ActorKind.SYSTEM, name="metrics")
FIGURES_ID = uuid4()


@pytest.fixture
def opened(place: Workplace, qtbot: QtBot) -> DashboardRoom:
    """The live figures, with everything fetched once."""
    place.gestures.perform("dashboard")
    room = place.dashboard.room
    assert room is not None
    qtbot.waitUntil(lambda: room.board.fetched_at is not None)
    return room


def tell_changed(shop: LittleShop, applied: int = 1) -> None:
    event = FiguresChanged(id=FIGURES_ID, applied=applied, actor=SYSTEM)
    envelope = Envelope.wrap(event, id=uuid4(), source="metrics", time=utc_now(), correlationid=uuid4())
    shop.broker.route(EVENTS, event_key(event), envelope.to_json())


def value(room: DashboardRoom, name: str) -> str:
    return room.window.board.tiles[name].value


def test_a_tile_moves_within_two_seconds_of_the_event(
    opened: DashboardRoom, shop: LittleShop, qtbot: QtBot
) -> None:
    assert value(opened, "open") == "0"
    began = monotonic()
    shop.open()
    tell_changed(shop)
    qtbot.waitUntil(lambda: value(opened, "open") == "1" and value(opened, "arrivals") == "1")
    assert monotonic() - began < WITHIN_S


def test_where_nobody_tells_of_figures_an_incident_is_news_enough(
    opened: DashboardRoom, shop: LittleShop, qtbot: QtBot
) -> None:
    began = monotonic()
    shop.open()
    qtbot.waitUntil(lambda: value(opened, "open") == "1")
    assert monotonic() - began < WITHIN_S


def test_a_flood_of_news_is_fetched_once_a_second_one_request_at_a_time(
    opened: DashboardRoom, shop: LittleShop, services: LittleServices, qtbot: QtBot
) -> None:
    before, began = services.metrics.count(BACKLOG), monotonic()
    for number in range(60):
        shop.open(f"Tetera {number}")
        tell_changed(shop, number + 1)
        qtbot.waitUntil(lambda number=number: len(opened.screen._desk.queue.rows) == number + 1)  # type: ignore[misc]
    qtbot.waitUntil(lambda: value(opened, "open") == "60")
    elapsed = monotonic() - began
    assert services.metrics.count(BACKLOG) - before <= elapsed + 2
    assert services.metrics.at_once_max == 1


def test_who_hears_of_figures_does_not_go_by_incidents(
    place: Workplace, opened: DashboardRoom, shop: LittleShop, services: LittleServices, qtbot: QtBot
) -> None:
    before = services.metrics.count(BACKLOG)
    tell_changed(shop)
    qtbot.waitUntil(lambda: services.metrics.count(BACKLOG) > before and opened.feed._asking is None)
    before = services.metrics.count(BACKLOG)
    row = shop.open()
    qtbot.waitUntil(lambda: row.id in place.desk.queue.rows)
    assert not opened.feed._timer.isActive()
    assert services.metrics.count(BACKLOG) == before


def test_what_cant_be_fetched_stays_and_is_marked_old_with_the_reason(
    opened: DashboardRoom, shop: LittleShop, services: LittleServices, qtbot: QtBot
) -> None:
    shop.open()
    qtbot.waitUntil(lambda: value(opened, "open") == "1")
    services.broken = lambda _method, path: 503 if path == BACKLOG else None
    opened.feed.poke()
    qtbot.waitUntil(lambda: opened.window.stale.text.startswith("These figures are"))
    assert value(opened, "open") == "1"
    assert opened.window.board.tiles["open"].accessibleName().endswith("old")
    services.broken = lambda _method, _path: None
    qtbot.waitUntil(lambda: not opened.window.stale.text)
    assert not opened.window.board.tiles["open"].accessibleName().endswith("old")


def test_without_an_answer_from_the_beginning_it_says_why_and_shows_no_figures(
    place: Workplace, services: LittleServices, qtbot: QtBot
) -> None:
    services.broken = lambda _method, path: 0 if path == FIGURES else None
    place.gestures.perform("dashboard")
    room = place.dashboard.room
    assert room is not None
    qtbot.waitUntil(lambda: bool(room.board.trouble))
    assert value(room, "open") == "—"
    assert room.window.stale.text == room.board.trouble
    assert room.window.board.charts()["flow"].empty.text() == room.board.trouble


def test_a_closed_window_asks_for_nothing(
    place: Workplace, opened: DashboardRoom, shop: LittleShop, services: LittleServices, qtbot: QtBot
) -> None:
    opened.window.close()
    assert place.dashboard.room is None
    before = len(services.metrics.asked)
    row = shop.open()
    tell_changed(shop)
    qtbot.waitUntil(lambda: row.id in place.desk.queue.rows)
    assert len(services.metrics.asked) == before


def test_the_days_are_those_of_the_shop(place: Workplace, services: LittleServices, qtbot: QtBot) -> None:
    services.metrics.zone = "Pacific/Kiritimati"
    place.gestures.perform("dashboard")
    room = place.dashboard.room
    assert room is not None
    qtbot.waitUntil(lambda: room.board.fetched_at is not None)
    assert room.board.span is not None
    assert room.board.span.since.utcoffset() is not None
    assert str(room.board.span.since.tzinfo) == "Pacific/Kiritimati"
    last = [query for path, query in services.metrics.asked if path == FIGURES][-2]
    assert last["since"][0].endswith("T00:00:00+14:00")


def test_the_language_changes_while_it_is_open(place: Workplace, opened: DashboardRoom, qtbot: QtBot) -> None:
    place.shell.set_language(Language.SPANISH)
    qtbot.waitUntil(lambda: opened.window.windowTitle() == "Cifras en vivo")
    assert opened.window.board.tiles["open"].accessibleName().startswith("Abiertas")
    assert opened.window.board.charts()["flow"].title.text() == "Llegadas y resoluciones"


class TestWithoutAnAddress:
    """A shop that has no service ``metrics``."""

    @pytest.fixture
    def addresses(self, services: LittleServices) -> Addresses:
        return addresses_at(services.url).model_copy(update={"metrics_url": None})

    def test_the_button_says_that_there_are_none(self, place: Workplace) -> None:
        assert "not available" in place.window.top_bar.figures.toolTip()
        place.window.top_bar.figures.click()
        assert "not available" in place.window.queue.notice.text
        assert place.dashboard.room is None
