"""Counts the rows that came above what is seen, for the pill that leads to them."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QTableView

from desktop.models.queue_table_model import QueueTableModel


class RowsAbove:
    """``tell`` is told how many they are, once for many that come together."""

    def __init__(self, table: QTableView, model: QueueTableModel, tell: Callable[[int], None]) -> None:
        self._table = table
        self._model = model
        self._tell = tell
        self._came: list[UUID] = []
        self._above: set[UUID] = set()

    def note(self, incident_id: UUID) -> None:
        """Take note of a row that came, wherever it is."""
        self._came.append(incident_id)

    def count(self) -> None:
        """Count those of the rows noted that are above, now that the list is where it stays."""
        came, self._came = self._came, []
        top, known = self._table.rowAt(0), len(self._above)
        for incident_id in came:
            place = self._model.place_of(incident_id)
            if place is not None and place < top:
                self._above.add(incident_id)
        if len(self._above) != known:
            self._tell(len(self._above))

    def clear(self) -> None:
        """Begin anew: they have been seen, or the list is another."""
        self._came.clear()
        if self._above:
            self._above.clear()
            self._tell(0)
