"""A QR code, dark on light in every theme: that is what cameras look for."""

import segno
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

MODULE_PX = 4
QUIET = 4
"""So many modules around it stay light (ISO/IEC 18004)."""


class QrCode(QWidget):
    """Shows a text as a picture for a telephone's camera."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[bytearray, ...] = ()

    def show_text(self, text: str) -> None:
        """Show this text."""
        self._rows = tuple(segno.make(text, error="m", micro=False).matrix)
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of all modules."""
        side = (len(self._rows) + 2 * QUIET) * MODULE_PX
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the modules."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        for y, row in enumerate(self._rows, QUIET):
            for x, is_dark in enumerate(row, QUIET):
                if is_dark:
                    at = (x * MODULE_PX, y * MODULE_PX, MODULE_PX, MODULE_PX)
                    painter.fillRect(*at, Qt.GlobalColor.black)
