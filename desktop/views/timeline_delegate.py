"""Paints a line of the timeline: its time, an icon where it is words, what happened, and details below."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.models.timeline_model import TimelineModel
from desktop.views import icons, theme, wrapped_text
from desktop.views.looks import number_font

MARGIN, GAP, ICON = 16, 12, 16
WIDEST_TIME = "88 MMM 8888 88:88"
Index = QModelIndex | QPersistentModelIndex
WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class TimelineDelegate(QStyledItemDelegate):
    """As high as its text needs in the width that there is; ``width`` is kept by the view."""

    width = 400

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of the wrapped text."""
        what, more = self._texts(index)
        font = option.font
        room = self._room(font)
        height = wrapped_text.height(what, font, room)
        height += wrapped_text.height(more, _small(font), room) if more else 0
        return QSize(self.width, height + 12)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint it."""
        rect: QRect = option.rect
        font: QFont = option.font
        state = option.state
        model = index.model()
        if not isinstance(model, TimelineModel):
            return
        line = model.line(index)
        painter.save()
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.color("accent"))
            painter.drawRoundedRect(rect.adjusted(4, 1, -5, -2), 6, 6)
        left, top = rect.left() + MARGIN, rect.top() + 6
        painter.setFont(number_font(font))
        painter.setPen(theme.color("muted"))
        times = _time_width(font)
        painter.drawText(QRect(left, top, times, rect.height()), WRAPPED, model.time(line))
        left += times + GAP
        line_height = QFontMetrics(font).lineSpacing()
        if line.icon:
            colour = "warning" if line.icon == "note-pencil" else "accent"
            painter.drawPixmap(left, top + (line_height - ICON) // 2, icons.pixmap(line.icon, colour, ICON))
        else:
            painter.setBrush(theme.color("muted"))
            painter.drawEllipse(left + ICON // 2 - 2, top + line_height // 2 - 2, 4, 4)
        left += ICON + GAP
        what, more = self._texts(index)
        room = self._room(font)
        height = wrapped_text.height(what, font, room)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        wrapped_text.draw(painter, QRect(left, top, room, height), what)
        if more:
            painter.setFont(_small(font))
            painter.setPen(theme.color("muted"))
            wrapped_text.draw(painter, QRect(left, top + height, room, rect.height()), more)
        painter.restore()

    @staticmethod
    def _texts(index: Index) -> tuple[str, str]:
        model = index.model()
        if not isinstance(model, TimelineModel):
            return "", ""
        line = model.line(index)
        return line.what, line.more

    def _room(self, font: QFont) -> int:
        return max(80, self.width - 2 * MARGIN - _time_width(font) - ICON - 2 * GAP)


def _time_width(font: QFont) -> int:
    return QFontMetrics(number_font(font)).horizontalAdvance(WIDEST_TIME)


def _small(font: QFont) -> QFont:
    result = QFont(font)
    result.setPointSizeF(font.pointSizeF() * 0.9)
    return result
