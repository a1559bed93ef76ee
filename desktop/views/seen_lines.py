"""Which lines of a list can be seen, and painting single ones."""

from PySide6.QtWidgets import QTableView


def seen_lines(table: QTableView) -> range:
    """Return the places of the lines of which any part can be seen."""
    first, last = table.rowAt(0), table.rowAt(table.viewport().height() - 1)
    return range(max(first, 0), (last if last >= 0 else table.model().rowCount() - 1) + 1)


def repaint_line(table: QTableView, place: int) -> None:
    """Have one line painted anew."""
    y, height = table.rowViewportPosition(place), table.rowHeight(place)
    table.viewport().update(0, y, table.viewport().width(), height)
