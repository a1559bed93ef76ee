"""The columns of the list: their widths, and which of them leave where there is no room for all."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableView

from desktop.models.queue_table_model import COLUMNS
from desktop.state.listing import Column
from desktop.views.queue_header import QueueHeader

WIDTHS = {
    Column.STATE: 124,
    Column.PRIORITY: 96,
    Column.REFERENCE: 116,
    Column.SUBJECT: 240,
    Column.CUSTOMER: 144,
    Column.AGE: 76,
    Column.ASSIGNEE: 128,
}
LEAST_SUBJECT = 180
GIVE_WAY = (Column.PRIORITY, Column.ASSIGNEE, Column.REFERENCE)
"""Columns that leave, one after the other, before the subject is narrower than that: one reads them in the
open incident too."""


class QueueColumns:
    """Widths grow with the text; the subject takes what the others leave."""

    def __init__(self, table: QTableView) -> None:
        self._table = table
        self._widths = dict(WIDTHS)

    def set_up(self) -> None:
        """Give each its first width, sorted by age."""
        header = QueueHeader(self._table)
        self._table.setHorizontalHeader(header)
        for place, column in enumerate(COLUMNS):
            self._table.setColumnWidth(place, WIDTHS[column])
        header.setSectionResizeMode(COLUMNS.index(Column.SUBJECT), QHeaderView.ResizeMode.Stretch)
        header.setSortIndicator(COLUMNS.index(Column.AGE), Qt.SortOrder.AscendingOrder)
        self._table.setSortingEnabled(True)

    def scale(self, factor: float) -> None:
        """Make all wider or narrower."""
        self._note()
        for column, width in self._widths.items():
            self._widths[column] = round(width * factor)
            self._table.setColumnWidth(COLUMNS.index(column), self._widths[column])

    def make_room(self, scale: float) -> None:
        """Hide what must leave, and show it again; ``scale`` is the size of the text, 1 as designed."""
        self._note()
        others = sum(width for column, width in self._widths.items() if column is not Column.SUBJECT)
        spare = self._table.viewport().width() - others - LEAST_SUBJECT * scale
        for column in GIVE_WAY:
            place, leaves = COLUMNS.index(column), spare < 0
            spare += self._widths[column] if leaves else 0
            if self._table.isColumnHidden(place) != leaves:
                self._table.setColumnHidden(place, leaves)

    def _note(self) -> None:
        """Remember the widths, since Qt tells none of what is hidden."""
        for place, column in enumerate(COLUMNS):
            if not self._table.isColumnHidden(place):
                self._widths[column] = self._table.columnWidth(place)
