"""Opens what an incident is tied to, and undoes the tie."""

from PySide6.QtCore import QObject

from desktop.controllers.carrier import Carrier
from desktop.controllers.desk import Desk
from desktop.controllers.incident_controller import IncidentController
from desktop.state.moves import Move, simple
from desktop.state.rebasing import Seen
from desktop.views.main_window import MainWindow
from desktop.views.relations_box import Tie
from shared.contracts.resources import IncidentDetail


class RelationsController(QObject):
    """Listens to the card at the side."""

    def __init__(
        self, desk: Desk, window: MainWindow, carrier: Carrier, incidents: IncidentController
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._carrier = carrier
        box = window.incident.card.relations
        box.openAsked.connect(incidents.open_anywhere)
        box.removeAsked.connect(self._remove)

    def _remove(self, tie: Tie) -> None:
        if tie.gesture == "unlink":
            self._carrier.carry_out(Move("unlink", "DELETE", f"links/{tie.other}"), tie.subject_id)
        elif self._desk.row(tie.subject_id):
            self._carrier.carry_out(simple(tie.gesture), tie.subject_id)
        else:
            self._undo_merge_of_closed(tie)

    def _undo_merge_of_closed(self, tie: Tie) -> None:
        """What was merged is closed and not in the list: its row is taken from what is on screen."""
        detail: IncidentDetail | None = self._desk.detail
        row = next((one for one in detail.merged if one.id == tie.subject_id), None) if detail else None
        if row:
            self._carrier.carry_out(simple(tie.gesture), row.id, seen=Seen(row, row.version))
