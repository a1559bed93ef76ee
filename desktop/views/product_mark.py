"""The product's mark: a small window with one wing open."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from desktop.views import theme


class ProductMark(QWidget):
    """The mark in the colours in use."""

    def __init__(self, size: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the mark."""
        painter = QPainter(self)
        paint_mark(painter, QRectF(self.rect()))


def paint_mark(painter: QPainter, area: QRectF) -> None:
    """Draw the mark into a square."""
    accent = theme.color("accent")
    stroke = max(1.6, area.width() / 11)
    frame = area.adjusted(stroke, stroke, -stroke, -stroke)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(accent, stroke))
    painter.setBrush(theme.color("accent_tint"))
    corner = area.width() / 6
    painter.drawRoundedRect(frame, corner, corner)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(accent)
    painter.drawRect(
        QRectF(frame.left(), frame.top() + corner / 2, frame.width() / 2, frame.height() - corner)
    )


def product_icon() -> QIcon:
    """Return the mark as the window's icon."""
    result = QIcon()
    for size in (16, 32, 64):
        picture = QPixmap(QSize(size, size))
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        paint_mark(painter, QRectF(0, 0, size, size))
        painter.end()
        result.addPixmap(picture)
    return result
