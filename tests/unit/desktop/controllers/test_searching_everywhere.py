"""Searching everywhere: the words of the filter, in every conversation, closed incidents too."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.views.search_view import SearchView
from desktop.workplace import Workplace
from shared.contracts.search import Excerpt, Highlight, SearchHit
from shared.contracts.vocabulary import State
from tests.support.little_services import LittleServices
from tests.support.little_shop import LUIS, LittleShop, rules


@pytest.fixture
def closed(shop: LittleShop, services: LittleServices) -> SearchHit:
    """What a search finds: an incident that was closed, and so is not in the queue."""
    row = shop.open("Taza <b>rota</b>")
    shop.change(row.id, lambda found, at: rules.resolve(found, LUIS, at))
    row = shop.change(row.id, lambda found, at: rules.close(found, LUIS, at))
    known = row.model_dump(
        include={"id", "reference", "subject", "category", "customer_name", "opened_at", "updated_at"}
    )
    excerpt = Excerpt(text="El <asa> estaba partida.", highlights=(Highlight(start=16, end=23),))
    hit = SearchHit(state=State.CLOSED, excerpt=excerpt, score=1, **known)
    services.hits = (hit,)
    return hit


def search_for(place: Workplace, words: str) -> SearchView:
    place.window.top_bar.filter.setText(words)
    place.gestures.perform("search")
    return place.search.view


def test_what_is_found_stands_in_the_place_of_the_list_and_opens(
    place: Workplace, services: LittleServices, closed: SearchHit, qtbot: QtBot
) -> None:
    view = search_for(place, "asa partida")
    assert "Looking everywhere" in view.title
    qtbot.waitUntil(lambda: view.hits.count() == 1)
    assert services.searched == ["asa partida"]
    assert view.title == "1 incident has “asa partida”"
    assert not place.window.queue.table.isVisible()
    assert "El <asa> estaba partida." in view.hits.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    qtbot.keyClick(view.hits, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: place.desk.detail is not None)
    assert place.desk.open_id == closed.id
    assert closed.id not in place.desk.queue.rows
    assert place.window.incident.isVisible()


def test_esc_gives_the_list_its_place_back(place: Workplace, closed: SearchHit, qtbot: QtBot) -> None:
    view = search_for(place, "asa")
    qtbot.waitUntil(lambda: view.hits.count() == 1)
    qtbot.keyClick(view.hits, Qt.Key.Key_Escape)
    assert place.window.queue.table.isVisible()
    assert view.isHidden()


def test_enter_in_the_filter_looks_everywhere_where_the_list_has_nothing(
    place: Workplace, services: LittleServices, closed: SearchHit, qtbot: QtBot
) -> None:
    place.window.top_bar.focus_filter()
    place.window.top_bar.filter.setText("partida")
    assert "Enter looks everywhere" in place.window.queue.empty_text
    qtbot.keyClick(place.window.top_bar.filter, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: place.search.view.hits.count() == 1)


def test_without_words_it_asks_for_them(place: Workplace, services: LittleServices) -> None:
    place.gestures.perform("search")
    assert place.window.top_bar.filter.hasFocus()
    assert services.searched == []


def test_nothing_found_says_so(place: Workplace, services: LittleServices, qtbot: QtBot) -> None:
    view = search_for(place, "jirafa")
    qtbot.waitUntil(lambda: view.title == "Nothing anywhere matches “jirafa”.")


def test_a_search_that_is_away_is_said_and_tried_again(
    place: Workplace, services: LittleServices, closed: SearchHit, qtbot: QtBot
) -> None:
    services.broken = lambda _method, path: 503 if path == "/api/v1/search" else None
    view = search_for(place, "asa")
    qtbot.waitUntil(lambda: "Nothing can be looked up" in view.notice.text)
    services.broken = lambda _method, _path: None
    view.notice.press("Try again")
    qtbot.waitUntil(lambda: view.hits.count() == 1)
    assert view.notice.text == ""


def test_with_nothing_typed_the_search_key_leads_to_a_field_that_searches_everywhere(
    place: Workplace, shop: LittleShop, services: LittleServices, closed: SearchHit, qtbot: QtBot
) -> None:
    shop.open("La tetera partida")
    control_shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(place.window.queue.table, Qt.Key.Key_F, control_shift)
    field = place.window.top_bar.filter
    qtbot.waitUntil(field.hasFocus)
    assert field.placeholderText() == "Search every conversation: type and press Enter"
    qtbot.keyClicks(field, "partida")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: place.search.view.hits.count() == 1)
    assert services.searched == ["partida"]
    assert "Filter by reference" in field.placeholderText()


def test_n_on_a_result_opens_it_and_begins_the_note(
    place: Workplace, closed: SearchHit, qtbot: QtBot
) -> None:
    view = search_for(place, "asa")
    qtbot.waitUntil(lambda: view.hits.count() == 1)
    view.hits.setFocus()
    qtbot.keyClick(view.hits, Qt.Key.Key_Down)
    qtbot.keyClick(view.hits, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: place.desk.open_id == closed.id)
    qtbot.waitUntil(place.window.incident.editor.field.hasFocus)


def test_r_on_a_result_that_is_open_begins_the_reply(
    place: Workplace, shop: LittleShop, services: LittleServices, closed: SearchHit, qtbot: QtBot
) -> None:
    row = shop.open("Un asa")
    services.hits = (closed.model_copy(update={"id": row.id, "state": row.state}),)
    qtbot.waitUntil(lambda: row.id in place.desk.queue.rows)
    view = search_for(place, "asa")
    qtbot.waitUntil(lambda: view.hits.count() == 1)
    view.hits.setFocus()
    qtbot.keyClick(view.hits, Qt.Key.Key_Down)
    qtbot.keyClick(view.hits, Qt.Key.Key_R)
    qtbot.waitUntil(place.window.incident.editor.field.hasFocus)
    assert place.desk.open_id == row.id
