"""Whether one takes new incidents: said in the menu or the palette, and shown beside the name."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.workplace import Workplace
from shared.contracts.vocabulary import Availability, Language
from tests.support.little_services import ANA_IS, LittleServices
from tests.support.little_shop import ANA

STANDING = f"/api/v1/employees/{ANA.id}/availability"


def beside_the_name(place: Workplace) -> str:
    buttons = place.window.top_bar.findChildren(QPushButton)
    return next(one.text() for one in buttons if one.menu() is place.window.top_bar.menu)


def choices(place: Workplace) -> dict[str, QAction]:
    menu = place.window.top_bar.menu
    standing = next(one.menu() for one in menu.actions() if one.text() == "Availability")
    return {action.text(): action for action in standing.actions()}  # type: ignore[attr-defined]  # any QObject


def ticked(place: Workplace) -> list[str]:
    return [name for name, action in choices(place).items() if action.isChecked()]


def test_the_menu_says_it_and_the_name_shows_it(
    place: Workplace, services: LittleServices, qtbot: QtBot
) -> None:
    assert (beside_the_name(place), ticked(place)) == ("Ana García · Available", ["Available"])
    choices(place)["Away"].trigger()
    qtbot.waitUntil(lambda: beside_the_name(place) == "Ana García · Away")
    assert services.people[ANA.id or ""].availability is Availability.AWAY
    assert ticked(place) == ["Away"]


def test_the_palette_says_it_too(place: Workplace, services: LittleServices, qtbot: QtBot) -> None:
    qtbot.keyClick(place.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    field = place.window.commands.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, "i am busy")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: beside_the_name(place) == "Ana García · Busy")
    assert services.people[ANA.id or ""].availability is Availability.BUSY


def test_what_was_not_taken_is_not_shown_and_can_be_tried_again(
    place: Workplace, services: LittleServices, qtbot: QtBot
) -> None:
    services.broken = lambda _method, path: 503 if path == STANDING else None
    choices(place)["Off"].trigger()
    notice = place.window.queue.notice
    qtbot.waitUntil(lambda: notice.text.startswith("Your availability was not changed."))
    assert (beside_the_name(place), ticked(place)) == ("Ana García · Available", ["Available"])
    services.broken = lambda _method, _path: None
    notice.press("Try again")
    qtbot.waitUntil(lambda: beside_the_name(place) == "Ana García · Off")


def test_opening_the_menu_shows_what_a_supervisor_has_said_meanwhile(
    place: Workplace, services: LittleServices, qtbot: QtBot
) -> None:
    services.people.turn(ANA.id or "", Availability.OFF)
    place.window.top_bar.menu.aboutToShow.emit()
    qtbot.waitUntil(lambda: beside_the_name(place) == "Ana García · Off")
    assert ticked(place) == ["Off"]


@pytest.mark.parametrize("language", list(Language))
def test_a_screen_reader_hears_it_with_the_name(place: Workplace, language: Language) -> None:
    place.shell.set_language(language)
    heard = [one.accessibleName() for one in place.window.top_bar.findChildren(QPushButton)]
    standing = {Language.SPANISH: "Disponible", Language.ENGLISH: "Available"}[language]
    assert any(name.startswith(f"{ANA_IS['name']}, {standing}") for name in heard)
