"""Sends words, each over the very version that their author has seen, and none of them twice."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desktop.controllers.desk import Desk
from desktop.controllers.errands import Errand, Errands
from desktop.controllers.undo_controller import UndoController
from desktop.state.drafts import Draft, DraftKey
from desktop.state.failure import Failure, Kind
from desktop.state.guard import Unseen, unseen
from desktop.state.leftovers import LeftWords
from desktop.state.moves import Move, spoken
from desktop.state.rebasing import Seen
from shared.contracts.resources import IncidentDetail, IncidentRow
from shared.contracts.vocabulary import MessageKind


@dataclass(frozen=True, slots=True)
class Sending:
    """Words on their way: a reply or note for an incident, and what its author saw of it."""

    key: DraftKey
    draft: Draft
    resolve: bool
    seen: Seen

    @property
    def move(self) -> Move:
        """What asks the service to take them."""
        return spoken(self.key[1], self.draft, resolve=self.resolve)

    @property
    def left(self) -> LeftWords:
        """How they are written down."""
        seen = self.seen
        return LeftWords(row=seen.row, kind=self.key[1], resolve=self.resolve, version=seen.version)


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

    def __init__(self, desk: Desk, errands: Errands, undo: UndoController, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._errands = errands
        self._undo = undo
        self._under_way: set[DraftKey] = set()
        # What failed without an answer may have arrived all the same.
        self._uncertain: dict[DraftKey, Sending] = {}

    def is_busy(self, key: DraftKey | None) -> bool:
        """Tell whether words for this incident are on their way, or will be in a moment."""
        return key in self._under_way

    def send(self, sending: Sending) -> None:
        """Send these words once they can't be taken back any more."""
        self._under_way.add(sending.key)
        self.begun.emit(sending)
        self._undo.hold(
            sending.move.gesture,
            [sending.seen.row],
            lambda: self._begin(sending),
            lambda: self._take_back(sending),
        )

    def resume(self, sending: Sending) -> None:
        """Have words wait again that waited when the console ended."""
        self._under_way.add(sending.key)
        self.begun.emit(sending)
        self._errands.resume(self._errand(sending))

    def _begin(self, sending: Sending) -> None:
        self._errands.start(self._errand(sending))

    def _errand(self, sending: Sending) -> Errand:
        return Errand(
            move=sending.move,
            seen=sending.seen,
            left=sending.left,
            rebase=lambda errand, failure, current: (
                None if self._news(sending, failure, current) else errand.move
            ),
            done=lambda _errand, _row: self._on_done(sending),
            failed=lambda _errand, failure: self._on_failed(sending, failure),
            dropped=lambda: self._take_back(sending),
        )

    def _take_back(self, sending: Sending) -> None:
        self._under_way.discard(sending.key)
        self.takenBack.emit(sending)

    def recognise(self, detail: IncidentDetail) -> None:
        """Find words that seemed lost on their way in the conversation: they need no second sending."""
        for key, sending in list(self._uncertain.items()):
            incident_id, kind = key
            text = sending.draft.text.strip()
            is_there = any(
                one.kind is kind
                and one.text == text
                and one.author.id == self._desk.me.id
                and one.version > sending.seen.version
                for one in detail.messages
            )
            if incident_id == detail.row.id and is_there and key not in self._under_way:
                del self._uncertain[key]
                self.arrived.emit(sending)

    def _on_done(self, sending: Sending) -> None:
        self._under_way.discard(sending.key)
        self._uncertain.pop(sending.key, None)
        self.arrived.emit(sending)

    def _on_failed(self, sending: Sending, failure: Failure) -> None:
        """Stop where the author should look first; what others did before the last attempt counts, too."""
        self._under_way.discard(sending.key)
        news = self._news(sending, failure, failure.current) if failure.current else None
        if news:
            self.stopped.emit(sending, news)
            return
        if failure.passing:
            self._uncertain[sending.key] = sending
        self.failed.emit(sending, failure)

    def _news(self, sending: Sending, failure: Failure, current: IncidentRow) -> Unseen | None:
        """Return what the author of a reply has not seen; a note may ignore all of it."""
        if sending.key[1] is not MessageKind.REPLY or failure.kind is not Kind.STALE:
            return None
        seen = sending.draft.seen
        return unseen(seen, current.version, failure.messages, failure.since, self._desk.me) or None
