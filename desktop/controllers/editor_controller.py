"""What is typed is kept, and goes out only over what its author has seen."""

from dataclasses import dataclass, replace
from uuid import UUID

from PySide6.QtCore import QObject, Qt

from desktop.controllers.desk import Desk
from desktop.services.api import Api
from desktop.services.draft_writer import DraftWriter
from desktop.state.drafts import Draft, DraftKey
from desktop.state.failure import Failure, Kind
from desktop.state.gestures import BY_NAME
from desktop.state.guard import Unseen, unseen, unseen_in
from desktop.state.moves import spoken
from desktop.state.texts import _
from desktop.state.words import actor_name
from desktop.views.main_window import MainWindow
from desktop.views.notice import Tone
from shared.contracts.resources import IncidentDetail, IncidentRow
from shared.contracts.vocabulary import MessageKind

TRIES = 4
"""So often a send is repeated by itself when only harmless changes came in between."""


@dataclass(frozen=True, slots=True)
class Sending:
    """Words on their way: a reply or note for an incident of which ``version`` was seen."""

    key: DraftKey
    draft: Draft
    resolve: bool
    version: int
    tries: int = 1


class EditorController(QObject):
    """Drafts, sending, and the stale-reply guard."""

    def __init__(self, desk: Desk, window: MainWindow, api: Api, drafts: DraftWriter) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._editor = window.incident.editor
        self._api = api
        self._drafts = drafts
        self._sending: dict[DraftKey, Sending] = {}
        self._guarded: Sending | None = None
        # What failed without an answer may have arrived all the same.
        self._uncertain: dict[DraftKey, Sending] = {}
        self._connect()

    def _connect(self) -> None:
        self._editor.typed.connect(self._on_typed)
        self._editor.turned.connect(self._show_words)
        self._editor.sent.connect(self._on_sent)
        self._editor.guard.sendAnyway.connect(self._send_anyway)
        self._editor.guard.keepEditing.connect(self._keep_editing)
        self._editor.guard.discarded.connect(self._discard)
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
        self._editor.show_guard(None)
        self._editor.notice.clear()
        if incident_id is None:
            return
        has_note_only = self._drafts.get((incident_id, MessageKind.NOTE)) and not self._drafts.get(
            (incident_id, MessageKind.REPLY)
        )
        self._show_words(MessageKind.NOTE if has_note_only else MessageKind.REPLY)
        self._show_incident()

    def _show_words(self, kind: MessageKind) -> None:
        key = self._key(kind)
        draft = self._drafts.get(key) if key else None
        self._editor.show_words(kind, draft.text if draft else "")
        self._editor.show_status(_("Draft kept") if draft else "")
        self._editor.show_busy(busy=key in self._sending)
        self._editor.notice.clear()
        if self._desk.detail:
            self._warn(self._desk.detail)

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
        self._recognise(detail)
        self._warn(detail)

    def _warn(self, detail: IncidentDetail) -> None:
        """Warn whoever is writing of what has come in; harmless changes count as seen."""
        key = (detail.row.id, MessageKind.REPLY)
        draft = self._drafts.get(key)
        if draft is None or key in self._sending or self._guarded or key != self._key():
            return
        news = unseen_in(detail, draft.seen, self._desk.me)
        if not news:
            self._drafts.put(key, draft.having_seen(detail.row.version))
            return
        who = news.messages[-1].author if news.messages else news.entries[-1].actor
        text = _("{who} did something here since you began to write.").format(who=actor_name(who))
        if news.messages:
            text = _("{who} wrote since you began to write.").format(who=actor_name(who))
        version = detail.row.version
        self._editor.notice.tell(
            Tone.WARNING, text, (_("I have read it"), lambda: self._have_seen(key, version))
        )

    def _recognise(self, detail: IncidentDetail) -> None:
        """Find words that were thought lost on their way in the conversation: they need no second sending."""
        for key, sending in list(self._uncertain.items()):
            text = sending.draft.text.strip()
            arrived = any(
                one.text == text and one.author.id == self._desk.me.id and one.version > sending.version
                for one in detail.messages
            )
            if key[0] == detail.row.id and arrived and key not in self._sending:
                self._finish(sending)

    def _have_seen(self, key: DraftKey, version: int) -> None:
        if draft := self._drafts.get(key):
            self._drafts.put(key, draft.having_seen(version))

    # Keeping

    def _on_typed(self, kind: MessageKind, text: str) -> None:
        key = self._key(kind)
        if key is None:
            return
        if not text.strip():
            self._drafts.drop(key)
            self._editor.show_status("")
            self._editor.notice.clear()
            return
        known = self._drafts.get(key)
        self._drafts.put(key, known.rewritten(text) if known else Draft(text=text, seen=self._seen()))
        self._editor.show_status("")

    def _seen(self) -> int:
        """Return the version whose words are on screen; 1 is the least that an open incident shows."""
        return self._desk.detail.row.version if self._desk.detail else 1

    def _on_saved(self, key: DraftKey) -> None:
        if key == self._key() and self._drafts.get(key):
            self._editor.show_status(_("Draft kept"))

    def _on_not_saved(self, reason: str) -> None:
        text = _("The draft can't be kept on this computer: {why}").format(why=reason)
        self._editor.notice.tell(Tone.WARNING, text)

    # Sending

    def _on_sent(self, kind: MessageKind, resolve: bool) -> None:  # a signal's argument
        key = self._key(kind)
        draft = self._drafts.get(key) if key else None
        if key is None or draft is None or key in self._sending:
            return
        detail = self._desk.detail
        version = detail.row.version if detail else draft.seen
        sending = Sending(key, draft, resolve, version)
        if kind is MessageKind.REPLY and detail and (news := unseen_in(detail, draft.seen, self._desk.me)):
            self._stop_for(sending, news)
            return
        self._send(sending)

    def _send(self, sending: Sending) -> None:
        self._sending[sending.key] = sending
        if sending.key == self._key():
            self._editor.notice.clear()
            self._editor.show_guard(None)
            self._editor.show_busy(busy=True)
        incident_id, kind = sending.key
        self._api.change(
            incident_id,
            sending.version,
            spoken(kind, sending.draft, resolve=sending.resolve),
            lambda row: self._on_done(sending, row),
            lambda failure: self._on_failed(sending, failure),
        )

    def _on_done(self, sending: Sending, row: IncidentRow) -> None:
        self._over(sending)
        self._finish(sending)
        self._desk.take_row(row)

    def _finish(self, sending: Sending) -> None:
        """Forget the draft of words that have arrived."""
        self._uncertain.pop(sending.key, None)
        self._drafts.drop(sending.key)
        if sending.key == self._key():
            self._editor.show_words(sending.key[1], "")
            self._editor.show_status("")
            self._editor.notice.clear()
            self._window.queue.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_failed(self, sending: Sending, failure: Failure) -> None:
        self._over(sending)
        if failure.kind is Kind.STALE and failure.current and sending.tries < TRIES:
            self._on_stale(sending, failure, failure.current)
        else:
            self._tell(sending, failure)

    def _on_stale(self, sending: Sending, failure: Failure, current: IncidentRow) -> None:
        self._desk.take_row(current)
        _incident_id, kind = sending.key
        seen = sending.draft.seen
        news = unseen(seen, current.version, failure.messages, failure.since, self._desk.me)
        if kind is MessageKind.REPLY and news:
            self._stop_for(sending, news)
        else:
            self._send(replace(sending, version=current.version, tries=sending.tries + 1))

    def _stop_for(self, sending: Sending, news: Unseen) -> None:
        """Hold a reply back and show what its author has not seen."""
        if sending.key[0] != self._desk.open_id:
            self._tell(sending, Failure(Kind.STALE))
            return
        self._guarded = sending
        self._editor.notice.clear()
        self._editor.show_guard(news)

    def _tell(self, sending: Sending, failure: Failure) -> None:
        """Say where the person is looking that something was not sent, and how to go on."""
        if failure.kind is Kind.SIGNED_OUT:
            return
        if failure.passing:
            self._uncertain[sending.key] = sending
        if sending.key == self._key():
            text = _("Not sent. {why}").format(why=failure.sentence())
            self._editor.notice.tell(
                Tone.DANGER, text, (_("Try again"), lambda: self._on_sent(sending.key[1], sending.resolve))
            )
            return
        row = self._desk.row(sending.key[0])
        reference = row.reference if row else ""
        text = _("What you wrote for {reference} was not sent. {why}")
        text = text.format(reference=reference, why=failure.sentence())
        table = self._window.queue.table
        self._window.queue.notice.tell(
            Tone.DANGER, text, (_("Open"), lambda: table.chosen.emit(sending.key[0]))
        )

    def _over(self, sending: Sending) -> None:
        self._sending.pop(sending.key, None)
        if sending.key == self._key():
            self._editor.show_busy(busy=False)

    # The guard

    def _send_anyway(self) -> None:
        if sending := self._release():
            self._send(sending)

    def _keep_editing(self) -> None:
        if self._release():
            self._editor.field.setFocus()

    def _discard(self) -> None:
        if sending := self._release():
            self._drafts.drop(sending.key)
            self._editor.show_words(sending.key[1], "")

    def _release(self) -> Sending | None:
        """Take the guard away: what it showed counts as seen."""
        news, sending = self._editor.guard.unseen, self._guarded
        self._guarded = None
        self._editor.show_guard(None)
        if news is None or sending is None:
            return None
        draft = (self._drafts.get(sending.key) or sending.draft).having_seen(news.version)
        self._drafts.put(sending.key, draft)
        return replace(sending, draft=draft, version=news.version, tries=1)
