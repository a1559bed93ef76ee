"""Erases what has been kept for as long as its category says."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID, uuid4

import structlog
from prometheus_client import Counter

from backend.incidents.erasing import Erasing, LeftOverError
from backend.kit.causes import Cause
from backend.kit.lease import Lease
from backend.kit.mongo import DatabaseUnavailable
from backend.resolution.house import HOUSE
from shared.clock import Clock

log = structlog.stdlib.get_logger(__name__)
EVERY_S = 600.0
BATCH, REST_S = 20, 0.5
"""So many incidents are erased in a row; then everybody else gets a turn."""
FOLLOWED = timedelta(days=30)
"""So long after a known incident was solved it is kept who followed it."""
ERASED = Counter("incidents_erased", "Incidents without their person, by why", ["why"])


class Retention:
    """Of several processes one sweeps at a time; twice does no harm."""

    def __init__(self, erasing: Erasing, lease: Lease, clock: Clock, rest: float = REST_S) -> None:
        self._erasing = erasing
        self._lease = lease
        self._clock = clock
        self._rest = rest

    def __call__(self) -> None:
        """Erase what is due, where no other process does; raise DatabaseUnavailable."""
        if not self._lease.hold():
            return
        now = self._clock()
        files, followers = self._erasing.clear_files(), self._erasing.forget_followers(now - FOLLOWED)
        late = self._latecomers()
        overdue = self._overdue()
        ERASED.labels("latecomer").inc(late)
        if late or overdue or files or followers:
            log.info("kept long enough", incidents=overdue, late=late, files=files, followers=followers)

    def _latecomers(self) -> int:
        try:
            return self._erasing.latecomers(HOUSE)
        except LeftOverError:  # each was logged; the next sweep tries again
            return 0

    def _overdue(self) -> int:
        now, erased = self._clock(), 0
        for category, days in self._erasing.retention_days().items():
            before = now - timedelta(days=days)
            due = iter(self._erasing.overdue(category, before))
            while batch := self._batch(due):
                erased += sum(self._is_erased(incident_id, category, before) for incident_id in batch)
                time.sleep(self._rest)
        return erased

    def _batch(self, due: Iterator[UUID]) -> list[UUID]:
        """Return the next few, none once another process sweeps."""
        return list(islice(due, BATCH)) if self._lease.hold() else []

    def _is_erased(self, incident_id: UUID, category: str, before: datetime) -> bool:
        """One that can't be erased holds up no other."""
        cause = Cause(uuid4(), uuid4())
        try:
            if not self._erasing.overdue_one(incident_id, category, before, HOUSE, cause):
                return False
        except DatabaseUnavailable:
            raise
        except Exception:
            log.exception("an incident could not be erased", incident_id=str(incident_id))
            return False
        ERASED.labels("retention").inc()
        return True
