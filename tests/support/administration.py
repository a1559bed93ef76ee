"""The console's administration in a test: open, and in one of its rooms."""

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop.controllers.admin_controller import Rooms
from desktop.views.admin_room import AdminRoom
from desktop.workplace import Workplace


def entered(place: Workplace, name: str) -> Rooms:
    """Open the administration and go to one of its rooms."""
    place.gestures.perform("administration")
    place.admin.enter(name)
    assert place.admin.rooms is not None
    return place.admin.rooms


def write(view: AdminRoom, qtbot: QtBot, name: str, text: str) -> None:
    """Type into a field, in place of what is there."""
    field = view.form.widgets[name]
    assert isinstance(field, QLineEdit | QPlainTextEdit)
    field.clear()
    qtbot.keyClicks(field, text)


def choose(view: AdminRoom, name: str, text: str) -> None:
    """Choose something by what it is called on screen."""
    chooser = view.form.widgets[name]
    assert isinstance(chooser, QComboBox)
    assert chooser.findText(text) >= 0, text
    chooser.setCurrentIndex(chooser.findText(text))


def titles(view: AdminRoom) -> list[str]:
    """Return what the lines of the list are called, from the top."""
    return [view.list.item(at).text().partition("\n")[0] for at in range(view.list.count())]
