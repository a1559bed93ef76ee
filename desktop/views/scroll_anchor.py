"""Keeps a list still while rows come, move and leave."""

from time import monotonic
from uuid import UUID

from PySide6.QtWidgets import QTableView

from desktop.models.queue_table_model import QueueTableModel
from desktop.views.seen_lines import seen_lines

POINTER_RESTS_S = 1.5
"""So long after it last moved, the pointer is not about to click on a row."""


class ScrollAnchor:
    """One row whose place on screen stays the same over a change of the list.

    It is the chosen row where that can be seen, else the first that can. A list at its very top that
    nobody points at has none: there, new rows may show themselves.
    """

    def __init__(self, table: QTableView, model: QueueTableModel) -> None:
        self._table = table
        self._model = model
        self._kept: list[tuple[UUID, int]] = []
        self._pointer_moved = 0.0
        self.chosen: UUID | None = None

    def pointer_moved(self) -> None:
        """Take note that the person may be about to click."""
        self._pointer_moved = monotonic()

    def is_visible(self, place: int) -> bool:
        """Tell whether any part of a row can be seen."""
        y = self._table.rowViewportPosition(place)
        return -self._table.rowHeight(place) < y < self._table.viewport().height()

    def keep(self) -> None:
        """Remember the row and its place before the list changes, and in case it leaves, those below it."""
        self._kept = []
        place = None if self.chosen is None else self._model.place_of(self.chosen)
        if place is None or not self.is_visible(place):
            pointing = monotonic() - self._pointer_moved < POINTER_RESTS_S and self._table.underMouse()
            if self._table.verticalScrollBar().value() == 0 and not pointing:
                return
            place = self._table.rowAt(0)
        # A heading may leave with its group; the rows below it are what is looked at.
        for line in seen_lines(self._table):
            if line >= place and (row := self._model.row_at(line)):
                self._kept.append((row.id, self._table.rowViewportPosition(line)))

    def restore(self) -> None:
        """Put the row back to where it was, after the list has changed."""
        places = ((self._model.place_of(incident_id), y) for incident_id, y in self._kept)
        place, y = next(((place, y) for place, y in places if place is not None), (None, 0))
        if place is None:
            return
        # Qt would learn of the new height only later, and allow no scrolling to there until then.
        self._table.updateGeometries()
        if moved := self._table.rowViewportPosition(place) - y:
            bar = self._table.verticalScrollBar()
            bar.setValue(bar.value() + moved)
