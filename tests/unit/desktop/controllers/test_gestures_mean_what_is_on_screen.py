"""A key acts on the open incident or on the highlighted row, and never on what is out of sight."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop.state.scopes import Scope
from desktop.state.views import view_of
from desktop.workplace import Workplace
from shared.contracts.vocabulary import State
from tests.support.little_shop import LUIS, LittleShop, rules
from tests.unit.desktop.conftest import Opener

Key = Qt.Key


def press(place: Workplace, qtbot: QtBot, key: Key) -> None:
    """Press a key where the list has the focus."""
    place.window.queue.table.setFocus()
    qtbot.keyClick(place.window.queue.table, key)


def leave_and_filter_out(place: Workplace, qtbot: QtBot) -> None:
    """Leave the incident for the list, and look for what is not there."""
    press(place, qtbot, Key.Key_Escape)
    assert place.desk.open_id is None
    place.window.top_bar.focus_filter()
    qtbot.keyClicks(place.window.top_bar.filter, "zzz")
    qtbot.waitUntil(lambda: place.desk.model.count == 0)


def test_what_the_filter_hides_is_neither_reopened_nor_answered(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    shop.change(row.id, lambda found, at: rules.resolve(found, LUIS, at))
    open_incident(row)
    leave_and_filter_out(place, qtbot)
    for key in (Key.Key_O, Key.Key_R):
        place.window.queue.notice.clear()
        press(place, qtbot, key)
        assert place.window.queue.notice.text == "Choose an incident first."
    assert place.desk.open_id is None
    assert shop.incidents[row.id].state is State.RESOLVED


def test_enter_with_no_row_highlighted_opens_nothing(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    leave_and_filter_out(place, qtbot)
    press(place, qtbot, Key.Key_Return)
    assert place.desk.open_id is None
    assert place.window.queue.notice.text == "Choose an incident first."


def test_j_goes_on_where_the_row_was_that_left(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    ids = [shop.open(f"Row {number}", minutes_ago=60 - number).id for number in range(12)][::-1]
    qtbot.waitUntil(lambda: place.desk.model.rowCount() == 12)
    place.views.show(view_of(Scope.UNASSIGNED))
    open_incident(shop.incidents[ids[6]].row())
    shop.change(ids[6], lambda found, at: rules.claim(found, LUIS, at))
    qtbot.waitUntil(lambda: place.desk.queue.version_of(ids[6]) == 2)
    press(place, qtbot, Key.Key_Escape)
    assert place.desk.model.place_of(ids[6]) is None
    assert place.window.queue.table.selected_ids() == []
    press(place, qtbot, Key.Key_J)
    assert place.desk.open_id == ids[7]


class Painted(QObject):
    """Remembers which hint a field has painted last."""

    def __init__(self, field: QPlainTextEdit) -> None:
        super().__init__(field)
        self._field = field
        self.hint = ""
        field.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's spelling
        if event.type() is QEvent.Type.Paint:
            self.hint = self._field.placeholderText()
        return False


def test_the_reply_box_shows_the_customer_one_has_gone_on_to(
    place: Workplace, shop: LittleShop, qtbot: QtBot
) -> None:
    for number in range(3):
        shop.open(customer=f"Customer {number}", minutes_ago=number)
    qtbot.waitUntil(lambda: place.desk.model.rowCount() == 3)
    field = place.window.incident.editor.field
    painted = Painted(field)
    for number in range(3):
        press(place, qtbot, Key.Key_J)
        qtbot.waitUntil(lambda number=number: painted.hint == f"Write to Customer {number}")  # type: ignore[misc]
        assert field.accessibleName() == painted.hint


def test_the_tags_ask_for_a_name_before_anything_is_typed(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    open_incident(shop.open())
    press(place, qtbot, Key.Key_L)
    palette = place.window.commands
    qtbot.waitUntil(palette.isVisible)
    assert palette.nothing_text == "Type a name."
