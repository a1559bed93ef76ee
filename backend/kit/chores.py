"""Work that a service does now and then, beside its requests."""

import threading
from collections.abc import Callable
from typing import Protocol

import structlog

from backend.kit.mongo import DatabaseUnavailable

log = structlog.stdlib.get_logger(__name__)


FIRST_RETRY_S = 1.0


class Ending(Protocol):
    """What tells that there is no more to be done; a ``threading.Event`` does."""

    def wait(self, timeout: float) -> bool:
        """Wait until it is told, so many seconds at most, and return whether it was."""
        ...

    def set(self) -> None:
        """Tell it."""
        ...


class Chore:
    """Does its work every so many seconds, the first time after as many, on a thread of its own.

    A failure is told, and it is tried again: after a second, then twice as long each time, until it
    is as long as between any two. The thread ends with its process.
    """

    def __init__(
        self, name: str, every_s: float, work: Callable[[], None], ending: Ending | None = None
    ) -> None:
        self._every_s = every_s
        self._work = work
        self._ended: Ending = ending or threading.Event()
        self._failures = 0
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Go on until the process ends, or ``stop``."""
        self._thread.start()

    def stop(self, timeout: float = 2.0) -> None:
        """Begin no more; wait so many seconds for what is under way."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def _pause_s(self) -> float:
        if not self._failures:
            return self._every_s
        return min(self._every_s, FIRST_RETRY_S * 2.0 ** min(self._failures - 1, 20))

    def _run(self) -> None:
        while not self._ended.wait(self._pause_s()):
            self._failures += 1
            try:
                self._work()
                self._failures = 0
            except DatabaseUnavailable as error:
                log.warning("left undone this time", chore=self._thread.name, reason=str(error))
            except Exception:
                # Whatever it was, the next time may go better.
                log.exception("left undone this time", chore=self._thread.name)
