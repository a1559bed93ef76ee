import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.workplace import Workplace
from shared.contracts.vocabulary import State
from tests.support.little_services import LittleServices
from tests.support.little_shop import LUIS, LittleShop, rules
from tests.unit.desktop.conftest import Opener

Key = Qt.Key


def is_read(place: Workplace, version: int) -> bool:
    """Tell whether the conversation on screen has this version."""
    return place.desk.detail is not None and place.desk.detail.row.version == version


def test_c_claims_the_chosen_incident(place: Workplace, shop: LittleShop, qtbot: QtBot) -> None:
    row = shop.open()
    qtbot.waitUntil(lambda: place.desk.model.rowCount() == 1)
    qtbot.keyClick(place.window, Key.Key_J)
    assert place.desk.open_id == row.id
    qtbot.keyClick(place.window, Key.Key_C)
    qtbot.waitUntil(lambda: shop.incidents[row.id].assignee is not None)
    qtbot.waitUntil(lambda: "release" in place.window.incident.header.offered())


@pytest.mark.parametrize(
    ("key", "modifier", "state"),
    [
        (Key.Key_W, Qt.KeyboardModifier.NoModifier, State.WAITING),
        (Key.Key_E, Qt.KeyboardModifier.NoModifier, State.RESOLVED),
    ],
)
def test_w_waits_and_e_resolves(
    place: Workplace,
    shop: LittleShop,
    open_incident: Opener,
    qtbot: QtBot,
    key: Key,
    modifier: Qt.KeyboardModifier,
    state: State,
) -> None:
    row = shop.open()
    open_incident(row)
    qtbot.keyClick(place.window, key, modifier)
    qtbot.waitUntil(lambda: shop.incidents[row.id].state is state)


def test_o_reopens(place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot) -> None:
    row = shop.open()
    shop.change(row.id, lambda found, at: rules.resolve(found, LUIS, at))
    open_incident(row)
    qtbot.keyClick(place.window, Key.Key_O)
    qtbot.waitUntil(lambda: shop.incidents[row.id].state is State.OPEN)


def test_shift_e_closes_what_is_resolved_and_nothing_else(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    qtbot.keyClick(place.window, Key.Key_E, Qt.KeyboardModifier.ShiftModifier)
    assert place.window.incident.notice.text == "Not possible: it is “New”."
    shop.change(row.id, lambda found, at: rules.resolve(found, LUIS, at))
    qtbot.waitUntil(lambda: "close" in place.window.incident.header.offered() and is_read(place, 2))
    qtbot.keyClick(place.window, Key.Key_E, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: shop.incidents[row.id].state is State.CLOSED)
    qtbot.waitUntil(lambda: row.id not in place.desk.queue.rows)


def test_a_letter_typed_into_a_field_is_only_a_letter(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    qtbot.keyClick(place.window, Key.Key_R)
    field = place.window.incident.editor.field
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, "cer")
    assert field.toPlainText() == "cer"
    assert shop.incidents[row.id].version == 1


def test_a_claim_over_a_harmless_change_goes_through(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    shop.broker.readers.clear()  # the console does not hear of it
    shop.change(row.id, lambda found, at: rules.pause(found, LUIS, at))
    place.gestures.perform("claim")
    qtbot.waitUntil(lambda: shop.incidents[row.id].assignee is not None)


def test_who_comes_second_is_told_who_was_first(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    shop.broker.readers.clear()
    shop.change(row.id, lambda found, at: rules.claim(found, LUIS, at))
    place.gestures.perform("claim")
    notice = place.window.incident.notice
    qtbot.waitUntil(lambda: bool(notice.text))
    assert notice.text == "Luis Romero took it just before you. Luis Romero has it."
    assert place.desk.queue.rows[row.id].assignee is not None


def test_resolving_over_new_words_asks_to_look_first(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    shop.broker.readers.clear()
    shop.comment(row.id, "Wait, there is more")
    place.gestures.perform("resolve")
    notice = place.window.incident.notice
    qtbot.waitUntil(lambda: bool(notice.text))
    assert "Look at it first" in notice.text
    assert shop.incidents[row.id].state is State.OPEN
    qtbot.waitUntil(lambda: is_read(place, 2))
    place.gestures.perform("resolve")
    qtbot.waitUntil(lambda: shop.incidents[row.id].state is State.RESOLVED)


def test_what_is_not_possible_says_why(place: Workplace, shop: LittleShop, open_incident: Opener) -> None:
    row = shop.open()
    open_incident(row)
    place.gestures.perform("reopen")
    assert place.window.incident.notice.text == "Not possible: it is “New”."


def test_a_failed_gesture_can_be_tried_again_from_its_line(
    place: Workplace, shop: LittleShop, services: LittleServices, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    services.broken = lambda method, _path: 500 if method == "PUT" else None
    place.gestures.perform("claim")
    notice = place.window.incident.notice
    qtbot.waitUntil(lambda: bool(notice.text))
    services.broken = lambda _method, _path: None
    notice.press("Try again")
    qtbot.waitUntil(lambda: shop.incidents[row.id].assignee is not None)


def test_escape_leads_back_step_by_step(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    open_incident(shop.open())
    qtbot.keyClick(place.window, Key.Key_N)
    field = place.window.incident.editor.field
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClick(field, Key.Key_Escape)
    assert place.window.queue.table.hasFocus()
    qtbot.keyClick(place.window, Key.Key_Escape)
    assert place.desk.open_id is None
    assert not place.window.incident.isVisible()


def test_slash_goes_to_the_filter_and_enter_to_what_it_found(
    place: Workplace, shop: LittleShop, qtbot: QtBot
) -> None:
    shop.open("Tetera")
    wanted = shop.open("Cobro", minutes_ago=9)
    qtbot.waitUntil(lambda: place.desk.model.rowCount() == 2)
    qtbot.keyClick(place.window, Key.Key_Slash)
    box = place.window.top_bar.filter
    qtbot.waitUntil(box.hasFocus)
    qtbot.keyClicks(box, "cobro")
    qtbot.keyClick(box, Key.Key_Return)
    assert place.window.queue.table.selected == wanted.id


def test_the_question_mark_shows_every_key(place: Workplace, qtbot: QtBot) -> None:
    qtbot.keyClick(place.window, "?")
    assert place.window.help.isVisible()
    qtbot.keyClick(place.window.help, Key.Key_Escape)
    assert not place.window.help.isVisible()
