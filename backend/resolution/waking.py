"""Takes incidents up again on the day that was set for them."""

from uuid import UUID, uuid4

import structlog

from backend.incidents import rules
from backend.incidents.model import Change, Incident
from backend.incidents.store import IncidentStore
from backend.kit.causes import Cause
from backend.kit.lease import Lease
from backend.kit.mongo import DatabaseUnavailable
from backend.resolution.house import HOUSE
from shared.clock import Clock

log = structlog.stdlib.get_logger(__name__)
EVERY_S = 2.0


class Waking:
    """Of several processes one does it at a time; twice does no harm."""

    def __init__(self, store: IncidentStore, lease: Lease, clock: Clock) -> None:
        self._store = store
        self._lease = lease
        self._clock = clock

    def __call__(self) -> None:
        """Wake what is due, where no other process does; raise DatabaseUnavailable."""
        due = self._store.due(self._clock())
        # Mostly nothing is, and then it is no matter who would do it.
        if due and self._lease.hold():
            log.info("taken up again", incidents=sum(self._is_woken(each) for each in due))

    def _is_woken(self, incident_id: UUID) -> bool:
        """One that can't be woken holds up no other."""
        try:
            after = self._store.change(incident_id, self._decide, Cause(uuid4(), uuid4()))
        except DatabaseUnavailable:
            raise
        except Exception:
            log.exception("an incident could not be taken up again", incident_id=str(incident_id))
            return False
        return after.wake_at is None

    def _decide(self, found: Incident) -> Change | None:
        """Leave alone what was moved since it was looked for."""
        now = self._clock()
        return rules.wake(found, HOUSE, now) if found.wake_at and found.wake_at <= now else None
