"""Paints the cells of the queue."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.models.queue_table_model import ATTENTION_ROLE, COLUMNS, ROW_ROLE
from desktop.state.listing import Column
from desktop.views import icons, theme
from desktop.views.looks import number_font
from desktop.views.marks import MARK, paint_priority, paint_state
from desktop.views.row_glow import RowGlow
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import Attention

PADDING = 12
MUTED = frozenset({Column.REFERENCE, Column.AGE})
FIGURES = frozenset({Column.REFERENCE, Column.AGE})


class QueueDelegate(QStyledItemDelegate):
    """One row of the queue, cell by cell: marks, text, selection, and a glow where something changed."""

    def __init__(self, glow: RowGlow, parent: QWidget) -> None:
        super().__init__(parent)
        self._glow = glow
        self.hovered = -1
        self.has_focus = False
        self.stale = False

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        row = index.data(ROW_ROLE)
        if row is None:
            return
        column = COLUMNS[index.column()]
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        self._paint_ground(painter, area, row, selected=selected, hovered=index.row() == self.hovered)
        if selected and index.column() == 0:
            bar = "accent" if self.has_focus else "control"
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), theme.color(bar))
        inner = area.adjusted(PADDING, 0, -PADDING, 0)
        middle = inner.top() + inner.height() / 2
        if column is Column.PRIORITY:
            paint_priority(painter, inner.left(), middle, row.priority)
            return
        if column is Column.STATE:
            paint_state(painter, QPointF(inner.left() + MARK / 2, middle), row.state)
            inner.setLeft(inner.left() + int(MARK) + 8)
        if attention := index.data(ATTENTION_ROLE):
            inner.setRight(inner.right() - icons.SIZE - 8)
            name = "pencil-simple" if attention == Attention.TYPING else "eye"  # Qt makes a str of it
            place = QPointF(inner.right() + 8, middle - icons.SIZE / 2)
            painter.drawPixmap(place, icons.pixmap(name, "muted"))
        font = QFont(option.font)
        font.setBold(column is Column.SUBJECT and row.is_unanswered)
        self._paint_text(painter, inner, font, column, str(index.data() or ""))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the space that a cell would like."""
        size = super().sizeHint(option, index)
        return QSize(size.width() + 2 * PADDING, size.height())

    def _paint_ground(
        self, painter: QPainter, area: QRect, row: IncidentRow, *, selected: bool, hovered: bool
    ) -> None:
        ground = theme.color("accent_tint" if selected else "raised" if hovered else "surface")
        strength = self._glow.strength(row.id)
        if strength:
            ground = _mixed(ground, theme.color("info_tint" if selected else "accent_tint"), strength)
        painter.fillRect(area, ground)
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), theme.color("raised"))

    def _paint_text(self, painter: QPainter, area: QRect, font: QFont, column: Column, text: str) -> None:
        painter.setFont(number_font(font) if column in FIGURES else font)
        painter.setPen(theme.color("muted" if self.stale or column in MUTED or text == "—" else "text"))
        side = Qt.AlignmentFlag.AlignRight if column is Column.AGE else Qt.AlignmentFlag.AlignLeft
        elided = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), elided)


def _mixed(first: QColor, second: QColor, part: float) -> QColor:
    """Return the first colour with a part of the second in it."""
    return QColor(
        round(first.red() + (second.red() - first.red()) * part),
        round(first.green() + (second.green() - first.green()) * part),
        round(first.blue() + (second.blue() - first.blue()) * part),
    )
