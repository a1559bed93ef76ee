"""An incident in one line, to go there: its state's shape, its subject, its age."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.state.ages import age, dated
from desktop.state.hovering import as_written
from desktop.state.texts import language
from desktop.state.words import state_name
from desktop.views.elided_label import ElidedLabel
from desktop.views.looks import number_font
from desktop.views.marks import MARK, paint_state
from desktop.views.spoken_widget import label
from shared.clock import Clock
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import State

PADDING = 4


class IncidentLine(QPushButton):
    """A button as wide as it is given; Enter, space or a click press it."""

    def __init__(self, row: IncidentRow, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self._clock = clock
        self.setProperty("kind", "line")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._mark = _Mark()
        self._subject = ElidedLabel()
        self._age = label("small")
        self._age.setFont(number_font(self.font()))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        layout.setSpacing(8)
        for part in (self._mark, self._subject, self._age):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(part, 1 if part is self._subject else 0)
        self.show_row(row)

    def show_row(self, row: IncidentRow) -> None:
        """Show this incident as it is now."""
        self.row = row
        self.say()

    def say(self) -> None:
        """Write it in the language in use."""
        row = self.row
        old = age(row.opened_at, self._clock())
        self._mark.show_state(row.state)
        self._subject.show_text(row.subject)
        self._age.setText(old)
        self.setAccessibleName(f"{row.subject}, {state_name(row.state)}, {old}")
        told = (row.subject, f"{row.reference} · {state_name(row.state)}", dated(row.opened_at, language()))
        self.setToolTip(as_written("\n".join(told)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Return the room of a line of text, for a style sheet would not count what is in it."""
        return QSize(0, max(self._subject.sizeHint().height(), int(MARK)) + 2 * PADDING + 4)

    def minimumSizeHint(self) -> QSize:
        """Return the same: it is never lower."""
        return self.sizeHint()


class _Mark(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._state = State.OPEN
        self.setFixedSize(int(MARK) + 2, int(MARK) + 2)

    def show_state(self, state: State) -> None:
        self._state = state
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_state(QPainter(self), QPointF(self.width() / 2, self.height() / 2), self._state)
