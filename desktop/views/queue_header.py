"""The head of the list: titles, and an arrow at the column that it is sorted by."""

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPolygonF
from PySide6.QtWidgets import QHeaderView, QWidget

from desktop.views import theme

PADDING = 12
ARROW = 7
HEIGHT = 32


class QueueHeader(QHeaderView):
    """Painted by ourselves, since a styled header draws no arrow of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setMinimumSectionSize(56)
        self.setFixedHeight(HEIGHT)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint one title."""
        model = self.model()
        title = str(model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole))
        sorted_by = self.sortIndicatorSection() == section
        side = model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole) or (
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        painter.save()
        painter.fillRect(rect, theme.color("canvas"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("line"))
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.9)
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(theme.color("text" if sorted_by else "muted"))
        area = rect.adjusted(PADDING, 0, -PADDING, 0)
        text_width = painter.fontMetrics().horizontalAdvance(title)
        painter.drawText(area, int(side), title)
        if sorted_by:
            right_aligned = bool(side & Qt.AlignmentFlag.AlignRight)
            x = area.right() - text_width - ARROW - 5 if right_aligned else area.left() + text_width + 6
            self._paint_arrow(painter, x, area.center().y())
        painter.restore()

    def _paint_arrow(self, painter: QPainter, left: float, middle: float) -> None:
        up = self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
        tip, base = (middle - 2, middle + 2.5) if up else (middle + 3, middle - 1.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        corners = [QPointF(left, base), QPointF(left + ARROW, base), QPointF(left + ARROW / 2, tip)]
        painter.drawPolygon(QPolygonF(corners))
