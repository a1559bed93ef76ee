"""Offers colleagues while one types an ``@`` in a note, and remembers who was chosen with the draft."""

from PySide6.QtCore import QObject

from desktop.controllers.desk import Desk
from desktop.services.draft_writer import DraftWriter
from desktop.services.staff import Staff
from desktop.state.colleagues import Colleague, Colleagues
from desktop.state.mentioning import begun, fitting
from desktop.views.main_window import MainWindow
from desktop.views.mention_popup import MentionPopup
from shared.contracts.vocabulary import MessageKind


class MentionController(QObject):
    """Asks who works here once for each name that is begun: people come and go."""

    def __init__(self, desk: Desk, window: MainWindow, staff: Staff, drafts: DraftWriter) -> None:
        super().__init__(window)
        self._desk = desk
        self._editor = window.incident.editor
        self._staff = staff
        self._drafts = drafts
        self._known: tuple[Colleague, ...] | None = None
        self._is_asking = False
        self.popup = MentionPopup(self._editor.field)
        self.popup.chosen.connect(self._on_chosen)
        self._editor.typed.connect(lambda _kind, _text: self._offer())
        desk.opened.connect(lambda _id: self.popup.offer(()))

    def _offer(self) -> None:
        query = self._begun()
        if query is None:
            self._known = None
            self.popup.offer(())
        elif self._known is not None:
            self.popup.offer(fitting(self._known, query))
        elif not self._is_asking:
            self._is_asking = True
            self._staff.everybody(self._on_known, lambda _failure: self._on_known(Colleagues(employees=())))

    def _on_known(self, found: Colleagues) -> None:
        """Offer those who fit by now; whom nobody can ask, one still writes to by hand."""
        self._is_asking = False
        self._known = tuple(one for one in found.employees if one.id != self._desk.me.id)
        self._offer()

    def _begun(self) -> str | None:
        cursor = self._editor.field.textCursor()
        if self._editor.kind is not MessageKind.NOTE or cursor.hasSelection():
            return None
        return begun(cursor.block().text()[: cursor.positionInBlock()])

    def _on_chosen(self, one: Colleague) -> None:
        query = self._begun()
        if query is None or self._desk.open_id is None:
            return
        self._editor.field.write_word(one.name, over=len(query))
        key = (self._desk.open_id, MessageKind.NOTE)
        if draft := self._drafts.get(key):
            self._drafts.put(key, draft.mentioning(one.as_assignee()))
        self._known = None
        self.popup.offer(())
