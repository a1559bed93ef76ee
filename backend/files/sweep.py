"""Removes files that nobody needs, now and then, beside the service's other work."""

import threading
from datetime import timedelta

import structlog

from backend.files.store import FileStore
from backend.kit.lease import Lease
from backend.kit.mongo import DatabaseUnavailable
from shared.clock import Clock

log = structlog.stdlib.get_logger(__name__)
LOOSE_LAST = timedelta(hours=48)
"""So long a file waits for the incident that it was sent for."""
EVERY_S = 600.0


class Sweep:
    """Of several processes one sweeps at a time; twice does no harm."""

    def __init__(self, store: FileStore, lease: Lease, clock: Clock, every: float = EVERY_S) -> None:
        self._store = store
        self._lease = lease
        self._clock = clock
        self._every = every
        self._ended = threading.Event()

    def start(self) -> None:
        """Go on beside the process until it ends."""
        threading.Thread(target=self._run, name="sweep", daemon=True).start()

    def stop(self) -> None:
        """Sweep no more."""
        self._ended.set()

    def sweep(self) -> None:
        """Remove what is due, where no other process does."""
        if not self._lease.hold():
            return
        before = self._clock() - LOOSE_LAST
        loose, remains = self._store.remove_loose(before), self._store.remove_remains(before)
        if loose or remains:
            log.info("files removed", loose=loose, remains=remains)

    def _run(self) -> None:
        while not self._ended.wait(self._every):
            try:
                self.sweep()
            except DatabaseUnavailable as error:
                log.warning("no files removed this time", reason=str(error))
            except Exception:
                log.exception("no files removed this time")  # the next time may go better
