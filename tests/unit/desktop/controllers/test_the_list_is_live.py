from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from desktop.state.connection import Freshness
from desktop.state.rows import row_of
from desktop.state.scopes import Scope
from desktop.state.views import view_of
from desktop.workplace import Workplace
from shared.contracts.vocabulary import State
from shared.messaging.ports import StreamState
from tests.support.little_services import LittleServices
from tests.support.little_shop import ANA, LUIS, LittleShop, rules
from tests.unit.desktop.conftest import Opener


def subjects(place: Workplace) -> list[str]:
    rows = (place.desk.model.row_at(number) for number in range(place.desk.model.rowCount()))
    return [row.subject for row in rows if row]


@pytest.fixture
def busy_shop(shop: LittleShop) -> None:
    shop.open("Older", minutes_ago=9)
    shop.open("Newer", minutes_ago=3)


@pytest.mark.usefixtures("busy_shop")
def test_what_is_there_already_comes_with_the_snapshot(place: Workplace) -> None:
    assert subjects(place) == ["Newer", "Older"]


def test_a_new_incident_is_painted_and_its_painting_is_told(
    place: Workplace, shop: LittleShop, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(place.window.rowsPainted) as painted:
        row = shop.open("Falta una taza")
    assert (row.id, 1) in painted.args[0]
    assert subjects(place) == ["Falta una taza"]
    assert "1 open" in place.window.status.text


def test_a_claim_by_a_colleague_moves_the_counters(place: Workplace, shop: LittleShop, qtbot: QtBot) -> None:
    row = shop.open()
    shop.change(row.id, lambda found, at: rules.claim(found, LUIS, at))
    qtbot.waitUntil(lambda: place.desk.counters[Scope.UNASSIGNED] == 0)
    assert place.desk.counters[Scope.ALL] == 1
    assert place.desk.counters[Scope.MINE] == 0
    assert place.desk.counters[Scope.TEAM] == 1


def test_a_view_shows_only_its_own(place: Workplace, shop: LittleShop, qtbot: QtBot) -> None:
    shop.open("Free")
    taken = shop.open("Hers")
    shop.change(taken.id, lambda found, at: rules.claim(found, ANA, at))
    qtbot.waitUntil(lambda: place.desk.counters[Scope.MINE] == 1)
    place.window.sidebar.chosen.emit(view_of(Scope.MINE))
    assert subjects(place) == ["Hers"]
    place.window.sidebar.chosen.emit(view_of(Scope.UNASSIGNED))
    assert subjects(place) == ["Free"]


def test_the_filter_narrows_the_list_as_one_types(place: Workplace, shop: LittleShop, qtbot: QtBot) -> None:
    shop.open("Tetera rota", customer="José Ortiz")
    shop.open("Cobro duplicado", customer="Emma Clarke")
    qtbot.waitUntil(lambda: len(subjects(place)) == 2)
    place.window.top_bar.filter.setText("jose")
    assert subjects(place) == ["Tetera rota"]
    place.window.top_bar.filter.setText("nothing like it")
    assert subjects(place) == []
    assert "nothing like it" in place.window.queue.empty_text


def test_the_open_incident_is_counted_as_shown_only_while_it_is_open(
    place: Workplace, shop: LittleShop, open_incident: Opener
) -> None:
    open_incident(shop.open())
    place.window.top_bar.filter.setText("nothing like it")
    assert "1 shown" in place.window.status.text
    place.incidents.close()
    assert "0 shown" in place.window.status.text


def test_after_a_cut_only_what_changed_is_asked_for_and_the_badge_tells(
    place: Workplace, shop: LittleShop, services: LittleServices, qtbot: QtBot
) -> None:
    row = shop.open()
    qtbot.waitUntil(lambda: row.id in place.desk.queue.rows)
    shop.broker.readers.clear()
    place.queue.on_state(StreamState("offline", "gone"))
    assert place.window.top_bar.badge.text.startswith("offline since")
    shop.change(row.id, lambda found, at: rules.resolve(found, LUIS, at))
    place.queue.on_state(StreamState("subscribed"))
    assert place.queue.connection.freshness is Freshness.CATCHING_UP
    place.queue.on_state(StreamState("live"))
    qtbot.waitUntil(lambda: place.queue.connection.freshness is Freshness.LIVE)
    assert place.desk.queue.rows[row.id].state is State.RESOLVED


def test_a_snapshot_that_fails_is_said_where_the_list_is_and_tried_again(
    place: Workplace, services: LittleServices, qtbot: QtBot
) -> None:
    services.broken = lambda _method, path: b"<html>" if path == "/api/v1/queue" else None
    place.queue.on_state(StreamState("offline"))
    place.queue.on_state(StreamState("subscribed"))
    place.queue.on_state(StreamState("live"))
    qtbot.waitUntil(lambda: "could not be fetched" in place.window.queue.notice.text)
    assert place.queue.connection.freshness is Freshness.CATCHING_UP
    services.broken = lambda _method, _path: None
    qtbot.waitUntil(lambda: place.queue.connection.freshness is Freshness.LIVE)
    assert place.window.queue.notice.text == ""


def test_what_was_missed_in_a_cut_comes_though_the_first_answers_after_it_fail(
    place: Workplace, shop: LittleShop, services: LittleServices, qtbot: QtBot
) -> None:
    row, other = shop.open("Missed"), shop.open("Seen")
    qtbot.waitUntil(lambda: {row.id, other.id} <= place.desk.queue.rows.keys())
    readers = shop.broker.readers.copy()
    shop.broker.readers.clear()
    place.queue.on_state(StreamState("offline", "gone"))
    shop.change(row.id, lambda found, at: rules.resolve(found, LUIS, at))
    services.broken = lambda _method, path: b"<html>" if path == "/api/v1/queue" else None
    place.queue.on_state(StreamState("subscribed"))
    qtbot.waitUntil(lambda: "could not be fetched" in place.window.queue.notice.text)
    # Now the stream tells of something an hour later; what was missed is older than that.
    later = place.desk.queue.rows[other.id].model_copy(
        update={"version": 99, "updated_at": row.updated_at + timedelta(hours=1)}
    )
    place.desk.queue.apply(row_of(later))
    services.broken = lambda _method, _path: None
    qtbot.waitUntil(lambda: place.desk.queue.rows[row.id].state is State.RESOLVED)
    shop.broker.readers.extend(readers)


def test_a_hundred_changes_come_in_handfuls(place: Workplace, shop: LittleShop, qtbot: QtBot) -> None:
    row = shop.open()
    for number in range(100):
        shop.comment(row.id, f"Message {number}")
    qtbot.waitUntil(lambda: place.desk.queue.version_of(row.id) == 101)
    assert subjects(place) == [row.subject]
