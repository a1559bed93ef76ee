"""A list of a dashboard: a figure, a title and details on each line, perhaps over a bar."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.state.dashboard_lists import Entry
from desktop.views import theme
from desktop.views.looks import number_font

ENTRY = Qt.ItemDataRole.UserRole
PADDING = 8
BAR = 4


class _Delegate(QStyledItemDelegate):
    def __init__(self, scale: float, parent: QWidget) -> None:
        super().__init__(parent)
        self._scale = scale

    def _font(self, option: QStyleOptionViewItem) -> QFont:
        font = QFont(option.font)
        font.setPointSizeF(font.pointSizeF() * self._scale)
        return font

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one line."""
        entry: Entry = index.data(ENTRY)
        look, box = theme.tokens(), option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(look.accent_tint))
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), QColor(look.accent))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(look.accent), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        self._write(painter, entry, box.adjusted(PADDING + 3, 4, -PADDING, -4), self._font(option))
        painter.setPen(QColor(look.raised))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the height of two lines and a bar."""
        return QSize(0, 2 * QFontMetrics(self._font(option)).lineSpacing() + 8 + BAR)

    @staticmethod
    def _write(painter: QPainter, entry: Entry, box: QRect, font: QFont) -> None:
        look = theme.tokens()
        bold = number_font(font)
        bold.setBold(True)
        small = QFont(font)
        small.setPointSizeF(font.pointSizeF() * 0.9)
        line = QFontMetrics(font).lineSpacing()
        head = QFontMetrics(bold).horizontalAdvance(entry.head) + PADDING
        painter.setFont(bold)
        painter.setPen(QColor(getattr(look, entry.tone) if entry.tone else look.text))
        painter.drawText(
            QRect(box.right() - head, box.top(), head, line), Qt.AlignmentFlag.AlignRight, entry.head
        )
        painter.setFont(font)
        painter.setPen(QColor(look.text))
        title = QFontMetrics(font).elidedText(entry.title, Qt.TextElideMode.ElideRight, box.width() - head)
        painter.drawText(QRect(box.left(), box.top(), box.width() - head, line), 0, title)
        painter.setFont(small)
        painter.setPen(QColor(look.muted))
        detail = QFontMetrics(small).elidedText(entry.detail, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(QRect(box.left(), box.top() + line, box.width(), line), 0, detail)
        if entry.share:
            width = max(2, int(box.width() * entry.share))
            painter.fillRect(QRect(box.left(), box.bottom() - 2, width, BAR), QColor(look.accent))


class DashboardEntries(QListWidget):
    """Stands still under the cursor: what is chosen stays chosen when the lines are shown anew.

    Signals:
        opened(Entry): Enter or a double click on a line.
        focused(bool): it has got the keys, or has lost them.
    """

    opened = Signal(object)
    focused = Signal(bool)

    def __init__(self, *, many: bool = False, scale: float = 1.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if many else mode.SingleSelection)
        self.setObjectName("entries")
        self.setItemDelegate(_Delegate(scale, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.itemDoubleClicked.connect(lambda item: self.opened.emit(item.data(ENTRY)))

    @property
    def entries(self) -> list[Entry]:
        """The lines from the top."""
        return [self.item(n).data(ENTRY) for n in range(self.count())]

    @property
    def chosen(self) -> list[Entry]:
        """The selected lines from the top."""
        return [self.item(n).data(ENTRY) for n in range(self.count()) if self.item(n).isSelected()]

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these lines, and write only what is not there yet."""
        if self.entries == list(entries):
            return
        selected = {one.id for one in self.chosen}
        present_id = self.currentItem().data(ENTRY).id if self.currentRow() >= 0 else None
        while self.count() > len(entries):
            self.takeItem(self.count() - 1)
        while self.count() < len(entries):
            self.addItem(QListWidgetItem())
        place = next((n for n, one in enumerate(entries) if one.id == present_id), 0)
        for n, entry in enumerate(entries):
            self.item(n).setData(ENTRY, entry)
            self.item(n).setData(Qt.ItemDataRole.AccessibleTextRole, entry.spoken())
        if entries:
            self.setCurrentRow(place)
            for n, entry in enumerate(entries):
                self.item(n).setSelected(entry.id in selected or (not selected and n == place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; letters are keys of the window's, no search."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if (item := self.currentItem()) is not None:
                self.opened.emit(item.data(ENTRY))
        elif event.text().isalpha():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the keys go here."""
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that they do not."""
        super().focusOutEvent(event)
        self.focused.emit(False)
