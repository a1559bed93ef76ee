"""Reminds of a half-written reply when its incident is resolved or closed without it."""

from uuid import UUID

from PySide6.QtCore import QObject

from desktop.controllers.carrier import Carrier
from desktop.controllers.desk import Desk
from desktop.controllers.editor_controller import EditorController
from desktop.controllers.sender import Sender
from desktop.services.draft_writer import DraftWriter
from desktop.state.drafts import DraftKey
from desktop.state.moves import Move
from desktop.state.texts import _
from desktop.views.notice import Notice, Tone
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import MessageKind

ENDING = frozenset({"resolve", "close"})
"""After these nobody thinks of what was still to be said."""


class DraftReminder(QObject):
    """Says so where the person looks, with a way back, until the draft is sent or given up."""

    def __init__(
        self, desk: Desk, carrier: Carrier, editor: EditorController, sender: Sender, drafts: DraftWriter
    ) -> None:
        super().__init__(carrier)
        self._desk = desk
        self._carrier = carrier
        self._editor = editor
        self._sender = sender
        self._drafts = drafts
        self._said: tuple[DraftKey, Notice, str] | None = None
        carrier.begun.connect(self._on_begun)
        drafts.keptChanged.connect(self._on_kept)

    def _on_begun(self, move: Move, row: IncidentRow) -> None:
        key = (row.id, MessageKind.REPLY)
        draft = self._drafts.get(key)
        if move.gesture not in ENDING or draft is None or self._sender.is_busy(key):
            return
        text = _("Your reply is still a draft.")
        if row.id != self._desk.open_id:
            text = _("Your reply to {reference} is still a draft.").format(reference=row.reference)
        notice = self._carrier.notice(row)
        notice.tell(Tone.INFO, text, (_("Go back to it"), lambda: self._editor.return_to(key)))
        self._said = (key, notice, text)

    def _on_kept(self, incident_id: UUID) -> None:
        """Take the reminder away where the draft is there no more."""
        if self._said is None or self._said[0][0] != incident_id or self._drafts.has_any(incident_id):
            return
        _key, notice, text = self._said
        self._said = None
        if notice.text == text:
            notice.clear()
