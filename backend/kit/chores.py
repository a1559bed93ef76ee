"""Work that a service does now and then, beside its requests."""

import threading
from collections.abc import Callable

import structlog

from backend.kit.mongo import DatabaseUnavailable

log = structlog.stdlib.get_logger(__name__)


class Chore:
    """Does its work every so many seconds on a thread of its own; a failure is told, and it goes on."""

    def __init__(self, name: str, every_s: float, work: Callable[[], None]) -> None:
        self._every_s = every_s
        self._work = work
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Go on until the process ends, or ``stop``."""
        self._thread.start()

    def stop(self, timeout: float = 2.0) -> None:
        """Begin no more; wait so many seconds for what is under way."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def _run(self) -> None:
        while not self._ended.wait(self._every_s):
            try:
                self._work()
            except DatabaseUnavailable as error:
                log.warning("left undone this time", chore=self._thread.name, reason=str(error))
            except Exception:
                # Whatever it was, the next time may go better.
                log.exception("left undone this time", chore=self._thread.name)
