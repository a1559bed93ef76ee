"""Work that may take a while, done beside the window: decoding pictures, writing files."""

import queue
import threading
from collections.abc import Callable
from typing import Any

import structlog
from PySide6.QtCore import QObject, Signal

log = structlog.stdlib.get_logger(__name__)
Work = Callable[[], Any]
"""Runs on another thread, and so touches no widget; what it raises is an outcome too."""
_Ended = tuple[Callable[[Any], None], Any]


class Background(QObject):
    """One thread for one piece of work after another; it ends with the program, whatever it is doing."""

    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._due: queue.SimpleQueue[
            tuple[Work, Callable[[Any], None], Callable[[Exception], None]] | None
        ] = queue.SimpleQueue()
        self._ended.connect(self._hand_over)
        self._thread = threading.Thread(target=self._run, name="background", daemon=True)
        self._thread.start()

    def run(
        self,
        work: Work,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] = lambda _error: None,
    ) -> None:
        """Do ``work`` beside the window; tell ``done`` what it returned, or ``failed`` what it raised."""
        self._due.put((work, done, failed))

    def close(self, wait_s: float = 0.0) -> None:
        """Take no more work; what is waiting is done, and nobody is told. Wait so long for it at most."""
        self._due.put(None)
        if wait_s:
            self._thread.join(wait_s)

    def _run(self) -> None:
        while due := self._due.get():
            work, done, failed = due
            try:
                ended: _Ended = (done, work())
            except (
                Exception
            ) as error:  # whoever waits for it must hear of it, and the next piece needs the thread
                if not isinstance(error, OSError):
                    log.exception("work beside the window failed")
                ended = (failed, error)
            try:
                self._ended.emit(ended)
            except RuntimeError:
                return  # the window was closed meanwhile

    @staticmethod
    def _hand_over(ended: _Ended) -> None:
        tell, outcome = ended
        tell(outcome)
