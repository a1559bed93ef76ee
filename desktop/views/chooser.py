"""A field that opens a list."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox

from desktop.views import icons

CARET = 12


class Chooser(QComboBox):
    """One of several, with the caret of the house. The wheel scrolls what is around and changes nothing."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field, then the caret in the colours in use; the style sheet's own would need a file."""
        super().paintEvent(event)
        place = QPoint(self.width() - CARET - 8, (self.height() - CARET) // 2)
        QPainter(self).drawPixmap(place, icons.pixmap("caret-down", "muted", CARET))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to what is around."""
        event.ignore()
