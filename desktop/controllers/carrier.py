"""Carries a gesture to the service: waits, asks, repeats over what is harmless, and says what went wrong."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desktop.controllers.desk import Desk
from desktop.controllers.outbox_controller import OutboxController
from desktop.controllers.report_controller import ReportController
from desktop.controllers.undo_controller import UndoController
from desktop.services.api import Api
from desktop.state.failure import Failure, Kind
from desktop.state.gestures import BY_NAME
from desktop.state.guard import unseen
from desktop.state.leftovers import LeftMove, left_move
from desktop.state.moves import Move
from desktop.state.report import Missed
from desktop.state.texts import _
from desktop.state.trouble import Trouble, trouble_of
from desktop.state.undo import HELD, opposite
from desktop.views.main_window import MainWindow
from desktop.views.notice import Notice, Tone
from shared.contracts.resources import IncidentRow

TRIES = 4
"""So often a gesture is repeated by itself when only harmless changes came in between."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What came of a move: done with its way ``back``, not done for a ``trouble``, or it ``waits``."""

    back: Move | None = None
    trouble: Trouble | None = None
    waits: bool = False


Ended = Callable[[Move, Ending], None]


@dataclass(frozen=True, slots=True)
class Errand:
    """One move under way, over the row that the person saw.

    ``ended`` is told once what came of it; without it, the person is told. ``has_waited`` is true of
    what could not be sent at once: its person has gone on since.
    """

    move: Move
    row: IncidentRow
    is_undo: bool = False
    tries: int = 1
    has_waited: bool = False
    ended: Ended | None = None


