"""Language, colours, security, leaving, and the rooms of the administration, found by typing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.app import Console
from desktop.controllers.admin_controller import NAMES as ROOMS
from desktop.state import texts
from desktop.state.texts import gettext
from desktop.views.theme import Theme
from desktop.workplace import Workplace
from shared.contracts.vocabulary import Availability, Language, Role
from tests.support.little_services import ANA_IS, PASSWORD, LittleServices
from tests.support.little_shop import ANA

Key = Qt.Key


def look_for(place: Workplace, qtbot: QtBot, words: str) -> QLineEdit:
    """Open the palette and type."""
    qtbot.keyClick(place.window, Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    field = place.window.commands.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    qtbot.waitUntil(field.hasFocus)
    field.insert(words)  # a key click of a test has no letter with an accent
    return field


def do(place: Workplace, qtbot: QtBot, words: str) -> None:
    """Do the first that is found by these words."""
    qtbot.keyClick(look_for(place, qtbot, words), Key.Key_Return)


@pytest.mark.parametrize("words", ["idioma", "language", "español", "spanish"])
def test_who_reads_english_finds_spanish(place: Workplace, qtbot: QtBot, words: str) -> None:
    do(place, qtbot, words)
    assert texts.language() is Language.SPANISH


@pytest.mark.parametrize("words", ["idioma", "language", "english", "inglés"])
def test_who_reads_spanish_finds_english(place: Workplace, qtbot: QtBot, words: str) -> None:
    place.shell.set_language(Language.SPANISH)
    do(place, qtbot, words)
    assert texts.language() is Language.ENGLISH


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        ("dark", Theme.DARK),
        ("high contrast", Theme.CONTRAST),
        ("colours light", Theme.LIGHT),
        ("theme system", Theme.SYSTEM),
    ],
)
def test_colours_are_found_and_kept(
    console: Console, place: Workplace, qtbot: QtBot, words: str, chosen: Theme
) -> None:
    place.shell.set_theme(Theme.LIGHT if chosen is Theme.SYSTEM else Theme.SYSTEM)
    do(place, qtbot, words)
    assert console.looks.theme is chosen
    assert console.preferences.text("theme") == chosen


def test_the_colours_in_use_are_not_offered(place: Workplace, qtbot: QtBot) -> None:
    place.shell.set_theme(Theme.DARK)
    look_for(place, qtbot, "colours")
    assert place.window.commands.lines == [
        "Colours: Like the system",
        "Colours: Light",
        "Colours: High contrast",
    ]


@pytest.mark.parametrize("words", ["security", "second factor", "password"])
def test_the_own_security_is_found(place: Workplace, qtbot: QtBot, words: str) -> None:
    do(place, qtbot, words)
    assert place.security.dialog is not None
    place.security.dialog.reject()


def test_all_of_availability_is_found_by_that_word(
    place: Workplace, services: LittleServices, qtbot: QtBot
) -> None:
    look_for(place, qtbot, "availability")
    assert place.window.commands.lines == [
        "I am available",
        "I am busy: nothing new",
        "I am away for a while",
        "I am off for today",
    ]
    place.window.commands.close_palette()
    do(place, qtbot, "availability away")
    qtbot.waitUntil(lambda: services.people[ANA.id or ""].availability is Availability.AWAY)


@pytest.mark.parametrize("words", ["sign out", "log out"])
def test_one_signs_out(console: Console, place: Workplace, qtbot: QtBot, words: str) -> None:
    do(place, qtbot, words)
    qtbot.waitUntil(lambda: console.workplace is None and console.sign_in.window.isVisible())


@pytest.mark.parametrize("room", list(ROOMS))
def test_who_leads_enters_every_room(place: Workplace, qtbot: QtBot, room: str) -> None:
    do(place, qtbot, f"administration: {gettext(ROOMS[room])}")
    dialog, rooms = place.admin.dialog, place.admin.rooms
    assert dialog is not None
    assert rooms is not None
    qtbot.waitUntil(getattr(rooms, room).view.isVisible)
    dialog.reject()


def test_nobody_else_is_offered_rooms(console: Console, services: LittleServices, qtbot: QtBot) -> None:
    services.people.alter(ANA.id or "", role=Role.AGENT)
    console.start(ANA_IS["email"], PASSWORD)
    qtbot.waitUntil(lambda: console.workplace is not None)
    place = console.workplace
    assert place is not None
    place.window.activateWindow()
    qtbot.waitUntil(place.window.isActiveWindow)
    look_for(place, qtbot, "administration")
    assert place.window.commands.lines == []
