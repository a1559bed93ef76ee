from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.workplace import Workplace
from tests.support.little_shop import LittleShop
from tests.unit.desktop.conftest import Opener

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def _field(place: Workplace, qtbot: QtBot) -> QLineEdit:
    qtbot.keyClick(place.window, Key.Key_K, CTRL)
    field = place.window.commands.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    qtbot.waitUntil(field.hasFocus)
    return field


def test_ctrl_k_a_few_letters_and_enter_do_it(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    field = _field(place, qtbot)
    qtbot.keyClicks(field, "clai")
    assert place.window.commands.lines[0] == "Claim"
    qtbot.keyClick(field, Key.Key_Return)
    assert not place.window.commands.isVisible()
    qtbot.waitUntil(lambda: shop.incidents[row.id].assignee is not None)


def test_what_is_not_possible_comes_last_and_enter_does_nothing(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    field = _field(place, qtbot)
    assert place.window.commands.lines.index("Reopen") > place.window.commands.lines.index("Show these keys")
    qtbot.keyClicks(field, "reopen")
    qtbot.keyClick(field, Key.Key_Return)
    assert place.window.commands.isVisible()
    assert "Not possible" in field.accessibleDescription()
    assert shop.incidents[row.id].version == 1


def test_arrows_choose_and_escape_leaves_with_the_focus_where_it_was(place: Workplace, qtbot: QtBot) -> None:
    field = _field(place, qtbot)
    qtbot.keyClick(field, Key.Key_Down)
    assert place.window.commands.lines[1] in field.accessibleDescription()
    qtbot.keyClick(field, Key.Key_Escape)
    assert not place.window.commands.isVisible()
    assert place.window.queue.table.hasFocus()


def test_nonsense_finds_nothing_and_says_so(place: Workplace, qtbot: QtBot) -> None:
    field = _field(place, qtbot)
    qtbot.keyClicks(field, "xyzzy")
    assert place.window.commands.lines == []
    qtbot.keyClick(field, Key.Key_Return)
    assert place.window.commands.isVisible()
