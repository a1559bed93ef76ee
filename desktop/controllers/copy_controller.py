"""Copies what colleagues find an incident by: its reference, or a link for their filter."""

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from desktop.controllers.desk import Desk
from desktop.state.links import link_to
from desktop.state.texts import _
from desktop.views.main_window import MainWindow
from desktop.views.notice import Tone
from shared.contracts.resources import IncidentRow


class CopyController(QObject):
    """One line for each incident; a passing line says what was copied."""

    def __init__(self, desk: Desk, window: MainWindow) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window

    def copy(self, rows: Sequence[IncidentRow]) -> None:
        """Copy the references."""
        self._copy([row.reference for row in rows])

    def copy_links(self, rows: Sequence[IncidentRow]) -> None:
        """Copy the links."""
        self._copy([link_to(row.reference) for row in rows])

    def _copy(self, lines: Sequence[str]) -> None:
        QGuiApplication.clipboard().setText("\n".join(lines))
        notice = self._window.incident.notice if self._desk.open_id else self._window.queue.notice
        notice.tell(Tone.OK, _("Copied: {what}").format(what=", ".join(lines[:3])))
