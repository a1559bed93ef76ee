"""Gathers what was not done, where a single line would let one thing hide the other."""

from PySide6.QtCore import QObject, QTimer

from desktop.controllers.incident_controller import IncidentController
from desktop.state.report import Missed, Report
from desktop.views.report_panel import ReportPanel


class ReportController(QObject):
    """Shows the report while something is in it; each can be opened, and tried again where that helps."""

    def __init__(self, panel: ReportPanel, incidents: IncidentController) -> None:
        super().__init__(panel)
        self._panel = panel
        self._report = Report()
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._show)
        panel.openAsked.connect(lambda missed: incidents.open_anywhere(missed.incident_id))
        panel.againAsked.connect(self._try_again)
        panel.closed.connect(self._clear)

    def add(self, missed: Missed) -> None:
        """Report one more; all that come in one turn are shown together."""
        self._report.add(missed)
        self._turn.start()

    def begin(self, gesture: str) -> None:
        """Begin a new list for a batch of this gesture."""
        self._report.begin(gesture)
        self._show()

    def _try_again(self, missed: Missed) -> None:
        self._report.drop(missed)
        self._show()
        if missed.again:
            missed.again()

    def _clear(self) -> None:
        self._report.clear()
        self._show()

    def _show(self) -> None:
        self._panel.show_missed(self._report.missed)
