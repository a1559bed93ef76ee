import pytest
from pytestqt.qtbot import QtBot

from desktop.workplace import Workplace
from shared.contracts.vocabulary import MessageKind, State
from tests.support.little_shop import ANA, LittleShop, rules
from tests.support.writing import send, write
from tests.unit.desktop.conftest import Opener

SAID = "Your reply is still a draft."


@pytest.fixture
def undo_s() -> float:
    return 600.0


def test_resolving_what_has_a_half_written_reply_says_so_and_leads_back_to_it(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    write(place, "Hoy sale")
    place.gestures.perform("resolve")
    notice, editor = place.window.incident.notice, place.window.incident.editor
    assert notice.text == SAID
    place.window.queue.table.setFocus()
    notice.press("Go back to it")
    assert editor.field.hasFocus()
    assert editor.field.toPlainText() == "Hoy sale"
    place.undo.hurry()
    qtbot.waitUntil(lambda: shop.incidents[row.id].state is State.RESOLVED)


def test_resolving_from_the_list_names_the_incident_and_the_button_opens_it(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    write(place, "Hoy sale")
    place.incidents.close()
    place.window.queue.table.choose(row.id)
    place.gestures.perform("resolve")
    notice = place.window.queue.notice
    assert notice.text == f"Your reply to {row.reference} is still a draft."
    notice.press("Go back to it")
    assert place.desk.open_id == row.id
    assert place.window.incident.editor.field.toPlainText() == "Hoy sale"


def test_closing_reminds_too(place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot) -> None:
    row = shop.open()
    open_incident(row)
    write(place, "Hoy sale")
    shop.change(row.id, lambda found, at: rules.resolve(found, ANA, at))
    qtbot.waitUntil(lambda: place.desk.queue.rows[row.id].state is State.RESOLVED)
    place.gestures.perform("close")
    assert place.window.incident.notice.text == SAID


def test_the_reminder_goes_with_the_draft(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    open_incident(shop.open())
    write(place, "Hoy sale")
    place.gestures.perform("resolve")
    write(place, "")
    assert place.window.incident.notice.text == ""


def test_nobody_is_reminded_of_a_note_or_of_what_is_on_its_way(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    open_incident(shop.open())
    write(place, "For us", MessageKind.NOTE)
    write(place, "Hoy sale")
    send(place, qtbot)
    place.gestures.perform("resolve")
    place.undo.hurry()
    qtbot.waitUntil(lambda: place.errands.is_idle)
    assert place.window.incident.notice.text == ""
