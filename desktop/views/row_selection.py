"""Which rows are selected, by identity: over every change of the list, and of a hundred thousand at once."""

from uuid import UUID

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex
from PySide6.QtWidgets import QTableView

from desktop.models.queue_table_model import QueueTableModel


class RowSelection:
    """Qt keeps a selection while rows come and move, but forgets it when the list is laid out anew."""

    def __init__(self, table: QTableView, model: QueueTableModel) -> None:
        self._table = table
        self._model = model
        self._kept: set[UUID] = set()

    def ids(self) -> list[UUID]:
        """Return every selected incident, from the top of the list."""
        selection = self._table.selectionModel().selection()
        ranges = [selection.at(number) for number in range(selection.count())]
        places = {place for one in ranges for place in range(one.top(), one.bottom() + 1)}
        return [row.id for place in sorted(places) if (row := self._model.row_at(place))]

    def first(self, chosen: UUID | None) -> UUID | None:
        """Return the chosen incident where it is selected, else the topmost that is."""
        ids = self.ids()
        return chosen if chosen in ids else next(iter(ids), None)

    def count(self) -> int:
        """Return how many incidents are selected, without going through all of them."""
        selection = self._table.selectionModel().selection()
        ranges = [selection.at(number) for number in range(selection.count())]
        if len(ranges) == 1 and ranges[0].height() == self._model.rowCount() and not self._model.folded:
            return self._model.count
        return len(self.ids())

    def choose(self, index: QModelIndex) -> None:
        """Select this row alone, whichever keys are held down just now."""
        flags = QItemSelectionModel.SelectionFlag
        self._table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def reappeared(self, chosen: UUID | None) -> None:
        """Select the chosen row again where it comes back and nothing else is selected."""
        place = None if chosen is None else self._model.place_of(chosen)
        model = self._table.selectionModel()
        if place is not None and not model.hasSelection():
            flags = QItemSelectionModel.SelectionFlag
            model.select(self._model.index(place, 0), flags.Select | flags.Rows)

    def toggle(self, index: QModelIndex) -> None:
        """Select one row more, or that row no longer; the next selection with Shift goes on from it."""
        if self._model.row_at(index.row()) is None:
            return
        flags = QItemSelectionModel.SelectionFlag
        model = self._table.selectionModel()
        model.setCurrentIndex(index, flags.NoUpdate)
        model.select(index, flags.Toggle | flags.Rows)

    def keep(self) -> None:
        """Remember what is selected, before the list is laid out anew."""
        self._kept = set(self.ids())

    def restore(self, current: UUID | None) -> bool:
        """Select it again as far as it is in the list; tell whether it was more than the chosen row."""
        kept, self._kept = self._kept, set()
        if kept <= {current}:
            return False
        selection, last_column = QItemSelection(), self._model.columnCount() - 1
        for first, last in self._model.ranges_of(kept):
            selection.select(self._model.index(first, 0), self._model.index(last, last_column))
        model = self._table.selectionModel()
        place = None if current is None else self._model.place_of(current)
        if place is not None:
            model.setCurrentIndex(self._model.index(place, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        model.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        return True
