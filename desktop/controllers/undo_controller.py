"""Lets the person take back what they just did, for ten seconds."""

from collections.abc import Callable, Collection
from time import monotonic
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from desktop.state.undo import UNDO_S, Step, Steps
from desktop.views.undo_bar import UndoBar
from shared.contracts.resources import IncidentRow

TICK_MS = 200
Act = Callable[[], None]


class UndoController(QObject):
    """Holds what waits before it goes out, remembers what has an opposite, and shows both in a bar.

    ``seconds`` is how long; at 0 everything goes out at once and nothing can be taken back.
    """

    def __init__(self, bar: UndoBar, seconds: float = UNDO_S) -> None:
        super().__init__(bar)
        self._bar = bar
        self._seconds = seconds
        self._steps = Steps()
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        bar.asked.connect(self.undo)

    def hold(self, gesture: str, rows: Collection[IncidentRow], go: Act, back: Act) -> None:
        """Call ``go`` when the time is over, or ``back`` when the person takes the gesture back before."""
        if self._seconds > 0:
            self._add(gesture, rows, back, go)
        else:
            go()

    def offer(self, gesture: str, rows: Collection[IncidentRow], back: Act) -> None:
        """Offer to call ``back``, which takes back what was done already."""
        if self._seconds > 0:
            self._add(gesture, rows, back, None)

    def holds(self, gesture: str, incident_id: UUID) -> bool:
        """Tell whether this very gesture waits for this incident."""
        return any(step.is_held and step.gesture == gesture for step in self._steps.of(incident_id))

    def undo(self) -> None:
        """Take back the newest step; harmless where there is none."""
        step = self._steps.newest
        if step is not None:
            self._drop([step])
            step.back()

    def hurry(self, incident_id: UUID | None = None) -> None:
        """Send at once what waits for this incident, or all of it."""
        waiting = [step for step in self._steps.of(incident_id) if step.is_held]
        self._drop(waiting)
        for step in waiting:
            if step.go:
                step.go()

    def end(self) -> None:
        """Send at once what waits, and let nothing wait from now on."""
        self._seconds = 0
        self.hurry()

    def _add(self, gesture: str, rows: Collection[IncidentRow], back: Act, go: Act | None) -> None:
        ids = frozenset(row.id for row in rows)
        reference = "".join(row.reference for row in rows) if len(ids) == 1 else ""
        self._steps.add(Step(gesture, ids, reference, monotonic() + self._seconds, back, go))
        self._timer.start()
        self._show()

    def _on_tick(self) -> None:
        over = self._steps.over(monotonic())
        self._drop(over)
        for step in over:
            if step.go:
                step.go()

    def _drop(self, steps: list[Step]) -> None:
        self._steps.drop(steps)
        if not len(self._steps):
            self._timer.stop()
        self._show()

    def _show(self) -> None:
        step = self._steps.newest
        if step is None:
            self._bar.clear()
        else:
            self._bar.show_step(step, step.seconds_left(monotonic()), len(self._steps) - 1)
