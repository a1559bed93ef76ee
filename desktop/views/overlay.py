"""A card over the window, which is dimmed behind it: Esc or a click beside it leaves it."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.views.spoken_widget import SpokenWidget

TOP, LOW_TOP = 72, 16
LOW = 700
"""Below this height the card begins farther up."""


class Overlay(SpokenWidget):
    """Keeps the keys to itself, and gives the focus back to who had it. A subclass fills ``card``."""

    def __init__(self, window: QWidget, width: int) -> None:
        super().__init__(window)
        self._window = window
        self._before: QWidget | None = None
        self.card = SpokenWidget(self, name="card")
        self.card.setFixedWidth(width)
        self._room = layout = QVBoxLayout(self)
        layout.addWidget(self.card, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        window.installEventFilter(self)
        self.hide()

    def open_over(self, first: QWidget) -> None:
        """Show it with the focus on one of its parts."""
        self._before = self._window.focusWidget()
        self._cover()
        self.show()
        self.raise_()
        first.setFocus()

    def leave(self) -> None:
        """Take it away."""
        self.hide()
        if self._before is not None:
            self._before.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the window whatever its size."""
        if watched is self._window and event.type() is QEvent.Type.Resize and self.isVisible():
            self._cover()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Let no key of the window's act behind it."""
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Stay within the card."""
        parts = [one for one in self._chain() if one.isEnabled() and one.isVisibleTo(self)]
        present = self._window.focusWidget()
        if not parts or present not in parts:
            return False
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        parts[(parts.index(present) + (1 if forward else -1)) % len(parts)].setFocus(reason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves it."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the card leaves it."""
        if not self.card.geometry().contains(event.position().toPoint()):
            self.leave()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim what lies behind."""
        QPainter(self).fillRect(self.rect(), QColor(0, 0, 0, 110))

    def _cover(self) -> None:
        self.setGeometry(self._window.rect())
        top = LOW_TOP if self.height() < LOW else TOP
        self._room.setContentsMargins(16, top, 16, LOW_TOP)

    def _chain(self) -> list[QWidget]:
        parts: list[QWidget] = []
        one = self.nextInFocusChain()
        while one is not None and one is not self:
            if self.isAncestorOf(one) and one.focusPolicy() & Qt.FocusPolicy.TabFocus:
                parts.append(one)
            one = one.nextInFocusChain()
        return parts
