"""A line of text that ends in an ellipsis where there is no room for all of it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.state.hovering import as_written

LEAST_CHARACTERS = 12


class ElidedLabel(QLabel):
    """Takes any width that it is given; what is cut off can be read where one hovers."""

    def __init__(self, tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        """Show this text, or as much of it as fits."""
        self._whole = text
        self._elide()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the room for the whole text."""
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the room for a word: the rest can be cut."""
        width = min(self.sizeHint().width(), self.fontMetrics().averageCharWidth() * LEAST_CHARACTERS)
        return QSize(width, super().minimumSizeHint().height())

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        if shown != self.text():
            self.setText(shown)
        self.setToolTip("" if shown == self._whole else as_written(self._whole))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the text to the room that there is."""
        super().resizeEvent(event)
        self._elide()
