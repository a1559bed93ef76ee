"""Carries one choice out on every selected incident, a few at a time, and reports what was not done."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer

from desktop.controllers.carrier import Carrier, Ending
from desktop.controllers.desk import Desk
from desktop.controllers.report_controller import ReportController
from desktop.controllers.undo_controller import UndoController
from desktop.state.batch import Batch, Task, batch_of
from desktop.state.gestures import BY_NAME
from desktop.state.moves import Move
from desktop.state.plans import Plan
from desktop.state.rebasing import Seen
from desktop.state.report import Missed
from desktop.state.texts import _
from desktop.state.trouble import Trouble
from desktop.state.undo import HELD
from desktop.views.batch_bar import BatchBar
from desktop.views.notice import Tone

AT_ONCE = 4
"""So many incidents are under way at once, so that others' requests find their way too."""
BEGUN_A_TURN = 20
"""So many are begun before the window does something else: those that are refused at once end at once."""


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
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._go_on)
        bar.stopAsked.connect(self.stop)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way."""
        return self._batch is None

    def carry_out(
        self, gesture: str, sights: Sequence[Seen], plans: Sequence[Plan], *, is_held: bool = False
    ) -> None:
        """Carry these plans out on each incident, over what the person sees of it now.

        What can't be taken back later waits first.
        """
        if gesture in HELD and (why := self._why_none(gesture, sights)):
            self._carrier.notice(None).tell(Tone.INFO, why)
            return
        batch = batch_of(gesture, sights, plans)
        if gesture in HELD or is_held:
            rows = [seen.row for seen in sights]
            self._undo.hold(gesture, rows, partial(self._start_new, batch), lambda: None)
        else:
            self._start_new(batch)

    def _why_none(self, gesture: str, sights: Sequence[Seen]) -> str:
        """Return why none of these can do it; empty where one can."""
        rows = [self._desk.row(seen.row.id) or seen.row for seen in sights]
        whys = [BY_NAME[gesture].obstacle(row, self._desk.me) for row in rows]
        if not whys or None in whys:
            return ""
        text = _("{gesture}: none of those that are selected can do it.")
        told = text.format(gesture=BY_NAME[gesture].label())
        return f"{told} {whys[0]}" if len(set(whys)) == 1 else told

    def stop(self) -> None:
        """Begin with no further incident of this batch; what is under way goes on to its end."""
        batch = self._batch
        if batch is None:
            return
        trouble = Trouble(_("Not begun: you stopped it."), _("Try again"))
        for task in batch.cancel():
            batch.missed += 1
            self._tell(batch, batch.gesture, task, trouble, partial(self._start_again, batch, task))
        self._turn.start()

    def _start(self, batch: Batch) -> None:
        if self._batch:
            self._behind.append(batch)
            return
        self._batch = batch
        self._go_on()

    def _start_new(self, batch: Batch) -> None:
        self._report.begin(batch.gesture)
        self._start(batch)

    def _start_again(self, batch: Batch, *tasks: Task) -> None:
        self._start(batch.again(tasks))

    def _go_on(self) -> None:
        """Begin with as many as may be under way; whatever ends asks for another turn."""
        batch = self._batch
        if batch is None:
            return
        for _number in range(BEGUN_A_TURN):
            task = batch.next() if batch.under_way < AT_ONCE else None
            if task is None:
                break
            self._do(batch, task)
        if batch.is_over:
            self._end(batch)
        else:
            self._bar.show_batch(batch if batch.total > 1 else None)

    def _do(self, batch: Batch, task: Task) -> None:
        """Carry out what is first for one incident; a plan without anything to change is done."""
        if task.backs:
            self._carrier.take_back(task.backs[0], ending=partial(self._on_ended, batch, task))
            return
        row = self._desk.row(task.seen.row.id) or task.seen.row
        place, move = 0, None
        while place < len(task.plans) and not (move := task.plans[place](row)):
            place += 1
        if move is None:
            self._over(batch)
        else:
            left = task.after(place, task.seen)
            ending = partial(self._on_ended, batch, left)
            self._carrier.carry_out(move, row.id, seen=task.seen, ending=ending)

    def _on_ended(self, batch: Batch, task: Task, move: Move, ending: Ending) -> None:
        if ending.trouble:
            again = partial(self._start_again, batch, task.seen_anew(ending.seen))
            self._tell(batch, move.gesture, task, ending.trouble, again if ending.trouble.again else None)
            self._over(batch, missed=True)
            return
        batch.remember(ending.back)
        row = ending.row or self._desk.row(task.seen.row.id) or task.seen.row
        # What waits has changed nothing yet: the rest goes over what the person had read, too.
        left = task.after(1, Seen(row, row.version) if ending.row else task.seen)
        if left.is_empty:
            self._over(batch)
        else:
            self._do(batch, left)

    def _over(self, batch: Batch, *, missed: bool = False) -> None:
        batch.end(missed=missed)
        if batch is self._batch:
            self._turn.start()

    def _tell(
        self, batch: Batch, gesture: str, task: Task, trouble: Trouble, again: partial[None] | None
    ) -> None:
        row = task.seen.row
        self._report.add(Missed(gesture, row.id, row.reference, trouble, again, batch.gesture))

    def _end(self, batch: Batch) -> None:
        self._batch = None
        self._bar.show_batch(None)
        if batch.backs and not batch.is_undo:
            self._undo.offer(batch.gesture, batch.changed(), lambda: self._start(batch.undoing()))
        if self._behind:
            self._start(self._behind.pop(0))
