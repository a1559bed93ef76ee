"""Carries one choice out on every selected incident, a few at a time, and reports what was not done."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject

from desktop.controllers.carrier import Carrier, Ending
from desktop.controllers.desk import Desk
from desktop.controllers.report_controller import ReportController
from desktop.controllers.undo_controller import UndoController
from desktop.state.batch import Batch, Task, batch_of
from desktop.state.moves import Move
from desktop.state.plans import Plan
from desktop.state.report import Missed
from desktop.state.texts import _
from desktop.state.trouble import Trouble
from desktop.state.undo import HELD
from desktop.views.batch_bar import BatchBar

AT_ONCE = 4
"""So many incidents are under way at once, so that others' requests find their way too."""


class BulkController(QObject):
    """One batch at a time; what comes while one is under way waits behind it."""

    def __init__(
        self, desk: Desk, bar: BatchBar, carrier: Carrier, undo: UndoController, report: ReportController
    ) -> None:
        super().__init__(bar)
        self._desk = desk
        self._bar = bar
        self._carrier = carrier
        self._undo = undo
        self._report = report
        self._batch: Batch | None = None
        self._behind: list[Batch] = []
        bar.stopAsked.connect(self.stop)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way."""
        return self._batch is None

    def carry_out(
        self, gesture: str, ids: Sequence[UUID], plans: Sequence[Plan], *, is_held: bool = False
    ) -> None:
        """Carry these plans out on each of these incidents; what can't be taken back later waits first."""
        batch = batch_of(gesture, ids, plans)
        if gesture in HELD or is_held:
            self._undo.hold(gesture, ids, partial(self._start, batch), lambda: None)
        else:
            self._start(batch)

    def stop(self) -> None:
        """Begin with no further incident; what is under way goes on to its end."""
        self._behind.clear()
        if self._batch:
            self._batch.cancel()
            self._go_on()

    def _start(self, batch: Batch) -> None:
        if self._batch:
            self._behind.append(batch)
            return
        self._batch = batch
        self._go_on()

    def _go_on(self) -> None:
        batch = self._batch
        if batch is None:
            return
        while batch.under_way < AT_ONCE and (task := batch.next()):
            self._do(batch, task, 0)
        if batch.is_over and self._batch is batch:
            self._end(batch)
        else:
            self._bar.show_batch(self._batch if batch.total > 1 else None)

    def _do(self, batch: Batch, task: Task, place: int) -> None:
        """Carry out the plans of one incident from a place on; a plan without anything to change is done."""
        row = self._desk.row(task.incident_id)
        move = None
        while row and place < len(task.plans) and not (move := task.plans[place](row)):
            place += 1
        if row is None:
            self._miss(batch, task, "", Trouble(_("It no longer exists.")), None)
        elif move is None:
            batch.end()
        else:
            ending = partial(self._on_ended, batch, task, place)
            self._carrier.carry_out(move, row.id, is_undo=batch.is_undo, ending=ending)

    def _on_ended(self, batch: Batch, task: Task, place: int, move: Move, ending: Ending) -> None:
        if ending.trouble:
            self._miss(batch, task, move.gesture, ending.trouble, partial(self._try_again, task, place, move))
        else:
            batch.remember(task.incident_id, ending.back)
            if place + 1 < len(task.plans):
                self._do(batch, task, place + 1)
            else:
                batch.end()
        if batch is self._batch:
            self._go_on()

    def _miss(
        self, batch: Batch, task: Task, gesture: str, trouble: Trouble, again: partial[None] | None
    ) -> None:
        batch.end(missed=True)
        row = self._desk.row(task.incident_id)
        reference = row.reference if row else ""
        named = gesture or batch.gesture
        self._report.add(
            Missed(named, task.incident_id, reference, trouble, again if trouble.again else None)
        )

    def _try_again(self, task: Task, place: int, move: Move) -> None:
        self._start(batch_of(move.gesture, [task.incident_id], task.plans[place:]))

    def _end(self, batch: Batch) -> None:
        self._batch = None
        self._bar.show_batch(None)
        if batch.backs and not batch.is_undo:
            ids = list(batch.backs)
            self._undo.offer(batch.gesture, ids, lambda: self._start(batch.undoing()))
        if self._behind:
            self._start(self._behind.pop(0))
