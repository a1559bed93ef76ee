"""Which lines of a list can be seen, and painting single ones."""

from uuid import UUID

from PySide6.QtWidgets import QTableView

from desktop.models.queue_table_model import QueueTableModel


def seen_lines(table: QTableView) -> range:
    """Return the places of the lines of which any part can be seen."""
    first, last = table.rowAt(0), table.rowAt(table.viewport().height() - 1)
    return range(max(first, 0), (last if last >= 0 else table.model().rowCount() - 1) + 1)


def repaint_line(table: QTableView, place: int) -> None:
    """Have one line painted anew."""
    y, height = table.rowViewportPosition(place), table.rowHeight(place)
    table.viewport().update(0, y, table.viewport().width(), height)


def repaint_rows(table: QTableView, model: QueueTableModel, ids: set[UUID]) -> None:
    """Paint the lines of these incidents anew, as far as they are seen."""
    # What is in sight is less than what glows in a busy hour, and looking for a place has its price.
    for place in seen_lines(table):
        row = model.row_at(place)
        if row is not None and row.id in ids:
            repaint_line(table, place)
