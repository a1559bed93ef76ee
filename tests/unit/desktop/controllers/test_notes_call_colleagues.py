from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.workplace import Workplace
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import MessageKind
from tests.support.little_shop import LUIS, LittleShop
from tests.support.writing import send
from tests.unit.desktop.conftest import Opener

Key = Qt.Key


@pytest.fixture
def row(shop: LittleShop, open_incident: Opener) -> IncidentRow:
    opened = shop.open()
    open_incident(opened)
    return opened


def begin(place: Workplace, qtbot: QtBot, words: str, kind: MessageKind = MessageKind.NOTE) -> Any:
    editor = place.window.incident.editor
    editor.start(kind)
    qtbot.keyClicks(editor.field, words)
    return editor.field


def test_an_at_sign_offers_colleagues_and_the_note_calls_who_was_chosen(
    place: Workplace, shop: LittleShop, row: IncidentRow, qtbot: QtBot
) -> None:
    field = begin(place, qtbot, "Mira esto, @lu")
    qtbot.waitUntil(lambda: place.mentions.popup.names == [LUIS.name])
    qtbot.keyClick(field, Key.Key_Return)
    assert field.toPlainText() == f"Mira esto, @{LUIS.name} "
    send(place, qtbot)
    qtbot.waitUntil(lambda: len(shop.messages[row.id]) == 1)
    [note] = shop.messages[row.id]
    assert (note.kind, [one.id for one in note.mentions]) == (MessageKind.NOTE, [LUIS.id])


def test_a_space_typed_after_a_chosen_name_is_the_one_that_stands_there(
    place: Workplace, row: IncidentRow, qtbot: QtBot
) -> None:
    field = begin(place, qtbot, "@lu")
    qtbot.waitUntil(lambda: place.mentions.popup.names == [LUIS.name])
    qtbot.keyClick(field, Key.Key_Return)
    qtbot.keyClicks(field, " mira  esto")
    assert field.toPlainText() == f"@{LUIS.name} mira  esto"


def test_who_is_taken_out_of_the_words_is_not_called(
    place: Workplace, shop: LittleShop, row: IncidentRow, qtbot: QtBot
) -> None:
    field = begin(place, qtbot, "@lu")
    qtbot.waitUntil(lambda: bool(place.mentions.popup.names))
    qtbot.keyClick(field, Key.Key_Tab)
    field.setPlainText("Nobody after all")
    send(place, qtbot)
    qtbot.waitUntil(lambda: len(shop.messages[row.id]) == 1)
    assert shop.messages[row.id][0].mentions == ()


def test_esc_leaves_the_names_and_not_the_incident(place: Workplace, row: IncidentRow, qtbot: QtBot) -> None:
    field = begin(place, qtbot, "@")
    qtbot.waitUntil(lambda: bool(place.mentions.popup.names))
    qtbot.keyClick(field, Key.Key_Escape)
    assert (place.mentions.popup.names, place.desk.open_id) == ([], row.id)
    assert field.hasFocus()


def test_replies_call_nobody(place: Workplace, row: IncidentRow, qtbot: QtBot) -> None:
    begin(place, qtbot, "a@lu @lu", MessageKind.REPLY)
    assert place.mentions.popup.names == []
