"""Where the chosen row was, after it has left the list."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex

from desktop.models.queue_table_model import QueueTableModel

if TYPE_CHECKING:
    from desktop.views.queue_table import QueueTable


class RowGap:
    """Remembers the place of a chosen row that left, until the list is laid out anew."""

    def __init__(self, table: "QueueTable", model: QueueTableModel) -> None:
        self._table = table
        self._model = model
        self._place: int | None = None
        model.rowsAboutToBeRemoved.connect(self._before_removal)
        model.rowsRemoved.connect(self._after_removal)
        model.relaid.connect(self._forget)

    def start(self, by: int) -> int | None:
        """Return where a step begins: at the chosen row, or else so that it ends beside its gap."""
        place = self._chosen_place()
        if place is not None or self._place is None:
            return place
        return self._place - 1 if by > 0 else self._place

    def _chosen_place(self) -> int | None:
        chosen = self._table.selected
        return None if chosen is None else self._model.place_of(chosen)

    def _before_removal(self, _parent: QModelIndex, first: int, last: int) -> None:
        place = self._chosen_place()
        if place is not None and first <= place <= last:
            self._place = first

    def _after_removal(self) -> None:
        """Highlight nothing where the chosen row is gone: Qt goes on to a row that nobody has chosen."""
        is_gone = self._table.selected is not None and self._chosen_place() is None
        if is_gone and self._table.selected_count() < 2:
            self._table.clearSelection()
            self._table.setCurrentIndex(QModelIndex())

    def _forget(self) -> None:
        self._place = None
