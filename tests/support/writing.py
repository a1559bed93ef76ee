"""Writing in the console's editor, as a test does it, and what has become of it."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.workplace import Workplace
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import MessageKind
from tests.support.little_shop import LittleShop


def write(place: Workplace, text: str, kind: MessageKind = MessageKind.REPLY) -> None:
    place.window.incident.editor.start(kind)
    place.window.incident.editor.field.setPlainText(text)


def send(place: Workplace, qtbot: QtBot, *, and_resolve: bool = False) -> None:
    modifiers = Qt.KeyboardModifier.ControlModifier
    if and_resolve:
        modifiers |= Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(place.window.incident.editor.field, Qt.Key.Key_Return, modifiers)


def said(shop: LittleShop, row: IncidentRow) -> list[tuple[MessageKind, str]]:
    return [(one.kind, one.text) for one in shop.messages[row.id]]
