"""Reckons incidents anew once other policies count."""

from uuid import UUID, uuid4

import structlog

from backend.incidents.renewal import Renewal
from backend.kit.causes import Cause
from backend.kit.lease import Lease
from backend.kit.mongo import DatabaseUnavailable
from backend.resolution.house import HOUSE

log = structlog.stdlib.get_logger(__name__)
EVERY_S = 2.0


class Renewing:
    """Of several processes one does it at a time; twice does no harm."""

    def __init__(self, renewal: Renewal, lease: Lease) -> None:
        self._renewal = renewal
        self._lease = lease
        self._has_looked_at_all = False

    def __call__(self) -> None:
        """Renew all that is outdated, where no other process does; raise DatabaseUnavailable."""
        if not self._has_looked_at_all and self._lease.hold():
            self._renew(self._renewal.unreckoned())
            self._has_looked_at_all = True
        # Mostly nothing is, and then it is no matter who would do it.
        while (outdated := self._renewal.outdated()) and self._lease.hold():
            if not self._renew(outdated):
                return

    def _renew(self, those: list[UUID]) -> int:
        """Return how many were reckoned anew; one that can't be holds up no other."""
        renewed = told = 0
        for incident_id in those:
            try:
                told += self._renewal.renew(incident_id, HOUSE, Cause(uuid4(), uuid4()))
                renewed += 1
            except DatabaseUnavailable:
                raise
            except Exception:
                log.exception("an incident could not be reckoned anew", incident_id=str(incident_id))
        if renewed:
            log.info("reckoned anew", incidents=renewed, otherwise_due=told)
        return renewed
