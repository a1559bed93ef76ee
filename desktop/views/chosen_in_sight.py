"""Keeps the chosen row in sight when a bar or a panel makes the list lower."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent

from desktop.models.queue_table_model import QueueTableModel
from desktop.views.queue_table import QueueTable


class ChosenInSight(QObject):
    """Scrolls to the chosen row where it was in sight before; whoever scrolled away from it stays there."""

    def __init__(self, table: QueueTable, model: QueueTableModel) -> None:
        super().__init__(table)
        self._table = table
        self._model = model
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look whether the row is still in sight."""
        if isinstance(event, QResizeEvent) and event.size().height() < event.oldSize().height():
            chosen = self._table.selected
            place = None if chosen is None else self._model.place_of(chosen)
            if place is not None:
                y = self._table.rowViewportPosition(place)
                if 0 <= y < event.oldSize().height():
                    self._table.scrollTo(self._model.index(place, 0))
        return super().eventFilter(watched, event)
