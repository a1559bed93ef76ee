"""Paints the cells of the queue."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QStaticText
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.models.queue_cells import heading_text, text_of
from desktop.models.queue_table_model import COLUMNS, RIGHT, QueueTableModel
from desktop.state.columns import Column
from desktop.state.rows import Row
from desktop.views import icons, theme
from desktop.views.looks import number_font
from desktop.views.marks import MARK, priority_mark, state_mark
from desktop.views.row_glow import RowGlow
from shared.contracts.vocabulary import Attention

PADDING = 12
MUTED = frozenset({Column.REFERENCE, Column.AGE, Column.DUE, Column.UPDATED, Column.RETURNS})
FIGURES = frozenset({Column.REFERENCE, Column.AGE, Column.DUE, Column.UPDATED, Column.RETURNS})
CACHED_MAX = 4_000
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


class QueueDelegate(QStyledItemDelegate):
    """One row of the queue, cell by cell: marks, text, selection, and a glow where something changed.

    It asks the model for what it paints directly, and measures no text twice: some two hundred cells are
    painted at every step of scrolling.
    """

    def __init__(self, model: QueueTableModel, glow: RowGlow, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._glow = glow
        self._fonts: dict[tuple[bool, bool], tuple[QFont, QFontMetrics]] = {}
        self._font_key = ""
        self._texts: dict[tuple[str, int, bool, bool], QStaticText] = {}
        self.hovered = -1
        self.here: str | None = None
        self.stale = False
        self._now = model.now()
        self._ratio = 1.0
        self._has_focus = False

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        place, column = index.row(), COLUMNS[index.column()]
        row = self._model.row_at(place)
        if row is None:
            self._paint_heading(painter, option, index)
            return
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        self._paint_ground(painter, area, row, selected=selected, hovered=place == self.hovered)
        if selected and area.left() == 0:
            bar = "accent" if self._has_focus and self.here is None else "control"
            painter.fillRect(QRect(0, area.top(), 3, area.height()), theme.color(bar))
        inner = area.adjusted(PADDING, 0, -PADDING, 0)
        middle = inner.top() + inner.height() / 2
        if column is Column.PRIORITY:
            painter.drawPixmap(
                QPointF(inner.left(), middle - MARK / 2), priority_mark(row.priority, self._ratio)
            )
            return
        if column is Column.STATE:
            painter.drawPixmap(QPointF(inner.left(), middle - MARK / 2), state_mark(row.state, self._ratio))
            inner.setLeft(inner.left() + int(MARK) + 8)
        if column is Column.SUBJECT:
            inner = self._paint_who_is_there(painter, inner, row)
        self._paint_text(painter, inner, row, column)

    def _paint_who_is_there(self, painter: QPainter, area: QRect, row: Row) -> QRect:
        """Paint the marks of colleagues and of unsent words; return what is left for the subject."""
        marks: list[tuple[str, str]] = []
        if attention := self._model.attention(row.id):
            marks.append(("pencil-simple" if attention is Attention.TYPING else "eye", "muted"))
        if row.id in self._model.presences.unsent:
            marks.append(("file-dotted", "accent"))
        left = QRect(area)
        for name, colour in marks:
            left.setRight(left.right() - icons.SIZE - 8)
            corner = QPointF(left.right() + 8, area.top() + (area.height() - icons.SIZE) / 2)
            painter.drawPixmap(corner, icons.pixmap(name, colour))
        return left

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the space that a cell would like."""
        size = super().sizeHint(option, index)
        return QSize(size.width() + 2 * PADDING, size.height())

    def _paint_heading(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a cell's part of a heading, which goes over all of them."""
        area: QRect = option.rect
        heading = self._model.heading_at(index.row())
        is_hovered = index.row() == self.hovered
        painter.fillRect(area, theme.color("raised" if is_hovered else "canvas"))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), theme.color("line"))
        if heading is None:
            return
        if heading.name == self.here and area.left() == 0:
            bar = "accent" if self._has_focus else "control"
            painter.fillRect(QRect(0, area.top(), 3, area.height()), theme.color(bar))
        font, metrics = self._fonts[True, False]
        painter.save()
        painter.setClipRect(area)
        painter.setFont(font)
        painter.setPen(theme.color("muted" if self.stale else "text"))
        caret = icons.pixmap("caret-right" if heading.is_folded else "caret-down", "muted")
        middle = area.top() + area.height() / 2
        painter.drawPixmap(QPointF(PADDING, middle - icons.SIZE / 2), caret)
        text, left = heading_text(heading), PADDING + icons.SIZE + 6
        whole = QRect(left, area.top(), metrics.horizontalAdvance(text) + PADDING, area.height())
        painter.drawText(whole, _LEFT, text)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, area: QRect, row: Row, *, selected: bool, hovered: bool
    ) -> None:
        ground = theme.color("accent_tint" if selected else "raised" if hovered else "surface")
        strength = self._glow.strength(row.id)
        if strength:
            ground = _mixed(ground, theme.color("info_tint" if selected else "accent_tint"), strength)
        painter.fillRect(area, ground)
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), theme.color("raised"))

    def _paint_text(self, painter: QPainter, area: QRect, row: Row, column: Column) -> None:
        text = text_of(row, column, self._now)
        is_bold, is_figure = column is Column.SUBJECT and row.is_unanswered, column in FIGURES
        font, metrics = self._fonts[is_bold, is_figure]
        key = (text, area.width(), is_bold, is_figure)
        laid_out = self._texts.get(key)
        if laid_out is None:
            if len(self._texts) >= CACHED_MAX:
                self._texts.clear()
            laid_out = QStaticText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width()))
            laid_out.setTextFormat(Qt.TextFormat.PlainText)
            laid_out.prepare(font=font)
            self._texts[key] = laid_out
        painter.setFont(font)
        painter.setPen(theme.color("muted" if self.stale or column in MUTED or text == "—" else "text"))
        size = laid_out.size()
        left = area.right() + 1 - size.width() if column in RIGHT else area.left()
        painter.drawStaticText(QPointF(left, area.top() + (area.height() - size.height()) / 2), laid_out)

    def begin(self, table: QWidget) -> None:
        """Get ready for painting cells together: as the table is now, their ages counted to this moment."""
        self._now, self._has_focus = self._model.now(), table.hasFocus()
        self._ratio = table.devicePixelRatioF()
        font = table.font()
        key = font.key()
        if key == self._font_key:
            return
        self._font_key = key
        self._texts.clear()
        for is_bold in (False, True):
            plain = QFont(font)
            plain.setBold(is_bold)
            for is_figure, one in ((False, plain), (True, number_font(plain))):
                self._fonts[is_bold, is_figure] = (one, QFontMetrics(one))


def _mixed(first: QColor, second: QColor, part: float) -> QColor:
    """Return the first colour with a part of the second in it."""
    return QColor(
        round(first.red() + (second.red() - first.red()) * part),
        round(first.green() + (second.green() - first.green()) * part),
        round(first.blue() + (second.blue() - first.blue()) * part),
    )
