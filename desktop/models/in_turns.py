"""Long work on the window's own thread, done a little at a time so that nobody notices."""

from collections.abc import Callable, Generator
from time import perf_counter
from typing import Any

from PySide6.QtCore import QObject, QTimer

TURN_S = 0.008
"""So long one turn may hold the window up."""


class InTurns(QObject):
    """Does one piece of work at a time: a generator that pauses often, and returns its result in the end."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._work: Generator[None, None, Any] | None = None
        self._done: Callable[[Any], None] = lambda _result: None
        self._at_once = False
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._go_on)

    @property
    def is_busy(self) -> bool:
        """Tell whether there is work left."""
        return self._work is not None

    def start(self, work: Generator[None, None, Any], done: Callable[[Any], None], *, at_once: bool) -> None:
        """Begin, in place of what is under way; tell ``done`` the result, if ``at_once`` before returning."""
        self._work, self._done, self._at_once = work, done, at_once
        self._go_on()

    def _go_on(self) -> None:
        if self._work is None:
            return
        until = perf_counter() + TURN_S
        try:
            while self._at_once or perf_counter() < until:
                next(self._work)
        except StopIteration as end:
            self._work = None
            self._turn.stop()
            self._done(end.value)
        else:
            self._turn.start()
