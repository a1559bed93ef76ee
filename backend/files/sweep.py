"""Removes files that nobody needs."""

from datetime import timedelta

import structlog

from backend.files.store import FileStore
from backend.kit.lease import Lease
from shared.clock import Clock

log = structlog.stdlib.get_logger(__name__)
LOOSE_LAST = timedelta(hours=48)
"""So long a file waits for the incident that it was sent for."""
EVERY_S = 600.0


class Sweep:
    """Of several processes one sweeps at a time; twice does no harm."""

    def __init__(self, store: FileStore, lease: Lease, clock: Clock) -> None:
        self._store = store
        self._lease = lease
        self._clock = clock

    def __call__(self) -> None:
        """Remove what is due, where no other process does; raise DatabaseUnavailable."""
        if not self._lease.hold():
            return
        before = self._clock() - LOOSE_LAST
        loose, remains = self._store.remove_loose(before), self._store.remove_remains(before)
        if loose or remains:
            log.info("files removed", loose=loose, remains=remains)
