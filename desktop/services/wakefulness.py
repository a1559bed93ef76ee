"""Notices that the computer has slept: timers do not count that time, and tokens end in it."""

from datetime import timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from shared.clock import Clock

LOOK_MS = 2_000
SLEPT = timedelta(seconds=20)
"""A busy window is late by less than this."""


class Wakefulness(QObject):
    """Looks at the clock every now and then.

    Signals:
        woke(): far more time has passed than was waited for.
    """

    woke = Signal()

    def __init__(self, clock: Clock, parent: QObject | None = None, *, every_ms: int = LOOK_MS) -> None:
        super().__init__(parent)
        self._clock = clock
        self._last = clock()
        timer = QTimer(self, interval=every_ms)
        timer.timeout.connect(self._look)
        timer.start()

    def _look(self) -> None:
        last, self._last = self._last, self._clock()
        # A clock that was set back says nothing; it only begins anew.
        if self._last - last > SLEPT:
            self.woke.emit()
