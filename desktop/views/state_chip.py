"""An incident's state as shape and word."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.state.words import state_name
from desktop.views import theme
from desktop.views.marks import MARK, STATE_COLOURS, paint_state
from desktop.views.spoken_widget import SpokenWidget
from shared.contracts.vocabulary import State

TINTS = {State.OPEN: "info_tint", State.ASSIGNED: "accent_tint", State.RESOLVED: "ok_tint"}
HEIGHT = 24


class StateChip(SpokenWidget):
    """The state, tinted in its colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = State.OPEN
        self.setFixedHeight(HEIGHT)
        self.ready()

    def show_state(self, state: State) -> None:
        """Show this state."""
        self._state = state
        self.say()

    def say(self) -> None:
        """Name it in the language in use."""
        self.setAccessibleName(state_name(self._state))
        self.setFixedWidth(self.sizeHint().width())
        self.update()

    def sizeHint(self) -> QSize:
        """Return the space that shape and word take."""
        return QSize(self.fontMetrics().horizontalAdvance(state_name(self._state)) + int(MARK) + 28, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the chip."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(TINTS.get(self._state, "raised")))
        painter.drawRoundedRect(self.rect(), HEIGHT / 2, HEIGHT / 2)
        paint_state(painter, QPointF(10 + MARK / 2, self.height() / 2), self._state)
        painter.setPen(theme.color(STATE_COLOURS[self._state]))
        area = self.rect().adjusted(10 + int(MARK) + 6, 0, 0, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, state_name(self._state))
