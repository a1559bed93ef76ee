"""Has a gesture carried to the service, offers to take it back, and says what went wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from desktop.controllers.desk import Desk
from desktop.controllers.errands import Errand, Errands
from desktop.controllers.report_controller import ReportController
from desktop.controllers.undo_controller import UndoController
from desktop.state.failure import Failure
from desktop.state.gestures import BY_NAME
from desktop.state.leftovers import Left, left_move
from desktop.state.moves import Move
from desktop.state.rebasing import Seen, rebased, taken_back
from desktop.state.report import Missed
from desktop.state.texts import _
from desktop.state.trouble import Trouble, trouble_of
from desktop.state.undo import HELD, Back, opposite
from desktop.views.main_window import MainWindow
from desktop.views.notice import Notice, Tone
from shared.contracts.resources import IncidentRow


@dataclass(frozen=True, slots=True)
class Ending:
    """What came of a move: done, which led to ``row`` and has a way ``back``, or not, or it ``waits``.

    ``seen`` is what whoever was told of the ``trouble`` has seen by then.
    """

    row: IncidentRow | None = None
    back: Back | None = None
    trouble: Trouble | None = None
    seen: Seen | None = None
    waits: bool = False


Ended = Callable[[Move, Ending], None]


class Carrier(QObject):
    """Gestures on incidents, one after the other for each of them.

    Signals:
        begun(Move, IncidentRow): a possible move was asked for; it goes out now or in a moment.
        done(Move, IncidentRow): a move was made; the row is what it led to.
    """

    begun = Signal(object, object)
    done = Signal(object, object)

    def __init__(
        self,
        desk: Desk,
        window: MainWindow,
        errands: Errands,
        undo: UndoController,
        report: ReportController,
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._errands = errands
        self._undo = undo
        self._report = report
        desk.opened.connect(lambda _id: self._show_busy())
        errands.busyChanged.connect(self._show_busy)

    def resume(self, move: Move, seen: Seen) -> None:
        """Have a gesture wait again that waited when the console ended."""
        self._errands.resume(self._errand(move, seen, None))

    def is_busy(self, incident_id: UUID) -> bool:
        """Tell whether something is on its way for this incident."""
        return self._errands.is_busy(incident_id)

    def when_free(self, incident_id: UUID, act: Callable[[], None], left: Left | None = None) -> None:
        """Do this once all is over that was asked of this incident before; see Errands."""
        self._errands.when_free(incident_id, act, left)

    def holds(self, gesture: str, incident_id: UUID) -> bool:
        """Tell whether this very gesture waits before it goes out."""
        return self._undo.holds(gesture, incident_id)

    def hurry(self, incident_id: UUID) -> None:
        """Send at once what waits before it goes out."""
        self._undo.hurry(incident_id)

    def carry_out(
        self, move: Move, incident_id: UUID, *, seen: Seen | None = None, ending: Ended | None = None
    ) -> None:
        """Ask for a move once all is over that was asked before, unless it is impossible by then.

        It is asked over what the person sees now, or ``seen`` when they asked: news that come in while it
        waits stop it. What can't be taken back later waits first. With ``ending``, whoever asks deals with
        waiting, undoing and telling.
        """
        seen = seen or self._desk.seen(incident_id)
        if seen is None:
            self._refuse(move, None, BY_NAME[move.gesture].obstacle(None, self._desk.me), ending)
            return
        known = seen
        left = left_move(move, known)
        self.when_free(incident_id, lambda: self._carry_out(move, known, ending), left)

    def _carry_out(self, move: Move, seen: Seen, ending: Ended | None) -> None:
        row = self._desk.row(seen.row.id) or seen.row
        if obstacle := BY_NAME[move.gesture].obstacle(row, self._desk.me):
            self._refuse(move, row, obstacle, ending)
            return
        if move.gesture in HELD and not ending:
            self._undo.hold(move.gesture, [row], lambda: self._begin(move, seen, ending), lambda: None)
        else:
            self._begin(move, seen, ending)
        self.begun.emit(move, row)

    def take_back(self, back: Back, *, ending: Ended | None = None) -> None:
        """Take back what was done, as far as nobody has set anew what it set."""
        moves = list(back.moves)
        row, has_waited = back.after, False

        def step(after: IncidentRow) -> None:
            self.when_free(after.id, lambda: self._take_back(moves.pop(0), after, went_on))

        def went_on(move: Move, outcome: Ending) -> None:
            nonlocal has_waited
            if outcome.row and moves:
                step(outcome.row)
            elif ending and not has_waited:
                ending(move, outcome)
            elif outcome.trouble:
                seen = outcome.seen or Seen(row, row.version)
                self._tell(move, seen, outcome.trouble, has_waited=has_waited)
            has_waited = has_waited or outcome.waits

        step(row)

    def _take_back(self, back: Move, after: IncidentRow, ending: Ended) -> None:
        current = self._desk.seen(after.id) or Seen(after, after.version)
        obstacle = BY_NAME[back.gesture].obstacle(current.row, self._desk.me)
        move = taken_back(back, after, current.row)
        if move is None or obstacle:
            why = obstacle or _("It was changed again since, so it stays as it is.")
            ending(back, Ending(trouble=Trouble(why, is_error=False)))
        else:
            self._begin(move, current, ending, is_undo=True)

    def _begin(self, move: Move, seen: Seen, ending: Ended | None, *, is_undo: bool = False) -> None:
        self._errands.start(self._errand(move, seen, ending, is_undo=is_undo))

    def _errand(self, move: Move, seen: Seen, ending: Ended | None, *, is_undo: bool = False) -> Errand:
        def waits() -> None:
            if ending:
                ending(move, Ending(waits=True))

        return Errand(
            move=move,
            seen=seen,
            left=left_move(move, seen),
            rebase=self._rebase,
            done=lambda errand, answer: self._on_done(errand, answer, ending, is_undo=is_undo),
            failed=lambda errand, failure: self._on_failed(errand, failure, ending, is_undo=is_undo),
            waits=waits,
            is_one_of_many=ending is not None and not is_undo,
        )

    def _rebase(self, errand: Errand, failure: Failure, current: IncidentRow) -> Move | None:
        return rebased(errand.move, errand.seen, current, failure.since, self._desk.me)

    def _on_done(self, errand: Errand, answer: IncidentRow, ending: Ended | None, *, is_undo: bool) -> None:
        me = self._desk.me
        back = None if is_undo else opposite(errand.move, errand.seen.row, answer, me)
        if ending and (is_undo or not errand.has_waited):
            ending(errand.move, Ending(answer, back))
        elif back:
            way = back
            self._undo.offer(errand.move.gesture, [answer], lambda: self.take_back(way))
        self.done.emit(errand.move, answer)

    def _on_failed(self, errand: Errand, failure: Failure, ending: Ended | None, *, is_undo: bool) -> None:
        trouble = trouble_of(errand.move, failure, self._desk.me)
        # What came in between is told, so who goes on nevertheless has seen it.
        current = failure.current
        seen = Seen(current, current.version) if current else errand.seen
        if ending and (is_undo or not errand.has_waited):
            ending(errand.move, Ending(trouble=trouble, seen=seen))
        elif trouble:
            self._tell(errand.move, seen, trouble, has_waited=errand.has_waited)

    def _refuse(self, move: Move, row: IncidentRow | None, why: str | None, ending: Ended | None) -> None:
        if ending:
            ending(move, Ending(trouble=Trouble(why or "")))
        else:
            self.notice(row).tell(Tone.INFO, why or "")

    def _tell(self, move: Move, seen: Seen, trouble: Trouble, *, has_waited: bool) -> None:
        """Say why it was not done, and what can be done now, where the person looks or in the report."""
        row = seen.row

        def again() -> None:
            self.carry_out(move, row.id, seen=seen)

        if has_waited and row.id != self._desk.open_id:
            useful = again if trouble.again else None
            self._report.add(Missed(move.gesture, row.id, row.reference, trouble, useful))
            return
        text = f"{BY_NAME[move.gesture].label()}: {trouble.why}" if trouble.is_error else trouble.why
        tone = Tone.DANGER if trouble.is_error else Tone.WARNING
        self.notice(row).tell(tone, text, *([(trouble.again, again)] if trouble.again else []))

    def _show_busy(self) -> None:
        self._window.incident.header.show_busy(busy=self._errands.is_busy(self._desk.open_id))

    def notice(self, row: IncidentRow | None) -> Notice:
        """Return the place where the person is looking."""
        is_open = row is not None and row.id == self._desk.open_id
        return self._window.incident.notice if is_open else self._window.queue.notice
