import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.views.message_card import MessageCard
from desktop.workplace import Workplace
from shared.contracts.resources import IncidentRow
from tests.support.little_shop import LittleShop
from tests.unit.desktop.conftest import Opener

Key = Qt.Key
GRINDER = "Además, la otra caja traía un molinillo que no pedí."


@pytest.fixture
def row(place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot) -> IncidentRow:
    opened = shop.open()
    shop.comment(opened.id, GRINDER)
    shop.comment(opened.id, "Gracias.")
    open_incident(opened)
    qtbot.waitUntil(lambda: len(place.window.incident.conversation.texts()) == 3)
    return opened


def choose(place: Workplace, qtbot: QtBot, letters: str) -> None:
    qtbot.waitUntil(place.window.commands.isVisible)
    field = place.window.commands.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, letters)
    qtbot.keyClick(field, Key.Key_Return)


def test_s_makes_a_message_an_incident_of_its_own_and_opens_it(
    place: Workplace, shop: LittleShop, row: IncidentRow, qtbot: QtBot
) -> None:
    qtbot.keyClick(place.window, Key.Key_S)
    choose(place, qtbot, "molinillo")
    choose(place, qtbot, "A grinder nobody ordered")
    qtbot.waitUntil(lambda: len(shop.incidents) == 2)
    [made] = [one for one in shop.incidents.values() if one.id != row.id]
    qtbot.waitUntil(lambda: place.desk.open_id == made.id)
    assert (made.subject, made.description) == ("A grinder nobody ordered", GRINDER)


def test_the_message_that_has_the_focus_is_not_asked_for_and_its_words_are_offered_as_the_subject(
    place: Workplace, shop: LittleShop, row: IncidentRow, qtbot: QtBot
) -> None:
    card = next(
        one
        for one in place.window.incident.conversation.findChildren(MessageCard)
        if one.message.text == GRINDER
    )
    card._words.setFocus()
    place.gestures.perform("split")
    choose(place, qtbot, "")
    qtbot.waitUntil(lambda: len(shop.incidents) == 2)
    assert GRINDER in {one.subject for one in shop.incidents.values()}


def test_the_description_itself_stays_where_it_is(place: Workplace, row: IncidentRow, qtbot: QtBot) -> None:
    cards = place.window.incident.conversation.findChildren(MessageCard)
    opening = next(one for one in cards if one.message.id == row.id)
    opening.splitAsked.emit(opening.message)
    text = "Only what the customer wrote later can become an incident of its own."
    assert place.window.incident.notice.text == text


def test_what_no_customer_added_to_offers_no_message(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    open_incident(shop.open())
    place.gestures.perform("split")
    text = "Its customer wrote nothing besides the description."
    assert place.window.incident.notice.text == text