class Carrier(QObject):
    """One gesture at a time for each incident.

    Signals:
        freed(UUID): nothing is on its way for this incident any more.
        done(Move, IncidentRow): a move was made; the row is what it led to.
    """

    freed = Signal(object)
    done = Signal(object, object)

    def __init__(
        self,
        desk: Desk,
        window: MainWindow,
        api: Api,
        undo: UndoController,
        outbox: OutboxController,
        report: ReportController,
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._api = api
        self._undo = undo
        self._outbox = outbox
        self._report = report
        self._busy: dict[UUID, Errand] = {}
        desk.opened.connect(lambda _id: self._show_busy())

    @property
    def is_idle(self) -> bool:
        """Whether nothing is on its way."""
        return not self._busy

    def under_way(self) -> list[LeftMove]:
        """Return the gestures whose answer is awaited, as they are written down."""
        return [left_move(errand.move, errand.row) for errand in self._busy.values()]

    def resume(self, move: Move, row: IncidentRow) -> None:
        """Have a gesture wait again that waited when the console ended; ``row`` is what its person saw."""
        self._wait(Errand(move, row, has_waited=True))

    def is_busy(self, incident_id: UUID) -> bool:
        """Tell whether a gesture is on its way for this incident."""
        return incident_id in self._busy

    def holds(self, gesture: str, incident_id: UUID) -> bool:
        """Tell whether this very gesture waits before it goes out."""
        return self._undo.holds(gesture, incident_id)

    def hurry(self, incident_id: UUID) -> None:
        """Send at once what waits before it goes out."""
        self._undo.hurry(incident_id)

    def carry_out(
        self,
        move: Move,
        incident_id: UUID,
        *,
        is_undo: bool = False,
        ending: Ended | None = None,
        row: IncidentRow | None = None,
    ) -> None:
        """Ask for a move, unless it has become impossible since the person was asked about it.

        What can't be taken back later waits first. It is asked over what the person sees now: news that
        come in while it waits stop it. With ``ending``, whoever asks deals with waiting, undoing and telling.
        ``row`` is what the person sees of an incident that the queue does not have.
        """
        row = self._desk.row(incident_id) or row
        obstacle = BY_NAME[move.gesture].obstacle(row, self._desk.me)
        if row is None or obstacle:
            if ending:
                ending(move, Ending(trouble=Trouble(obstacle or "")))
            else:
                self.notice(row).tell(Tone.INFO, obstacle or "")
            return
        errand = Errand(move, row, is_undo, ended=ending)
        if row.id in self._busy:
            if ending:
                why = _("Something else is on its way for it.")
                ending(move, Ending(trouble=Trouble(why, _("Try again"))))
        elif move.gesture in HELD and not ending:
            self._undo.hold(move.gesture, [row.id], lambda: self._begin(errand), lambda: None)
        else:
            self._begin(errand)

    def _begin(self, errand: Errand) -> None:
        """Ask for it, behind whatever waits for the connection."""
        is_one_of_many = errand.ended is not None
        if self._outbox.holds(errand.row.id) or (is_one_of_many and self._outbox.is_waiting):
            self._wait(errand)
        else:
            self._ask(errand)

    def _ask(self, errand: Errand) -> None:
        row = errand.row
        self._busy[row.id] = errand
        self._show_busy()
        self._api.change(
            row.id,
            row.version,
            errand.move,
            lambda answer: self._on_done(errand, answer),
            lambda failure: self._on_failed(errand, failure),
        )

    def _wait(self, errand: Errand) -> None:
        """Wait for the connection; whoever asked for many at once need not wait for it."""
        later = replace(errand, has_waited=True, ended=None)
        left = left_move(errand.move, errand.row)
        self._outbox.keep(errand.move.gesture, errand.row.id, lambda: self._ask(later), lambda: None, left)
        if errand.ended:
            errand.ended(errand.move, Ending(waits=True))

    def _on_done(self, errand: Errand, answer: IncidentRow) -> None:
        self._desk.take_row(answer)
        back = None if errand.is_undo else opposite(errand.move, errand.row, self._desk.me)
        self._end(answer.id)
        if errand.ended:
            errand.ended(errand.move, Ending(back))
        elif back:
            again = back
            self._undo.offer(
                errand.move.gesture,
                [answer.id],
                lambda: self.carry_out(again, answer.id, is_undo=True),
            )
        self.done.emit(errand.move, answer)
        self._outbox.settled()

    def _on_failed(self, errand: Errand, failure: Failure) -> None:
        row = errand.row
        self._end(row.id)
        if failure.kind is Kind.UNREACHABLE:
            self._wait(errand)
            return
        if failure.kind is Kind.STALE and failure.current:
            self._desk.take_row(failure.current)
            if self._is_harmless(errand, failure.current, failure) and errand.tries < TRIES:
                self._ask(replace(errand, row=failure.current, tries=errand.tries + 1))
                return
        self._tell(errand, failure)
        self._outbox.settled()

    def _is_harmless(self, errand: Errand, current: IncidentRow, failure: Failure) -> bool:
        """Tell whether nothing came in between that the person should see first."""
        move, row = errand.move, errand.row
        obstacle = BY_NAME[move.gesture].obstacle(current, self._desk.me)
        news = unseen(row.version, current.version, (), failure.since, self._desk.me)
        # Whoever gives it to somebody must know from whom they take it.
        is_taken_away = move.gesture == "assign" and current.assignee != row.assignee
        return not (obstacle or news or is_taken_away)

    def _tell(self, errand: Errand, failure: Failure) -> None:
        """Say why it was not done, and what can be done now, where the person looks or in the report."""
        move, row = errand.move, errand.row
        trouble = trouble_of(move, failure, self._desk.me)
        if errand.ended:
            errand.ended(move, Ending(trouble=trouble))
            return
        if trouble is None:
            return
        is_open = row.id == self._desk.open_id

        def again() -> None:
            self.carry_out(move, row.id, row=row)

        if errand.has_waited and not is_open:
            useful = again if trouble.again else None
            self._report.add(Missed(move.gesture, row.id, row.reference, trouble, useful))
            return
        text = f"{BY_NAME[move.gesture].label()}: {trouble.why}" if trouble.is_error else trouble.why
        tone = Tone.DANGER if trouble.is_error else Tone.WARNING
        self.notice(row).tell(tone, text, *([(trouble.again, again)] if trouble.again else []))

    def _end(self, incident_id: UUID) -> None:
        self._busy.pop(incident_id, None)
        self._show_busy()
        self.freed.emit(incident_id)

    def _show_busy(self) -> None:
        self._window.incident.header.show_busy(busy=self._desk.open_id in self._busy)

    def notice(self, row: IncidentRow | None) -> Notice:
        """Return the place where the person is looking."""
        is_open = row is not None and row.id == self._desk.open_id
        return self._window.incident.notice if is_open else self._window.queue.notice
