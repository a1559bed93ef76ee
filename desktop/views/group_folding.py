"""Groups of the list that are folded away and out again, with the mouse or the keys."""

from uuid import UUID

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QTableView

from desktop.models.queue_table_model import QueueTableModel


class GroupFolding:
    """Knows at which heading the person is, if at one, and folds its group under their hands.

    The keys walk past the headings of open groups, since these are read with their rows, but stop at
    those of folded ones, which could not be opened otherwise.
    """

    def __init__(self, table: QTableView, model: QueueTableModel) -> None:
        self._table = table
        self._model = model
        self.here: str | None = None
        """The name of the group at whose heading the person is; None where they are at a row."""
        self.is_folding = False
        """Whether rows come and leave just now only because of a heading."""

    def place(self) -> int | None:
        """Return the line of the heading where the person is, None where they are at none."""
        lines = self._model.groups.inside(self.here) if self.here else None
        return None if lines is None else lines[0] - 1

    def beside(self, start: int | None, by: int) -> int | None:
        """Return the line where the keys come to, so many lines from this heading, else from ``start``."""
        here = self.place()
        if here is None:
            here = start
        last = self._model.rowCount() - 1
        # From nowhere to what is in sight, or all the way to an end.
        start = max(self._table.rowAt(0), 0) if abs(by) <= last else by
        target = min(max(start if here is None else here + by, 0), last)
        down, up = range(target, last + 1), range(target, -1, -1)
        ways = (up, down) if by < 0 else (down, up)
        return next((one for way in ways for one in way if self._is_stop(one)), None)

    def go_to(self, place: int) -> bool:
        """Be at the heading of this line; tell whether it is one."""
        heading = self._model.heading_at(place)
        if heading is None:
            return False
        self.here = heading.name
        index = self._model.index(place, 0)
        self._table.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._table.scrollTo(index)
        self._table.viewport().update()
        return True

    def toggle(self, place: int) -> bool:
        """Fold or unfold the group under the heading of this line; tell whether it is one."""
        heading = self._model.heading_at(place)
        if heading is None:
            return False
        self._fold(heading.name, place, folded=not heading.is_folded)
        return True

    def fold_at_hand(self, chosen: UUID | None, *, folded: bool | None = None) -> bool:
        """Fold the group where the person is, unfold it, or (None) turn it; tell whether that changed it."""
        place = self.place()
        row = None if chosen is None else self._model.row_at(self._model.place_of(chosen) or 0)
        if place is None and row is not None and row.id == chosen:
            place = self._model.groups.heading_of(row)
        heading = None if place is None else self._model.heading_at(place)
        if place is None or heading is None or heading.is_folded == folded:
            return False
        return self.toggle(place)

    def fold_all(self, *, folded: bool) -> None:
        """Fold every group that there is now, or none."""
        self._change(frozenset(self._model.groups.names()) if folded else frozenset())

    def _fold(self, name: str, place: int, *, folded: bool) -> None:
        y = self._table.rowViewportPosition(place)
        self._change(self._model.folded | {name} if folded else self._model.folded - {name})
        # The heading stays under the pointer, whichever row the list holds still otherwise.
        self._table.updateGeometries()
        bar = self._table.verticalScrollBar()
        bar.setValue(bar.value() + self._table.rowViewportPosition(place) - y)
        self.go_to(place)

    def _change(self, folded: frozenset[str]) -> None:
        self.is_folding = True
        self._model.fold(folded)
        self.is_folding = False

    def _is_stop(self, place: int) -> bool:
        heading = self._model.heading_at(place)
        return heading is None or heading.is_folded
