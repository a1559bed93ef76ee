"""The timeline of an incident: every change, who made it and when, newest first."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from desktop.state.ages import clock_time, exact
from desktop.state.texts import language
from desktop.state.words import field_change, happened
from desktop.views.looks import number_font
from desktop.views.spoken_widget import SpokenWidget, label
from shared.clock import Clock
from shared.contracts.resources import IncidentDetail, TimelineEntry


class TimelineView(QScrollArea):
    """A line for each change: when, what, and the fields before and after."""

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._entries: tuple[TimelineEntry, ...] = ()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_detail(self, detail: IncidentDetail) -> None:
        """Show this incident's changes."""
        if detail.timeline != self._entries:
            self._entries = detail.timeline
            self.say()

    def clear(self) -> None:
        """Show nothing."""
        self._entries = ()
        self.say()

    def say(self) -> None:
        """Write the lines in the language in use."""
        flow = QWidget()
        flow.setObjectName("flow")
        grid = QGridLayout(flow)
        grid.setContentsMargins(16, 16, 16, 16)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        now = self._clock().astimezone()
        for place, entry in enumerate(reversed(self._entries)):
            time = label("muted", clock_time(entry.at, now, language()))
            time.setFont(number_font(self.font()))
            time.setToolTip(exact(entry.at))
            grid.addWidget(time, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_line(entry), place, 1)
        grid.setRowStretch(len(self._entries), 1)
        self.setWidget(flow)


def _line(entry: TimelineEntry) -> QWidget:
    line = SpokenWidget()
    grid = QGridLayout(line)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(2)
    grid.addWidget(label(text=happened(entry), wrap=True), 0, 0)
    if entry.changes:
        changes = " · ".join(field_change(change) for change in entry.changes)
        grid.addWidget(label("small", changes, wrap=True), 1, 0)
    return line
