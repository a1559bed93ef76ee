"""The columns of the list: which are shown in which order, how wide, and which leave for want of room."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableView

from desktop.models.queue_table_model import COLUMNS
from desktop.state.columns import USUAL, Column
from desktop.state.ordering import Ordering
from desktop.state.views import Shape
from desktop.views.queue_header import QueueHeader

WIDTHS = {
    Column.STATE: 124,
    Column.PRIORITY: 96,
    Column.REFERENCE: 116,
    Column.SUBJECT: 240,
    Column.CUSTOMER: 144,
    Column.AGE: 76,
    Column.DUE: 100,
    Column.ASSIGNEE: 128,
    Column.CATEGORY: 180,
    Column.TEAM: 120,
    Column.UPDATED: 116,
    Column.RETURNS: 128,
}
LEAST_SUBJECT = 180
GIVE_WAY = (
    *(Column.UPDATED, Column.CATEGORY, Column.TEAM, Column.RETURNS),
    *(Column.DUE, Column.PRIORITY, Column.ASSIGNEE, Column.REFERENCE),
)
"""Columns that leave, one after the other, before the subject is narrower than that: one reads them in the
open incident too."""


class QueueColumns:
    """Widths grow with the text; the subject takes what the others leave."""

    def __init__(self, table: QTableView) -> None:
        self._table = table
        self._chosen: tuple[Column, ...] = USUAL
        self._own: dict[Column, int] = {}
        self._scale = 1.0
        self._is_arranging = False

    @property
    def chosen(self) -> tuple[Column, ...]:
        """The columns that are wanted, from left to right; some may have left for want of room."""
        header = self._table.horizontalHeader()
        return tuple(sorted(self._chosen, key=lambda column: header.visualIndex(COLUMNS.index(column))))

    @property
    def widths(self) -> tuple[tuple[Column, int], ...]:
        """The widths that the person gave, at the normal size of the text."""
        return tuple(self._own.items())

    def set_up(self) -> None:
        """Give each its first width, sorted by age."""
        header = QueueHeader(self._table)
        self._table.setHorizontalHeader(header)
        header.setSectionResizeMode(COLUMNS.index(Column.SUBJECT), QHeaderView.ResizeMode.Stretch)
        self._table.setSortingEnabled(True)
        header.sectionResized.connect(self._on_resized)
        self.show_shape(Shape())

    def shape(self, ordering: Ordering, folded: frozenset[str] = frozenset()) -> Shape:
        """Return how the list looks, given how its rows stand and which groups are folded away."""
        return Shape(self.chosen, self.widths, ordering, folded)

    def show_shape(self, shape: Shape) -> None:
        """Show these columns, in this order and as wide, and the arrow where the rows are sorted."""
        header = self._table.horizontalHeader()
        self._chosen, self._own = shape.columns, dict(shape.widths)
        rest = [column for column in COLUMNS if column not in shape.columns]
        for place, column in enumerate((*shape.columns, *rest)):
            header.moveSection(header.visualIndex(COLUMNS.index(column)), place)
        order = shape.ordering
        header.blockSignals(True)  # the rows are sorted by whoever shows the view
        header.setSortIndicator(
            COLUMNS.index(order.column),
            Qt.SortOrder.DescendingOrder if order.descending else Qt.SortOrder.AscendingOrder,
        )
        header.blockSignals(False)
        header.viewport().update()
        self.make_room(self._scale)

    def choose(self, column: Column, *, shown: bool) -> None:
        """Show a column, or no longer; the subject always stays."""
        if column is Column.SUBJECT:
            return
        self._chosen = tuple(one for one in self.chosen if one is not column) + ((column,) if shown else ())
        self.make_room(self._scale)

    def make_room(self, scale: float) -> None:
        """Hide what must leave, and show it again; ``scale`` is the size of the text, 1 as designed."""
        self._scale = scale
        self._is_arranging = True
        others = sum(self._width(column) for column in self._chosen if column is not Column.SUBJECT)
        spare = self._table.viewport().width() - others - LEAST_SUBJECT * scale
        leaving = set()
        for column in GIVE_WAY:
            if column in self._chosen and spare < 0:
                leaving.add(column)
                spare += self._width(column)
        for place, column in enumerate(COLUMNS):
            hides = column not in self._chosen or column in leaving
            if self._table.isColumnHidden(place) != hides:
                self._table.setColumnHidden(place, hides)
            if not hides and column is not Column.SUBJECT:
                self._table.setColumnWidth(place, self._width(column))
        self._is_arranging = False

    def _width(self, column: Column) -> int:
        return round(self._own.get(column, WIDTHS[column]) * self._scale)

    def _on_resized(self, place: int, _before: int, width: int) -> None:
        column = COLUMNS[place]
        if not self._is_arranging and width and column is not Column.SUBJECT:
            self._own[column] = round(width / self._scale)
