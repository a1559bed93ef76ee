"""The table of incidents: it never moves what the person is looking at."""

from uuid import UUID

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.models.queue_table_model import ATTENTION_ROLE, QueueTableModel
from desktop.views import theme
from desktop.views.group_folding import GroupFolding
from desktop.views.line_looks import LineLooks
from desktop.views.list_keys import FOLDING, lines_of
from desktop.views.queue_columns import QueueColumns
from desktop.views.queue_delegate import QueueDelegate
from desktop.views.row_gap import RowGap
from desktop.views.row_glow import RowGlow
from desktop.views.row_selection import RowSelection
from desktop.views.rows_above import RowsAbove
from desktop.views.scroll_anchor import ScrollAnchor
from desktop.views.seen_lines import repaint_line, repaint_rows, seen_lines

COMFORTABLE, COMPACT = 36, 28
DESIGNED_POINTS = 10.0
"""Heights and widths are for a text of this size, and grow with it."""


class QueueTable(QTableView):
    """Rows arrive, move and leave around an anchor (the chosen row, or the first visible) that stays put.

    Signals:
        chosen(UUID): the person clicked a row.
        stepped(UUID): the person moved to it by key.
        aboveChanged(int): so many rows have come above what is visible.
        rowsPainted(list[tuple[UUID, int]]): these changed rows are on screen now, with their versions.
        selectedChanged(): other rows are selected, one or several.
    """

    chosen = Signal(object)
    stepped = Signal(object)
    aboveChanged = Signal(int)  # Qt's spelling
    rowsPainted = Signal(object)
    selectedChanged = Signal()

    def __init__(self, model: QueueTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self._anchor = ScrollAnchor(self, model)
        self._unpainted: dict[UUID, int] = {}
        self._above = RowsAbove(self, model, self.aboveChanged.emit)
        self._pointed_y = 0
        self._row_height = COMFORTABLE
        self._points = DESIGNED_POINTS
        self._selection = RowSelection(self, model)
        self.columns = QueueColumns(self)
        self.groups = GroupFolding(self, model)
        self.glow = RowGlow(self)
        self._delegate = QueueDelegate(model, self.glow, self)
        self.setItemDelegate(self._delegate)
        self.setModel(model)
        self._looks = LineLooks(self, model, self._delegate)
        self._set_up()
        self.columns.set_up()
        self._follow_model()
        self._gap = RowGap(self, model)

    @property
    def selected(self) -> UUID | None:
        """The incident that is chosen, be it in the list or not."""
        return self._anchor.chosen

    @selected.setter
    def selected(self, incident_id: UUID | None) -> None:
        self._anchor.chosen = incident_id

    @property
    def highlighted(self) -> UUID | None:
        """The incident whose row is highlighted; of several, the chosen one or else the topmost."""
        return self._selection.first(self.selected)

    def selected_ids(self) -> list[UUID]:
        """Return every selected incident, from the top of the list."""
        return self._selection.ids()

    def selected_count(self) -> int:
        """Return how many incidents are selected."""
        return self._selection.count()

    def set_row_height(self, height: int) -> None:
        """Make every row so high, at the normal size of the text."""
        self._row_height = height
        self.verticalHeader().setDefaultSectionSize(round(height * self._points / DESIGNED_POINTS))

    def set_stale(self, *, stale: bool) -> None:
        """Show whether the rows may be out of date."""
        if self._delegate.stale != stale:
            self._delegate.stale = stale
            self.viewport().update()

    def choose(self, incident_id: UUID | None, *, scroll: bool = False) -> None:
        """Mark this row, without telling anybody."""
        self.selected, self.groups.here = incident_id, None
        place = None if incident_id is None else self._rows.place_of(incident_id)
        if place is None:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
            return
        index = self._rows.index(place, 0)
        value = self.verticalScrollBar().value()
        self._selection.choose(index)
        self.verticalScrollBar().setValue(value)
        if scroll:
            self.scrollTo(index)

    def step(self, by: int) -> None:
        """Move the choice by so many lines: from where a row left, from its gap; from nowhere, into sight."""
        stop = self.groups.beside(self._gap.start(by), by)
        row = None if stop is None or self.groups.go_to(stop) else self._rows.row_at(stop)
        if row and (row.id != self.selected or self.groups.here):
            self.choose(row.id, scroll=True)
            self.stepped.emit(row.id)

    def to_top(self) -> None:
        """Show the top of the list."""
        self.verticalScrollBar().setValue(0)

    def _set_up(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        # Painted to the last corner: so a step of scrolling paints only what comes into sight.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(COMPACT)
        self.set_row_height(COMFORTABLE)

    def _follow_model(self) -> None:
        model = self._rows
        model.changing.connect(self._anchor.keep)
        model.changing.connect(self._looks.hold)
        model.rowsInserted.connect(self._on_inserted)
        model.dataChanged.connect(self._on_changed)
        model.changed.connect(self._after_changes)
        model.modelAboutToBeReset.connect(self._selection.keep)
        model.relaid.connect(self._on_relaid)
        self.selectionModel().selectionChanged.connect(self.selectedChanged)
        self.glow.faded.connect(lambda ids: repaint_rows(self, model, ids))
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def _after_changes(self) -> None:
        self._anchor.restore()
        if self._delegate.hovered >= 0:
            self._delegate.hovered = self.rowAt(self._pointed_y)
        # Now, since Qt paints the whole list for it: nothing is painted before the looks are released.
        self.executeDelayedItemsLayout()
        self._looks.release()
        self._above.count()

    def _on_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        if self.groups.is_folding:
            self._selection.reappeared(self.selected)
            return
        for place in range(first, last + 1):
            if row := self._rows.row_at(place):
                self._note(row.id, row.version)
                self._above.note(row.id)

    def _on_changed(self, first: QModelIndex, last: QModelIndex, roles: list[int]) -> None:
        if roles == [ATTENTION_ROLE]:
            return  # the incident is as it was: somebody looks at it
        for place in range(first.row(), last.row() + 1):
            if row := self._rows.row_at(place):
                self._note(row.id, row.version)

    def _on_relaid(self) -> None:
        self._above.clear()
        if not self._selection.restore(self.selected):
            self.choose(self.selected)

    def _on_scrolled(self, value: int) -> None:
        if value == 0:
            self._above.clear()

    def _note(self, incident_id: UUID, version: int) -> None:
        self._unpainted[incident_id] = version
        self.glow.light(incident_id)

    def _hover(self, place: int) -> None:
        before, self._delegate.hovered = self._delegate.hovered, place
        if place != before:
            repaint_line(self, before)
            repaint_line(self, place)

    def _rescale(self) -> None:
        """Give columns and rows the size that the text now needs."""
        factor = self.font().pointSizeF() / self._points
        if abs(factor - 1) < 0.01:
            return
        self._points = self.font().pointSizeF()
        self.set_row_height(self._row_height)
        self.columns.make_room(self._points / DESIGNED_POINTS)

    # What Qt calls.

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and self.isVisible():
            QTimer.singleShot(0, self, self._rescale)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the size of the text that was chosen another day."""
        super().showEvent(event)
        self._rescale()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the subject its room."""
        super().resizeEvent(event)
        self.columns.make_room(self._points / DESIGNED_POINTS)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, then tell which changed rows can be seen now."""
        self._delegate.here = self.groups.here
        self._delegate.begin(self)
        QPainter(self.viewport()).fillRect(event.rect(), theme.color("surface"))
        super().paintEvent(event)
        if not self._unpainted:
            return
        unpainted, self._unpainted = self._unpainted, {}
        seen = filter(None, map(self._rows.row_at, seen_lines(self)))
        painted = [(row.id, unpainted[row.id]) for row in seen if row.id in unpainted]
        if painted:
            self.rowsPainted.emit(painted)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which row is under the pointer."""
        super().mouseMoveEvent(event)
        self._anchor.pointer_moved()
        self._pointed_y = event.position().toPoint().y()
        self._hover(self.rowAt(self._pointed_y))

    def leaveEvent(self, event: QEvent) -> None:
        """Let go of the row under the pointer."""
        super().leaveEvent(event)
        self._hover(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the choice; leave every other key to whoever wants it."""
        page = max(self.viewport().height() // max(self.rowHeight(0), 1) - 1, 1)
        key = Qt.Key(event.key())
        by = lines_of(key, page=page, every=self._rows.rowCount())
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if is_plain and key in FOLDING:
            self.groups.fold_at_hand(self.selected, folded=FOLDING[key])
        elif by is not None and is_plain:
            self.step(by)
        elif by is not None or event.matches(QKeySequence.StandardKey.SelectAll):
            super().keyPressEvent(event)  # Qt extends the selection
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row that is clicked; with Ctrl or Shift, only select it with others."""
        point, is_left = event.position().toPoint(), event.button() is Qt.MouseButton.LeftButton
        if is_left and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._selection.toggle(self.indexAt(point))
            return
        super().mousePressEvent(event)
        if is_left and not event.modifiers():
            self._choose_at(point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Leave to Qt what it has seen begin."""
        if event.modifiers() != Qt.KeyboardModifier.ControlModifier:
            super().mouseReleaseEvent(event)

    def _choose_at(self, point: QPoint) -> None:
        place = self.rowAt(point.y())
        row = self._rows.row_at(place)
        if row is None:
            self.groups.toggle(place)
        else:
            self.selected, self.groups.here = row.id, None
            self.chosen.emit(row.id)
