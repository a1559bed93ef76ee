from uuid import uuid4

from pytestqt.qtbot import QtBot

from desktop.workplace import Workplace
from shared.contracts.vocabulary import MessageKind
from tests.support.little_services import LittleServices
from tests.support.little_shop import ANA, LittleShop, rules
from tests.support.writing import said, send, write
from tests.unit.desktop.conftest import Opener


def lose_the_answer(
    place: Workplace, services: LittleServices, qtbot: QtBot, text: str, status: int = 504
) -> None:
    """Send words to a service that answers the sending with an error, and the next one as ever."""
    services.broken = lambda method, _path: status if method == "POST" else None
    write(place, text)
    send(place, qtbot)
    qtbot.waitUntil(lambda: place.window.incident.editor.notice.text.startswith("Not sent."))
    services.broken = lambda _method, _path: None


def test_a_reply_that_fails_stays_and_can_be_sent_again_without_being_doubled(
    place: Workplace, shop: LittleShop, services: LittleServices, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    lose_the_answer(place, services, qtbot, "Hola", status=503)
    assert place.window.incident.editor.field.toPlainText() == "Hola"
    place.window.incident.editor.notice.press("Try again")
    qtbot.waitUntil(lambda: said(shop, row) == [(MessageKind.REPLY, "Hola")])


def test_an_answer_that_was_lost_on_the_way_is_recognised_when_it_turns_up(
    place: Workplace, shop: LittleShop, services: LittleServices, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    lose_the_answer(place, services, qtbot, "Hola")
    editor = place.window.incident.editor
    # It had arrived all the same.
    shop.change(row.id, lambda found, at: rules.reply(found, ANA, at, uuid4(), "Hola"))
    qtbot.waitUntil(lambda: editor.field.toPlainText() == "")
    assert editor.notice.text == ""


def test_words_written_after_an_answer_was_lost_stay_when_the_first_ones_turn_up(
    place: Workplace, shop: LittleShop, services: LittleServices, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    lose_the_answer(place, services, qtbot, "Hola")
    write(place, "Hola, te mandamos otra.")
    shop.change(row.id, lambda found, at: rules.reply(found, ANA, at, uuid4(), "Hola"))
    editor = place.window.incident.editor
    qtbot.waitUntil(lambda: "Hola" in place.window.incident.conversation.texts())
    qtbot.waitUntil(lambda: editor.notice.text == "")
    assert editor.field.toPlainText() == "Hola, te mandamos otra."
    kept = place.drafts.get((row.id, MessageKind.REPLY))
    assert kept is not None
    assert kept.text == "Hola, te mandamos otra."
    send(place, qtbot)
    qtbot.waitUntil(lambda: said(shop, row)[1:] == [(MessageKind.REPLY, "Hola, te mandamos otra.")])


def test_a_note_with_the_same_words_does_not_pass_for_the_reply_that_was_lost(
    place: Workplace, shop: LittleShop, services: LittleServices, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    lose_the_answer(place, services, qtbot, "Hola")
    shop.change(row.id, lambda found, at: rules.note(found, ANA, at, uuid4(), "Hola"))
    qtbot.waitUntil(lambda: "Hola" in place.window.incident.conversation.texts())
    qtbot.waitUntil(lambda: place.desk.detail is not None and place.desk.detail.row.version == 2)
    assert place.window.incident.editor.field.toPlainText() == "Hola"
    place.window.incident.editor.notice.press("Try again")
    qtbot.waitUntil(lambda: said(shop, row) == [(MessageKind.NOTE, "Hola"), (MessageKind.REPLY, "Hola")])


def test_a_failure_for_an_incident_that_one_has_left_is_said_at_the_list(
    place: Workplace, shop: LittleShop, services: LittleServices, open_incident: Opener, qtbot: QtBot
) -> None:
    first, second = shop.open("First"), shop.open("Second")
    open_incident(first)
    services.broken = lambda method, _path: 500 if method == "POST" else None
    write(place, "Hola")
    send(place, qtbot)
    place.incidents.open(second.id)
    notice = place.window.queue.notice
    qtbot.waitUntil(lambda: first.reference in notice.text)
    notice.press("Open")
    assert place.desk.open_id == first.id
    assert place.window.incident.editor.field.toPlainText() == "Hola"
