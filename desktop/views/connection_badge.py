"""The badge that says how fresh the screen is."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.state.connection import Connection, Freshness
from desktop.state.hovering import as_written
from desktop.state.texts import _
from desktop.views import theme
from desktop.views.spoken_widget import SpokenWidget
from shared.clock import Clock

COLOURS = {
    Freshness.LIVE: ("ok", "ok_tint"),
    Freshness.CATCHING_UP: ("warning", "warning_tint"),
    Freshness.OFFLINE: ("danger", "danger_tint"),
}
DOT = 8


class ConnectionBadge(SpokenWidget):
    """A filled dot for live, a ring for catching up, a crossed ring for offline, and the words."""

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._connection = Connection()
        self._text = ""
        self.setFixedHeight(26)
        self.ready()

    @property
    def text(self) -> str:
        """What the badge says."""
        return self._text

    def show_connection(self, connection: Connection) -> None:
        """Show this state."""
        self._connection = connection
        self.say()

    def say(self) -> None:
        """Write it in the language in use."""
        self._text = self._connection.label(self._clock().astimezone())
        hints = {
            Freshness.LIVE: _("Every change appears here at once."),
            Freshness.CATCHING_UP: _("Fetching what has changed. The list may be a little behind."),
            Freshness.OFFLINE: _("No connection; trying again by itself. What you see may be out of date."),
        }
        hint = hints[self._connection.freshness]
        self.setToolTip(as_written(f"{hint}\n{self._connection.reason}".strip()))
        self.setAccessibleName(f"{self._text}. {hint}")
        self.setFixedWidth(self.sizeHint().width())
        self.update()

    def sizeHint(self) -> QSize:
        """Return the space that the words take."""
        return QSize(self.fontMetrics().horizontalAdvance(self._text) + DOT + 30, 26)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the badge."""
        colour, tint = (theme.color(name) for name in COLOURS[self._connection.freshness])
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawRoundedRect(self.rect(), 13, 13)
        top = (self.height() - DOT) / 2
        painter.setPen(QPen(colour, 1.6))
        if self._connection.freshness is Freshness.LIVE:
            painter.setBrush(colour)
        painter.drawEllipse(11, int(top), DOT, DOT)
        if self._connection.freshness is Freshness.OFFLINE:
            painter.drawLine(12, int(top) + DOT, 11 + DOT, int(top))
        painter.setPen(colour)
        area = self.rect().adjusted(11 + DOT + 7, 0, 0, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._text)
