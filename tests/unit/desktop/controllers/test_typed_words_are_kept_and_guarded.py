import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.app import Console
from desktop.services.preferences import drafts_folder
from desktop.state.drafts import DraftFolder
from desktop.workplace import Workplace
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import TEXT_MAX, MessageKind, State
from tests.support.little_services import ANA_IS, PASSWORD, LittleServices
from tests.support.little_shop import ANA, LUIS, LittleShop, rules
from tests.support.writing import said, send, write
from tests.unit.desktop.conftest import Opener


def test_a_reply_goes_out_and_appears_in_the_conversation(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    write(place, "  Hoy sale otra tetera.  ")
    send(place, qtbot)
    qtbot.waitUntil(lambda: "Hoy sale otra tetera." in place.window.incident.conversation.texts())
    assert said(shop, row) == [(MessageKind.REPLY, "Hoy sale otra tetera.")]
    qtbot.waitUntil(lambda: place.window.incident.editor.field.toPlainText() == "")


def test_reply_and_resolve_is_one_step(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    write(place, "Ya está.")
    send(place, qtbot, and_resolve=True)
    qtbot.waitUntil(lambda: shop.incidents[row.id].state is State.RESOLVED)
    assert shop.incidents[row.id].version == 2


def test_shift_r_makes_resolving_the_main_button(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    qtbot.keyClick(place.window, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(place.window.incident.editor.field, "Listo.")
    send(place, qtbot)
    qtbot.waitUntil(lambda: shop.incidents[row.id].state is State.RESOLVED)


def test_the_wish_to_resolve_does_not_wander_to_the_next_incident(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    first, second = shop.open("First"), shop.open("Second")
    open_incident(first)
    place.gestures.perform("reply-resolve")
    open_incident(second)
    write(place, "Hola")
    send(place, qtbot)
    qtbot.waitUntil(lambda: said(shop, second) == [(MessageKind.REPLY, "Hola")])
    assert shop.incidents[second.id].state is State.ASSIGNED


def test_a_note_is_a_note_and_each_tab_keeps_its_own_words(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    write(place, "for the customer")
    write(place, "for colleagues", MessageKind.NOTE)
    send(place, qtbot)
    qtbot.waitUntil(lambda: said(shop, row) == [(MessageKind.NOTE, "for colleagues")])
    place.window.incident.editor.start(MessageKind.REPLY)
    assert place.window.incident.editor.field.toPlainText() == "for the customer"


def test_html_from_a_customer_is_shown_as_the_text_that_it_is(
    place: Workplace, shop: LittleShop, open_incident: Opener
) -> None:
    open_incident(shop.open(description="<script>alert(1)</script><b>bold</b>"))
    assert place.window.incident.conversation.texts() == ["<script>alert(1)</script><b>bold</b>"]


def test_a_draft_is_on_the_disk_as_it_is_typed_and_there_again_after_a_crash(
    place: Workplace, shop: LittleShop, console: Console, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    write(place, "half a sent")
    folder = DraftFolder(drafts_folder(ANA.id or ""))
    qtbot.waitUntil(lambda: (row.id, MessageKind.REPLY) in folder.load_all())
    # No goodbye: another console starts from the same folder, as after a crash.
    console.sign_in.sign_in(ANA_IS["email"], PASSWORD)
    qtbot.waitUntil(lambda: console.workplace is not None and console.workplace is not place)
    again = console.workplace
    assert again is not None
    qtbot.waitUntil(lambda: row.id in again.desk.queue.rows)
    again.incidents.open(row.id)
    assert again.window.incident.editor.field.toPlainText() == "half a sent"


def test_words_that_come_in_while_one_writes_are_announced(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    write(place, "Hola")
    shop.comment(row.id, "Otra cosa")
    notice = place.window.incident.editor.notice
    qtbot.waitUntil(lambda: bool(notice.text))
    assert notice.text == "Marta Ruiz wrote since you began to write."


def guarded(place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot) -> IncidentRow:
    row = shop.open()
    open_incident(row)
    shop.broker.readers.clear()  # the event is still on its way
    write(place, "Te la cambiamos.")
    shop.comment(row.id, "Ya no hace falta, gracias.")
    send(place, qtbot)
    qtbot.waitUntil(place.window.incident.editor.guard.isVisible)
    assert said(shop, row) == [(MessageKind.MESSAGE, "Ya no hace falta, gracias.")]
    return row


def test_a_reply_over_unseen_words_stops_and_shows_them(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    guarded(place, shop, open_incident, qtbot)
    unseen = place.window.incident.editor.guard.unseen
    assert unseen is not None
    assert [one.text for one in unseen.messages] == ["Ya no hace falta, gracias."]
    assert place.window.incident.editor.field.toPlainText() == "Te la cambiamos."


def test_the_guard_shows_only_what_came_later_and_all_of_it_on_demand(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    shop.comment(row.id, "Seen before writing")
    qtbot.waitUntil(lambda: place.desk.queue.version_of(row.id) == 2)
    open_incident(row)
    shop.broker.readers.clear()
    write(place, "Te la cambiamos.")
    long = "Ya no hace falta, de verdad. " * 80 + "El final."
    shop.comment(row.id, long)
    send(place, qtbot)
    guard = place.window.incident.editor.guard
    qtbot.waitUntil(guard.isVisible)
    (quote,) = guard.quotes
    assert quote.text.endswith("…")
    qtbot.mouseClick(quote.findChild(QPushButton, "show-all"), Qt.MouseButton.LeftButton)
    assert quote.text == long
    qtbot.waitUntil(lambda: quote.height() > guard.height())
    assert guard.height() < place.window.height() / 2, "what is long scrolls"


def test_send_anyway_sends_over_what_was_shown(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = guarded(place, shop, open_incident, qtbot)
    place.window.incident.editor.guard.sendAnyway.emit()
    qtbot.waitUntil(lambda: (MessageKind.REPLY, "Te la cambiamos.") in said(shop, row))


def test_keep_editing_counts_as_having_seen_it(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = guarded(place, shop, open_incident, qtbot)
    place.window.incident.editor.guard.keepEditing.emit()
    write(place, "De acuerdo, entonces lo cerramos.")
    send(place, qtbot)
    qtbot.waitUntil(lambda: (MessageKind.REPLY, "De acuerdo, entonces lo cerramos.") in said(shop, row))


def test_discard_forgets_the_words_for_good(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = guarded(place, shop, open_incident, qtbot)
    place.window.incident.editor.guard.discarded.emit()
    assert place.window.incident.editor.field.toPlainText() == ""
    folder = DraftFolder(drafts_folder(ANA.id or ""))
    qtbot.waitUntil(lambda: (row.id, MessageKind.REPLY) not in folder.load_all())


def test_a_harmless_change_in_between_stops_no_reply(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    shop.broker.readers.clear()
    write(place, "Hola")
    shop.change(row.id, lambda found, at: rules.claim(found, LUIS, at))
    send(place, qtbot)
    qtbot.waitUntil(lambda: (MessageKind.REPLY, "Hola") in said(shop, row))


def test_a_text_that_is_too_long_is_counted_and_not_cut(
    place: Workplace, shop: LittleShop, services: LittleServices, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    write(place, "x" * 10_001)
    send(place, qtbot)
    assert len(place.window.incident.editor.field.toPlainText()) == 10_001
    # What goes out later shows that nothing went out before it.
    write(place, "x" * 10_000)
    send(place, qtbot)
    qtbot.waitUntil(lambda: said(shop, row) == [(MessageKind.REPLY, "x" * 10_000)])
    assert services.requests.count(("POST", f"/api/v1/incidents/{row.id}/replies")) == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [(" \n ", "Nothing is written yet"), ("a" * (TEXT_MAX + 3), "Too long by 3 characters")],
    ids=["blank", "too long"],
)
def test_who_presses_the_key_over_words_that_cannot_go_is_told_why(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot, text: str, reason: str
) -> None:
    row = shop.open()
    open_incident(row)
    editor = place.window.incident.editor
    editor.start(MessageKind.REPLY)
    editor.field.setPlainText(text)
    qtbot.keyClick(editor.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert reason in [label.text() for label in editor.findChildren(QLabel)]
    assert said(shop, row) == []
