"""For a while, what was done can be undone. Here that while never ends by itself, unless a test says so."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.app import Console
from desktop.workplace import Workplace
from shared.contracts.vocabulary import MessageKind, Priority, State
from tests.support.little_shop import ANA, LUIS, LittleShop, rules
from tests.support.writing import said, send, write
from tests.unit.desktop.conftest import Opener

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
A_WHILE = 600.0


@pytest.fixture
def undo_s(request: pytest.FixtureRequest) -> float:
    return float(getattr(request, "param", A_WHILE))


def test_a_reply_waits_and_comes_back_to_its_author(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    write(place, "Hoy sale otra tetera.")
    send(place, qtbot)
    assert place.window.undo.text == f"Reply  ·  {row.reference}  ·  not sent yet"
    place.incidents.close()
    qtbot.keyClick(place.window, Key.Key_Z, CTRL)
    field = place.window.incident.editor.field
    qtbot.waitUntil(field.hasFocus)
    assert field.toPlainText() == "Hoy sale otra tetera."
    assert not field.isReadOnly()
    assert place.window.undo.text == ""
    assert said(shop, row) == []


@pytest.mark.parametrize("undo_s", [0.3], indirect=True)
def test_what_is_not_taken_back_goes_out_by_itself(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    write(place, "Hoy sale otra tetera.")
    send(place, qtbot)
    qtbot.waitUntil(lambda: said(shop, row) == [(MessageKind.REPLY, "Hoy sale otra tetera.")])
    qtbot.waitUntil(lambda: place.window.undo.text == "")


def test_who_goes_on_with_the_incident_sends_what_waits_for_it(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    write(place, "Hoy sale otra tetera.")
    send(place, qtbot)
    qtbot.keyClick(place.window, Key.Key_E)
    qtbot.waitUntil(lambda: said(shop, row) == [(MessageKind.REPLY, "Hoy sale otra tetera.")])


def test_a_resolution_waits_too_and_undoing_it_changes_nothing(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    qtbot.keyClick(place.window, Key.Key_E)
    qtbot.keyClick(place.window, Key.Key_E)  # an impatient finger is no second wish
    assert place.window.undo.text == f"Resolve  ·  {row.reference}  ·  not sent yet"
    place.undo.undo()
    place.undo.hurry()
    assert place.errands.is_idle
    assert shop.incidents[row.id].version == 1


def test_a_resolution_that_waits_is_stopped_by_words_that_come_in(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    qtbot.keyClick(place.window, Key.Key_E)
    shop.comment(row.id, "It still leaks!")
    qtbot.waitUntil(lambda: place.desk.queue.rows[row.id].version == 2)
    place.undo.hurry()
    notice = place.window.incident.notice
    qtbot.waitUntil(lambda: bool(notice.text))
    assert "Look at it first" in notice.text
    assert shop.incidents[row.id].state is State.OPEN


def test_a_claim_is_done_at_once_and_undone_by_giving_it_back(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    qtbot.keyClick(place.window, Key.Key_C)
    qtbot.waitUntil(lambda: place.window.undo.text == f"Claim  ·  {row.reference}")
    qtbot.keyClick(place.window, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: shop.incidents[row.id].version == 3)
    assert shop.incidents[row.id].assignee is None
    assert place.window.undo.text == ""


def test_a_release_gives_it_back_to_who_had_it(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    shop.change(row.id, lambda found, at: rules.claim(found, LUIS, at))
    open_incident(row)
    qtbot.waitUntil(lambda: place.desk.queue.rows[row.id].version == 2)
    place.gestures.perform("release")
    qtbot.waitUntil(lambda: shop.incidents[row.id].assignee is None)
    qtbot.waitUntil(lambda: place.window.undo.text == f"Release  ·  {row.reference}")
    place.undo.undo()
    qtbot.waitUntil(lambda: shop.incidents[row.id].assignee is not None)
    holder = shop.incidents[row.id].assignee
    assert holder is not None
    assert holder.id == LUIS.id


def test_the_newest_is_undone_first(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    first, second = shop.open("First"), shop.open("Second")
    for row in (first, second):
        open_incident(row)
        place.gestures.perform("claim")
        qtbot.waitUntil(lambda row=row: row.reference in place.window.undo.text)  # type: ignore[misc]
    place.undo.undo()
    qtbot.waitUntil(lambda: shop.incidents[second.id].assignee is None)
    assert shop.incidents[first.id].assignee is not None
    assert place.window.undo.text == f"Claim  ·  {first.reference}"


def test_whoever_leaves_sends_what_waits(
    place: Workplace, console: Console, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    write(place, "Hoy sale otra tetera.")
    send(place, qtbot)
    console.close()
    assert said(shop, row) == [(MessageKind.REPLY, "Hoy sale otra tetera.")]


def test_a_crash_while_it_waits_leaves_a_draft(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    write(place, "Hoy sale otra tetera.")
    send(place, qtbot)
    draft = place.drafts.get((row.id, MessageKind.REPLY))
    assert draft is not None
    assert draft.text == "Hoy sale otra tetera."


def test_a_gesture_asked_for_while_another_is_under_way_follows_it(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    place.gestures.perform("claim")
    place.gestures.perform("pause")
    qtbot.waitUntil(lambda: shop.incidents[row.id].state is State.WAITING)
    holder = shop.incidents[row.id].assignee
    assert holder is not None
    assert holder.id == ANA.id
    assert shop.incidents[row.id].priority is Priority.NORMAL
