"""Without a mouse and without eyes: every place that takes the focus has a name, and Tab leads to it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import Console
from desktop.views.theme import Theme
from desktop.workplace import Workplace
from shared.contracts.vocabulary import Language, MessageKind
from tests.support.little_shop import LittleShop
from tests.unit.desktop.conftest import Opener

SCREENS = ("list", "incident", "timeline", "note", "help", "palette", "list-in-spanish")


def focusable(window: QWidget) -> Iterator[QWidget]:
    for widget in window.findChildren(QWidget):
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if takes and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None:
            yield widget


def name_of(widget: QWidget) -> str:
    """Return what a screen reader is told."""
    told = QAccessible.queryAccessibleInterface(widget)
    return told.text(QAccessible.Text.Name) if told else ""


def show(place: Workplace, screen: str) -> None:
    match screen:
        case "timeline":
            place.window.incident.show_timeline()
        case "note":
            place.window.incident.editor.start(MessageKind.NOTE)
            place.window.incident.editor.field.setPlainText("Hola")
        case "help":
            place.window.help.open()
        case "palette":
            place.gestures.perform("palette")
        case "list-in-spanish":
            place.shell.set_language(Language.SPANISH)


@pytest.fixture
def full(place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot) -> Workplace:
    """A desk with an incident, another of the same customer, and something in every part."""
    shop.open("Cobro duplicado", minutes_ago=90)
    row = shop.open()
    shop.reply(row.id, "Hoy sale otra.")
    open_incident(row)
    card = place.window.incident.card
    qtbot.waitUntil(lambda: len(card.others.lines()) == 1 and card.others.lines()[0].isVisible())
    return place


@pytest.mark.parametrize("screen", SCREENS)
def test_every_place_that_takes_the_focus_has_a_name(full: Workplace, screen: str, qtbot: QtBot) -> None:
    if screen.startswith("list"):
        full.incidents.close()
    show(full, screen)
    found = list(focusable(full.window))
    assert found
    unnamed = [f"{type(one).__name__} {one.objectName()}" for one in found if not name_of(one)]
    assert unnamed == []


def test_the_first_window_is_named_too(console: Console, qtbot: QtBot) -> None:
    console.start()
    window = console.sign_in.window
    assert [type(one).__name__ for one in focusable(window) if not name_of(one)] == []


def place_of(widget: QWidget) -> object:
    """Return the widget, or the group of which only one can be down: Tab leads to it, arrows go on in it."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group if group is not None and group.exclusive() else widget


def test_tab_leads_through_every_place_and_round_again(full: Workplace, qtbot: QtBot) -> None:
    wanted = {place_of(one) for one in focusable(full.window)}
    full.window.top_bar.filter.setFocus()
    reached: set[object] = set()
    for _step in range(3 * len(wanted)):
        present = full.window.focusWidget()
        assert present is not None
        reached.add(place_of(present))
        qtbot.keyClick(present, Qt.Key.Key_Tab)
    assert wanted - reached == set()


def test_tab_goes_from_the_top_to_the_list_and_on_to_the_incident(full: Workplace, qtbot: QtBot) -> None:
    window = full.window
    window.top_bar.filter.setFocus()
    order: list[QWidget] = []
    present = window.focusWidget()
    while present is not None and present not in order:
        order.append(present)
        qtbot.keyClick(present, Qt.Key.Key_Tab)
        present = window.focusWidget()
    places = [
        next(number for number, one in enumerate(order) if part is one or part.isAncestorOf(one))
        for part in (
            window.top_bar,
            window.sidebar,
            window.queue,
            window.incident.header,
            window.incident.conversation,
            window.incident.editor,
            window.incident.card,
            window.status,
        )
    ]
    assert places == sorted(places)


def bring_into_sight(widget: QWidget) -> None:
    """Scroll to a widget, as Qt does where Tab leads to it."""
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    if around is not None:
        around.ensureWidgetVisible(widget)


def picture(widget: QWidget) -> QImage:
    return widget.window().grab(widget.rect().translated(widget.mapTo(widget.window(), QPoint()))).toImage()


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK, Theme.CONTRAST])
def test_where_the_focus_is_can_be_seen(full: Workplace, qtbot: QtBot, theme: Theme) -> None:
    full.shell.set_theme(theme)
    QApplication.processEvents()
    for one in [one for one in focusable(full.window) if isinstance(one, QPushButton)]:
        full.window.queue.table.setFocus()
        bring_into_sight(one)
        without = picture(one)
        one.setFocus(Qt.FocusReason.TabFocusReason)
        assert picture(one) != without, name_of(one)


@pytest.mark.parametrize("width", [1280, 1024])
@pytest.mark.parametrize("size", [0.85, 1.5])
@pytest.mark.parametrize("language", list(Language))
def test_no_button_is_cut_in_any_size_of_text(
    full: Workplace, qtbot: QtBot, width: int, size: float, language: Language
) -> None:
    full.window.resize(width, 800)
    full.shell.set_language(language)
    full.shell.set_size(size)
    full.window.incident.editor.start(MessageKind.NOTE)
    full.window.incident.editor.field.setPlainText("Hola")

    def cut() -> list[str]:
        shown = [one for one in full.window.findChildren(QPushButton) if one.isVisible() and one.text()]
        return [one.text() for one in shown if one.width() < one.minimumSizeHint().width()]

    qtbot.waitUntil(lambda: cut() == [], timeout=5_000)
    full.window.help.open()
    full.shell.set_theme(Theme.DARK)  # which fills the card anew
    texts = full.window.help.findChildren(QLabel)
    qtbot.waitUntil(lambda: all(one.width() >= one.sizeHint().width() for one in texts if one.isVisible()))
    QApplication.processEvents()
    assert full.window.help._scroll.width() > 200
