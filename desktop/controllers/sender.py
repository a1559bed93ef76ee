"""Sends words, each over the very version that their author has seen, and none of them twice."""

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.controllers.desk import Desk
from desktop.controllers.outbox_controller import OutboxController
from desktop.controllers.undo_controller import UndoController
from desktop.services.api import Api
from desktop.state.drafts import Draft, DraftKey
from desktop.state.failure import Failure, Kind
from desktop.state.guard import unseen
from desktop.state.leftovers import LeftWords
from desktop.state.moves import spoken
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


class Sender(QObject):
    """Words under way, whichever incident is on screen meanwhile.

    Signals:
        begun(Sending): they are on their way, or wait for a moment in which they can be taken back.
        takenBack(Sending): their author took them back before they went out.
        arrived(Sending): the service has them.
        stopped(Sending, Unseen): others did something that the author has not seen; nothing was sent.
        failed(Sending, Failure): they were not sent, or nobody can tell.
    """

    begun = Signal(object)
    takenBack = Signal(object)
    arrived = Signal(object)
    stopped = Signal(object, object)
    failed = Signal(object, object)

    def __init__(
        self, desk: Desk, api: Api, undo: UndoController, outbox: OutboxController, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._api = api
        self._undo = undo
        self._outbox = outbox
        self._under_way: set[DraftKey] = set()
        self._transmitted: dict[DraftKey, Sending] = {}
        # What failed without an answer may have arrived all the same.
        self._uncertain: dict[DraftKey, Sending] = {}

    def is_busy(self, key: DraftKey | None) -> bool:
        """Tell whether words for this incident are on their way, or will be in a moment."""
        return key in self._under_way

    @property
    def is_idle(self) -> bool:
        """Whether no answer is awaited."""
        return not self._transmitted

    def under_way(self) -> list[LeftWords]:
        """Return the words whose answer is awaited, as they are written down."""
        return [_left(sending) for sending in self._transmitted.values()]

    def resume(self, sending: Sending) -> None:
        """Have words wait again that waited when the console ended."""
        self._under_way.add(sending.key)
        self.begun.emit(sending)
        self._wait(sending)

    def send(self, sending: Sending) -> None:
        """Send these words once they can't be taken back any more."""
        incident_id, kind = sending.key
        gesture = spoken(kind, sending.draft, resolve=sending.resolve).gesture
        self._under_way.add(sending.key)
        self.begun.emit(sending)
        self._undo.hold(
            gesture, [incident_id], lambda: self._begin(sending), lambda: self._take_back(sending)
        )

    def _begin(self, sending: Sending) -> None:
        """Send them, behind whatever waits for the connection."""
        if self._outbox.holds(sending.key[0]):
            self._wait(sending)
        else:
            self._transmit(sending)

    def _take_back(self, sending: Sending) -> None:
        self._under_way.discard(sending.key)
        self.takenBack.emit(sending)

    def _transmit(self, sending: Sending) -> None:
        self._under_way.add(sending.key)
        self._transmitted[sending.key] = sending
        incident_id, kind = sending.key
        self._api.change(
            incident_id,
            sending.version,
            spoken(kind, sending.draft, resolve=sending.resolve),
            lambda row: self._on_done(sending, row),
            lambda failure: self._on_failed(sending, failure),
        )

    def _wait(self, sending: Sending) -> None:
        """Wait for the connection."""
        incident_id, kind = sending.key
        gesture = spoken(kind, sending.draft, resolve=sending.resolve).gesture
        again, drop = partial(self._transmit, sending), partial(self._take_back, sending)
        self._outbox.keep(gesture, incident_id, again, drop, _left(sending))

    def recognise(self, detail: IncidentDetail) -> None:
        """Find words that seemed lost on their way in the conversation: they need no second sending."""
        for key, sending in list(self._uncertain.items()):
            incident_id, kind = key
            text = sending.draft.text.strip()
            is_there = any(
                one.kind is kind
                and one.text == text
                and one.author.id == self._desk.me.id
                and one.version > sending.version
                for one in detail.messages
            )
            if incident_id == detail.row.id and is_there and key not in self._under_way:
                del self._uncertain[key]
                self.arrived.emit(sending)

    def _on_done(self, sending: Sending, row: IncidentRow) -> None:
        self._transmitted.pop(sending.key, None)
        self._under_way.discard(sending.key)
        self._uncertain.pop(sending.key, None)
        self._desk.take_row(row)
        self.arrived.emit(sending)
        self._outbox.settled()

    def _on_failed(self, sending: Sending, failure: Failure) -> None:
        self._transmitted.pop(sending.key, None)
        if failure.kind is Kind.UNREACHABLE:
            self._wait(sending)
            return
        self._under_way.discard(sending.key)
        if failure.kind is Kind.STALE and failure.current and sending.tries < TRIES:
            self._on_stale(sending, failure, failure.current)
            return
        if failure.passing:
            self._uncertain[sending.key] = sending
        self.failed.emit(sending, failure)
        self._outbox.settled()

    def _on_stale(self, sending: Sending, failure: Failure, current: IncidentRow) -> None:
        """Repeat over what does not matter; stop where the author should look first."""
        self._desk.take_row(current)
        _incident_id, kind = sending.key
        seen = sending.draft.seen
        news = unseen(seen, current.version, failure.messages, failure.since, self._desk.me)
        if kind is MessageKind.REPLY and news:
            self.stopped.emit(sending, news)
            self._outbox.settled()
        else:
            self._transmit(replace(sending, version=current.version, tries=sending.tries + 1))


def _left(sending: Sending) -> LeftWords:
    incident_id, kind = sending.key
    return LeftWords(incident_id=incident_id, kind=kind, resolve=sending.resolve, version=sending.version)
