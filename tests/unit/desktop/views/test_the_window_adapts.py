import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.app import Console
from desktop.models.queue_table_model import COLUMNS
from desktop.state.columns import Column
from desktop.views.folding_row import FoldingRow
from desktop.views.key_button import KeyButton
from desktop.views.queue_columns import LEAST_SUBJECT
from desktop.views.theme import CONTRAST, DARK, LIGHT, Theme, Tokens
from desktop.workplace import Workplace
from shared.contracts.vocabulary import Language
from tests.support.little_services import ANA_IS, PASSWORD
from tests.support.little_shop import LittleShop
from tests.unit.desktop.conftest import Opener


def test_a_narrow_window_shows_the_incident_over_the_list(
    place: Workplace, shop: LittleShop, open_incident: Opener
) -> None:
    open_incident(shop.open())
    assert place.window.queue.isVisible()
    place.window.resize(1000, 700)
    assert not place.window.queue.isVisible()
    assert place.window.incident.isVisible()
    place.incidents.close()
    assert place.window.queue.isVisible()


def test_where_the_incident_covers_the_list_arrows_scroll_the_conversation(
    place: Workplace, shop: LittleShop, open_incident: Opener
) -> None:
    place.window.resize(1000, 700)
    place.window.queue.table.setFocus()
    open_incident(shop.open())
    assert place.window.incident.conversation.hasFocus()
    place.incidents.close()
    assert place.window.queue.table.hasFocus()


def test_columns_leave_where_the_subject_would_have_no_room_and_come_back(
    place: Workplace, qtbot: QtBot
) -> None:
    table = place.window.queue.table
    widths = [table.columnWidth(number) for number in range(7)]
    place.window.resize(1000, 700)
    place.shell.set_size(1.25)
    subject = COLUMNS.index(Column.SUBJECT)
    qtbot.waitUntil(lambda: table.columnWidth(subject) >= LEAST_SUBJECT)
    assert table.isColumnHidden(COLUMNS.index(Column.PRIORITY))
    assert not table.isColumnHidden(COLUMNS.index(Column.STATE))
    place.shell.set_size(1.0)
    place.window.resize(1280, 800)
    same = pytest.approx(widths, abs=2)
    qtbot.waitUntil(lambda: [table.columnWidth(number) for number in range(7)] == same)


def test_buttons_go_below_what_they_would_cover(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    open_incident(shop.open("Una incidencia con un asunto que no cabe entero en una línea " * 2))
    header = place.window.incident.header
    buttons = [header.findChild(KeyButton, name) for name in header.offered()]
    place.window.resize(720, 700)
    qtbot.waitUntil(lambda: all(one.width() >= one.sizeHint().width() for one in buttons))
    row = header.findChild(FoldingRow)
    assert row.is_folded
    place.window.resize(1280, 700)
    qtbot.waitUntil(lambda: not row.is_folded)


def test_the_language_changes_everywhere_at_once(
    place: Workplace, shop: LittleShop, open_incident: Opener
) -> None:
    open_incident(shop.open())
    place.shell.set_language(Language.SPANISH)
    assert place.window.top_bar.badge.text == "en vivo"
    assert "abierta" in place.window.status.text
    model = place.desk.model
    assert model.headerData(0, model_orientation(), 0) == "Estado"
    assert model.index(0, 0).data() == "Nueva"
    assert place.window.incident.editor.field.placeholderText() == "Escribe a Marta Ruiz"


def model_orientation() -> object:
    from PySide6.QtCore import Qt

    return Qt.Orientation.Horizontal


def test_language_theme_and_columns_are_remembered(place: Workplace, console: Console, qtbot: QtBot) -> None:
    place.shell.set_language(Language.SPANISH)
    place.shell.set_theme(Theme.DARK)
    place.window.queue.table.setColumnWidth(4, 222)
    place.shell.remember()
    console.sign_in.sign_in(ANA_IS["email"], PASSWORD)
    qtbot.waitUntil(lambda: console.workplace is not place)
    again = console.workplace
    assert again is not None
    assert again.window.queue.table.columnWidth(4) == 222
    assert console.preferences.language is Language.SPANISH
    assert console.preferences.text("theme") == "dark"


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK, Theme.CONTRAST])
@pytest.mark.parametrize("size", [0.85, 1.25])
def test_every_theme_and_size_can_be_put_on_while_everything_is_open(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot, theme: Theme, size: float
) -> None:
    open_incident(shop.open())
    place.window.help.open()
    place.shell.set_theme(theme)
    place.shell.set_size(size)
    assert not place.window.grab().isNull()


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of WCAG 2."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((light(first), light(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("look", [LIGHT, DARK, CONTRAST])
def test_text_can_be_read_on_each_of_its_grounds(look: Tokens) -> None:
    for ground in (look.canvas, look.surface, look.raised, look.accent_tint, look.warning_tint):
        assert contrast(look.text, ground) >= 4.5
        assert contrast(look.muted, ground) >= 4.5
    for name in ("danger", "warning", "ok", "info"):
        assert contrast(getattr(look, name), getattr(look, f"{name}_tint")) >= 4.5
    assert contrast(look.on_accent, look.accent) >= 4.5
    assert contrast(look.control, look.surface) >= 3


def test_keys_that_find_no_room_are_scrolled_to_with_the_arrows(place: Workplace, qtbot: QtBot) -> None:
    place.window.resize(800, 600)
    place.window.help.open()
    bar = place.window.help._scroll.verticalScrollBar()
    assert bar.maximum() > 0
    assert place.window.help._scroll.horizontalScrollBar().maximum() == 0
    qtbot.keyClick(place.window.help, Qt.Key.Key_Down)
    assert 0 < bar.value() < bar.maximum()
    qtbot.keyClick(place.window.help, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    assert place.window.help.isVisible()
    qtbot.keyClick(place.window.help, Qt.Key.Key_X)
    assert not place.window.help.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_J, Qt.Key.Key_Down])
def test_in_a_narrow_window_one_moves_through_the_list_without_opening_anything(
    place: Workplace, shop: LittleShop, qtbot: QtBot, key: Qt.Key
) -> None:
    rows = [shop.open(f"Number {number}", minutes_ago=number) for number in range(3)]
    qtbot.waitUntil(lambda: place.desk.model.count == len(rows))
    place.window.resize(1000, 700)
    table = place.window.queue.table
    for row in rows[:2]:
        qtbot.keyClick(table, key)
        assert (table.highlighted, place.desk.open_id) == (row.id, None)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: place.desk.open_id == rows[1].id)


def test_in_a_narrow_window_j_goes_on_from_the_open_incident_to_the_next(
    place: Workplace, shop: LittleShop, qtbot: QtBot
) -> None:
    rows = [shop.open(f"Number {number}", minutes_ago=number) for number in range(3)]
    qtbot.waitUntil(lambda: place.desk.model.count == len(rows))
    place.window.resize(1000, 700)
    place.incidents.open(rows[0].id)
    qtbot.keyClick(place.window, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: place.desk.open_id == rows[1].id)
