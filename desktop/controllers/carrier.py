"""Carries a gesture to the service: waits, asks, repeats over what is harmless, and says what went wrong."""

from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desktop.controllers.desk import Desk
from desktop.controllers.outbox_controller import OutboxController
from desktop.controllers.undo_controller import UndoController
from desktop.services.api import Api
from desktop.state.failure import Failure, Kind
from desktop.state.gestures import BY_NAME
from desktop.state.guard import unseen
from desktop.state.moves import Move
from desktop.state.texts import _
from desktop.state.undo import HELD, opposite
from desktop.state.words import happened
from desktop.views.main_window import MainWindow
from desktop.views.notice import Notice, Tone
from shared.contracts.resources import IncidentRow

TRIES = 4
"""So often a gesture is repeated by itself when only harmless changes came in between."""


class Carrier(QObject):
    """One gesture at a time for each incident.

    Signals:
        freed(UUID): nothing is on its way for this incident any more.
    """

    freed = Signal(object)

    def __init__(
        self, desk: Desk, window: MainWindow, api: Api, undo: UndoController, outbox: OutboxController
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._api = api
        self._undo = undo
        self._outbox = outbox
        self._busy: set[UUID] = set()
        desk.opened.connect(lambda _id: self._show_busy())

    @property
    def is_idle(self) -> bool:
        """Whether nothing is on its way."""
        return not self._busy

    def is_busy(self, incident_id: UUID) -> bool:
        """Tell whether a gesture is on its way for this incident."""
        return incident_id in self._busy

    def carry_out(self, move: Move, incident_id: UUID, *, is_undo: bool = False) -> None:
        """Ask for a move, unless it has become impossible since the person was asked about it.

        What can't be taken back later waits first. It is asked over what the person sees now: news that
        come in while it waits stop it.
        """
        row = self._desk.row(incident_id)
        obstacle = BY_NAME[move.gesture].obstacle(row, self._desk.me)
        if row is None or obstacle:
            self.notice(row).tell(Tone.INFO, obstacle or "")
        elif row.id in self._busy:
            return
        elif move.gesture in HELD:
            self._undo.hold(move.gesture, row.id, lambda: self._begin(move, row), lambda: None)
        else:
            self._begin(move, row, is_undo=is_undo)

    def _begin(self, move: Move, row: IncidentRow, *, is_undo: bool = False) -> None:
        """Ask for it, behind whatever waits for the connection."""
        if self._outbox.holds(row.id):
            self._wait(move, row, is_undo=is_undo)
        else:
            self._ask(move, row, 1, is_undo=is_undo)

    def _ask(self, move: Move, row: IncidentRow, tries: int, *, is_undo: bool = False) -> None:
        self._busy.add(row.id)
        self._show_busy()
        self._api.change(
            row.id,
            row.version,
            move,
            lambda answer: self._on_done(move, row, answer, is_undo=is_undo),
            lambda failure: self._on_failed(move, row, tries, failure, is_undo=is_undo),
        )

    def _wait(self, move: Move, row: IncidentRow, *, is_undo: bool) -> None:
        """Wait for the connection."""
        self._outbox.keep(
            move.gesture, row.id, lambda: self._ask(move, row, 1, is_undo=is_undo), lambda: None
        )

    def _on_done(self, move: Move, before: IncidentRow, answer: IncidentRow, *, is_undo: bool) -> None:
        self._desk.take_row(answer)
        back = None if is_undo else opposite(move, before, self._desk.me)
        if back:
            self._undo.offer(move.gesture, answer.id, lambda: self.carry_out(back, answer.id, is_undo=True))
        self._end(answer.id)
        self._outbox.settled()

    def _on_failed(
        self, move: Move, row: IncidentRow, tries: int, failure: Failure, *, is_undo: bool
    ) -> None:
        self._end(row.id)
        if failure.kind is Kind.UNREACHABLE:
            self._wait(move, row, is_undo=is_undo)
            return
        if failure.kind is Kind.STALE and failure.current:
            self._desk.take_row(failure.current)
            if self._is_harmless(move, row, failure.current, failure) and tries < TRIES:
                self._ask(move, failure.current, tries + 1, is_undo=is_undo)
                return
        self._tell(move, row, failure)
        self._outbox.settled()

    def _is_harmless(self, move: Move, row: IncidentRow, current: IncidentRow, failure: Failure) -> bool:
        """Tell whether nothing came in between that the person should see first."""
        obstacle = BY_NAME[move.gesture].obstacle(current, self._desk.me)
        news = unseen(row.version, current.version, (), failure.since, self._desk.me)
        # Whoever gives it to somebody must know from whom they take it.
        is_taken_away = move.gesture == "assign" and current.assignee != row.assignee
        return not (obstacle or news or is_taken_away)

    def _tell(self, move: Move, row: IncidentRow, failure: Failure) -> None:
        """Say why it was not done, and what can be done now."""
        gesture, current = BY_NAME[move.gesture], failure.current
        if failure.kind is Kind.SIGNED_OUT:
            return
        if failure.kind is not Kind.STALE or current is None:
            text = f"{gesture.label()}: {failure.sentence()}"
            again = (_("Try again"), lambda: self.carry_out(move, row.id))
            self.notice(row).tell(Tone.DANGER, text, *([again] if failure.passing else []))
            return
        what = happened(failure.since[-1]) if failure.since else failure.sentence()
        obstacle = gesture.obstacle(current, self._desk.me)
        if obstacle and failure.since and all(one.actor.id == self._desk.me.id for one in failure.since):
            return  # the person did it themselves: the answer was lost on its way
        if obstacle:
            text = _("{what} just before you. {why}").format(what=what, why=obstacle)
            self.notice(row).tell(Tone.WARNING, text)
            return
        text = _("{what} just before you. Look at it first.").format(what=what)
        anyway = (
            _("{gesture} anyway").format(gesture=gesture.label()),
            lambda: self.carry_out(move, row.id),
        )
        self.notice(row).tell(Tone.WARNING, text, anyway)

    def _end(self, incident_id: UUID) -> None:
        self._busy.discard(incident_id)
        self._show_busy()
        self.freed.emit(incident_id)

    def _show_busy(self) -> None:
        self._window.incident.header.show_busy(busy=self._desk.open_id in self._busy)

    def notice(self, row: IncidentRow | None) -> Notice:
        """Return the place where the person is looking."""
        is_open = row is not None and row.id == self._desk.open_id
        return self._window.incident.notice if is_open else self._window.queue.notice
