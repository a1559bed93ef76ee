"""What a list shows line by line, so that after a change only the lines that look different are painted."""

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QTableView

from desktop.models.queue_table_model import QueueTableModel
from desktop.state.grouping import Heading
from desktop.state.rows import Row
from desktop.views.queue_delegate import QueueDelegate
from desktop.views.seen_lines import seen_lines

ROOT = QModelIndex()
_Look = tuple[Row | Heading, bool, bool, int]
"""The line, whether it is selected, whether the pointer is over it, and its height in pixels."""


class LineLooks:
    """Holds painting back over some changes of the list, then paints what looks different.

    Qt paints the whole list, some two hundred cells, for each row that comes or leaves, wherever that is:
    in a busy hour, several times in each second.
    """

    def __init__(self, table: QTableView, model: QueueTableModel, delegate: QueueDelegate) -> None:
        self._table = table
        self._model = model
        self._delegate = delegate
        self._before: Mapping[int, _Look] = {}

    def hold(self) -> None:
        """Remember what is seen, and paint nothing until ``release``."""
        self._before = self._looks()
        # Only the attribute: setUpdatesEnabled paints everything once it is taken back.
        self._table.viewport().setAttribute(Qt.WidgetAttribute.WA_UpdatesDisabled, True)

    def release(self) -> None:
        """Paint each line that is not what was there before."""
        viewport = self._table.viewport()
        viewport.setAttribute(Qt.WidgetAttribute.WA_UpdatesDisabled, False)
        if viewport.children():
            # Qt shifts the picture with what is in it, as a tooltip is, even while nothing is painted.
            viewport.update()
            return
        before, now = self._before, self._looks()
        for y in before.keys() | now.keys():
            if before.get(y) != now.get(y):
                height = max(looks[y][-1] for looks in (before, now) if y in looks)
                viewport.update(0, y, viewport.width(), height)

    def _looks(self) -> dict[int, _Look]:
        """Return how each line looks, by where it begins in the viewport."""
        table, hovered = self._table, self._delegate.hovered
        is_selected = table.selectionModel().isRowSelected
        return {
            table.rowViewportPosition(place): (
                self._model.line_at(place),
                is_selected(place, ROOT),
                place == hovered,
                table.rowHeight(place),
            )
            for place in seen_lines(table)
        }
