"""Shows in the list which incidents have words of one's own that were not sent."""

from uuid import UUID

from PySide6.QtCore import QObject

from desktop.controllers.desk import Desk
from desktop.services.draft_writer import DraftWriter


class DraftMarks(QObject):
    """Follows the drafts, those of the last session among them."""

    def __init__(self, desk: Desk, drafts: DraftWriter) -> None:
        super().__init__(drafts)
        self._desk = desk
        self._drafts = drafts
        desk.presences.unsent |= drafts.incidents()
        drafts.keptChanged.connect(self._on_kept)

    def _on_kept(self, incident_id: UUID) -> None:
        unsent = self._desk.presences.unsent
        if self._drafts.has_any(incident_id):
            unsent.add(incident_id)
        else:
            unsent.discard(incident_id)
        self._desk.model.repaint(incident_id)
