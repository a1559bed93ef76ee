"""Learns what the house calls its categories and teams, when the desk opens."""

from PySide6.QtCore import QObject

from desktop.services.knowledge import Knowledge
from desktop.services.staff import Staff
from desktop.views.main_window import MainWindow


class NamesController(QObject):
    """Where they can't be had, the names stay those that the house was delivered with."""

    def __init__(self, window: MainWindow, knowledge: Knowledge, staff: Staff) -> None:
        super().__init__(window)
        self._window = window
        self._knowledge = knowledge
        self._staff = staff

    def start(self) -> None:
        """Ask once; whatever fetches them later learns what has changed since."""
        self._knowledge.categories(lambda _found: self._repaint(), lambda _failure: None)
        self._staff.teams(lambda _found: self._repaint(), lambda _failure: None)

    def _repaint(self) -> None:
        self._window.queue.table.viewport().update()
        self._window.incident.card.say()
