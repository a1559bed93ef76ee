"""What keys do in the list of incidents itself: going to its ends, opening, folding groups."""

from desktop.controllers.desk import Desk
from desktop.controllers.incident_controller import IncidentController
from desktop.views.main_window import MainWindow


class ListSteps:
    """Moves the person through the list."""

    def __init__(self, desk: Desk, window: MainWindow, incidents: IncidentController) -> None:
        self._desk = desk
        self._table = window.queue.table
        self._report = window.report
        self._incidents = incidents

    @property
    def is_row_chosen(self) -> bool:
        """Whether the chosen incident is in the list."""
        chosen = self._table.selected
        return chosen is not None and self._desk.model.place_of(chosen) is not None

    def open(self) -> None:
        """Open the group that the person is at, else the incident."""
        groups = self._table.groups
        if not (groups.here and groups.fold_at_hand(None, folded=False)):
            self._incidents.open_chosen()

    def leave(self) -> bool:
        """Leave a selection of several, or else the report; tell whether there was one of them."""
        if self._table.selected_count() > 1:
            self._table.clearSelection()
        elif self._report.isVisible():
            self._report.closed.emit()
        else:
            return False
        return True

    def fold(self) -> None:
        """Fold the group where the person is away, or out again."""
        self._table.groups.fold_at_hand(self._table.selected)

    def to_top(self) -> None:
        """Show the newest rows; where none is chosen, the first of them is."""
        self._table.to_top()
        if not self.is_row_chosen:
            self._table.step(0)

    def to_bottom(self) -> None:
        """Go to the last row."""
        self._incidents.step(self._desk.model.rowCount())
