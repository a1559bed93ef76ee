"""What is typed is kept, and goes out only over what its author has seen."""

from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal

from desktop.controllers.desk import Desk
from desktop.controllers.sender import Sender, Sending
from desktop.services.draft_writer import DraftWriter
from desktop.state.drafts import Draft, DraftKey
from desktop.state.failure import Failure, Kind
from desktop.state.gestures import BY_NAME
from desktop.state.guard import Unseen, unseen_in
from desktop.state.macro_use import left_open
from desktop.state.rebasing import Seen
from desktop.state.texts import _
from desktop.state.words import actor_name
from desktop.views.main_window import MainWindow
from desktop.views.notice import Tone
from shared.contracts.resources import IncidentDetail
from shared.contracts.vocabulary import MessageKind

NOT_YET = 0
"""What the author has seen who began to write before the conversation was there."""


class EditorController(QObject):
    """Drafts, and the stale-reply guard.

    Signals:
        draftShown(): another draft is on screen, or none any more.
    """

    draftShown = Signal()

    def __init__(self, desk: Desk, window: MainWindow, sender: Sender, drafts: DraftWriter) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._editor = window.incident.editor
        self._sender = sender
        self._drafts = drafts
        self._guarded: Sending | None = None
        self._connect()

    def _connect(self) -> None:
        self._editor.typed.connect(self._on_typed)
        self._editor.turned.connect(self._show_words)
        self._editor.sent.connect(self._on_sent)
        self._editor.guard.sendAnyway.connect(self._send_anyway)
        self._editor.guard.keepEditing.connect(self._keep_editing)
        self._editor.guard.discarded.connect(self._discard)
        self._sender.begun.connect(self._on_begun)
        self._sender.takenBack.connect(self._on_taken_back)
        self._sender.arrived.connect(self._on_arrived)
        self._sender.stopped.connect(self._on_stopped)
        self._sender.failed.connect(self._on_failed)
        self._desk.opened.connect(self._on_opened)
        self._desk.detailChanged.connect(self._on_detail)
        self._desk.changed.connect(self._show_incident)
        self._drafts.saved.connect(self._on_saved)
        self._drafts.failed.connect(self._on_not_saved)

    def _key(self, kind: MessageKind | None = None) -> DraftKey | None:
        incident_id = self._desk.open_id
        return None if incident_id is None else (incident_id, kind or self._editor.kind)

    # Showing

    def _on_opened(self, incident_id: UUID | None) -> None:
        self._guarded = None
        self._editor.forget_intent()
        self._editor.show_guard(None)
        self._editor.notice.clear()
        if incident_id is None:
            return
        reply = self._drafts.get((incident_id, MessageKind.REPLY))
        note = self._drafts.get((incident_id, MessageKind.NOTE))
        self._show_words(MessageKind.NOTE if note and not reply else MessageKind.REPLY)
        self._show_incident()

    def _show_words(self, kind: MessageKind) -> None:
        key = self._key(kind)
        draft = self._drafts.get(key) if key else None
        self._editor.show_words(kind, draft.text if draft else "")
        self._editor.show_status(_("Draft kept") if draft else "")
        self._editor.show_busy(busy=self._sender.is_busy(key))
        self._editor.notice.clear()
        if self._desk.detail:
            self._warn(self._desk.detail)
        self.draftShown.emit()

    def _show_incident(self) -> None:
        row = self._desk.row(self._desk.open_id) if self._desk.open_id else None
        if row:
            self._editor.show_incident(
                row.customer_name,
                can_reply=BY_NAME["reply"].obstacle(row, self._desk.me) is None,
                can_resolve=BY_NAME["reply-resolve"].obstacle(row, self._desk.me) is None,
            )

    def _on_detail(self, detail: IncidentDetail) -> None:
        self._show_incident()
        self._sender.recognise(detail)
        self._warn(detail)

    def _warn(self, detail: IncidentDetail) -> None:
        """Warn whoever is writing of what has come in; harmless changes count as seen."""
        key = (detail.row.id, MessageKind.REPLY)
        draft = self._drafts.get(key)
        if draft is None or key != self._key() or self._sender.is_busy(key) or self._guarded:
            return
        version = detail.row.version
        news = unseen_in(detail, draft.seen, self._desk.me)
        if not news or draft.seen == NOT_YET:
            self._have_seen(key, version)
            return
        who = news.messages[-1].author if news.messages else news.entries[-1].actor
        text = _("{who} did something here since you began to write.").format(who=actor_name(who))
        if news.messages:
            text = _("{who} wrote since you began to write.").format(who=actor_name(who))
        read = (_("I have read it"), lambda: self._have_seen(key, version))
        self._editor.notice.tell(Tone.WARNING, text, read)

    def _have_seen(self, key: DraftKey, version: int) -> None:
        if draft := self._drafts.get(key):
            self._drafts.put(key, draft.having_seen(version))

    # Keeping

    def _on_typed(self, kind: MessageKind, text: str) -> None:
        key = self._key(kind)
        if key is None:
            return
        self._editor.show_status("")
        known = self._drafts.get(key)
        if not text.strip() and not (known and known.files):
            self._drafts.drop(key)
            self._editor.notice.clear()
            return
        seen = self._desk.detail.row.version if self._desk.detail else NOT_YET
        self._drafts.put(key, known.rewritten(text) if known else Draft(text=text, seen=seen))

    def _on_saved(self, key: DraftKey) -> None:
        if key == self._key() and self._drafts.get(key):
            self._editor.show_status(_("Draft kept"))

    def _on_not_saved(self, reason: str) -> None:
        text = _("The draft can't be kept on this computer: {why}").format(why=reason)
        self._editor.notice.tell(Tone.WARNING, text)

    # Sending

    def _on_sent(self, kind: MessageKind, resolve: bool) -> None:
        key = self._key(kind)
        draft = self._drafts.get(key) if key else None
        if key is None or draft is None or self._sender.is_busy(key):
            return
        if kind is MessageKind.REPLY and (left := left_open(draft.text)):
            text = _("Fill in {fields} before you send it.").format(fields=", ".join(left))
            self._editor.notice.tell(Tone.WARNING, text)
            return
        detail, row = self._desk.detail, self._desk.row(key[0])
        if row is None:
            return
        sending = Sending(key, draft, resolve, Seen(row, detail.row.version if detail else draft.seen))
        if kind is MessageKind.REPLY and detail and (news := unseen_in(detail, draft.seen, self._desk.me)):
            self._on_stopped(sending, news)
        else:
            self._sender.send(sending)

    def _on_begun(self, sending: Sending) -> None:
        if sending.key == self._key():
            self._editor.notice.clear()
            self._editor.show_guard(None)
            self._editor.show_busy(busy=True)
            self._window.queue.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_taken_back(self, sending: Sending) -> None:
        """Give the words back to their author, with the cursor in them."""
        if sending.key != self._key():
            self.return_to(sending.key)
            return
        self._editor.show_busy(busy=False)
        self._editor.start(sending.key[1], resolve=sending.resolve)

    def _on_arrived(self, sending: Sending) -> None:
        """Forget the words that arrived, and only those: what was written since is another message."""
        draft = self._drafts.get(sending.key)
        if draft and not draft.says_the_same(sending.draft):
            if sending.key == self._key():
                self._editor.show_busy(busy=False)
                self._editor.notice.clear()
            return
        self._drafts.drop(sending.key)
        if sending.key == self._key():
            self._editor.show_busy(busy=False)
            self._editor.forget_intent()
            self._editor.show_words(sending.key[1], "")
            self._editor.show_status("")
            self._editor.notice.clear()
            self.draftShown.emit()

    def _on_stopped(self, sending: Sending, news: Unseen) -> None:
        """Show what the author has not seen, where they are writing."""
        if sending.key != self._key():
            self._tell_elsewhere(sending, Failure(Kind.STALE))
            return
        self._guarded = sending
        self._editor.show_busy(busy=False)
        self._editor.notice.clear()
        self._editor.show_guard(news)

    def _on_failed(self, sending: Sending, failure: Failure) -> None:
        if sending.key == self._key():
            self._editor.show_busy(busy=False)
        if failure.kind is Kind.SIGNED_OUT:
            return
        if sending.key != self._key():
            self._tell_elsewhere(sending, failure)
            return
        if self._window.queue.table.hasFocus():
            self._editor.field.setFocus()  # back to where it went from when the words went out
        text = _("Not sent. {why}").format(why=failure.sentence())
        again = (_("Try again"), lambda: self._on_sent(sending.key[1], sending.resolve))
        # What misses a file can't go out before its author has taken it out.
        self._editor.notice.tell(Tone.DANGER, text, *(() if failure.files else (again,)))

    def _tell_elsewhere(self, sending: Sending, failure: Failure) -> None:
        """Tell at the list about words for an incident that is no longer on screen."""
        row = self._desk.row(sending.key[0])
        text = _("What you wrote for {reference} was not sent. {why}")
        text = text.format(reference=row.reference if row else "", why=failure.sentence())
        open_it = (_("Open"), lambda: self.return_to(sending.key))
        self._window.queue.notice.tell(Tone.DANGER, text, open_it)

    def return_to(self, key: DraftKey) -> None:
        """Open the incident of a draft, with the cursor in its words."""
        incident_id, kind = key
        self._window.queue.table.chosen.emit(incident_id)
        self._editor.start(kind)

    # The guard

    def _send_anyway(self) -> None:
        if sending := self._release():
            self._sender.send(sending)

    def _keep_editing(self) -> None:
        if self._release():
            self._editor.field.setFocus()

    def _discard(self) -> None:
        if sending := self._release():
            self._drafts.drop(sending.key)
            self._editor.show_words(sending.key[1], "")
            self.draftShown.emit()

    def _release(self) -> Sending | None:
        """Take the guard away: what it showed counts as seen."""
        news, sending = self._editor.guard.unseen, self._guarded
        self._guarded = None
        self._editor.show_guard(None)
        if news is None or sending is None:
            return None
        draft = (self._drafts.get(sending.key) or sending.draft).having_seen(news.version)
        self._drafts.put(sending.key, draft)
        return replace(sending, draft=draft, seen=replace(sending.seen, version=news.version))
