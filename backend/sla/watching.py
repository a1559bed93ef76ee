"""The work of whoever has the lease: find what is to be told by now, and leave it to ``resolution``."""

from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID, uuid4

import structlog
from prometheus_client import Counter

from backend.kit.desk_post import DeskPost
from backend.sla.domain import escalations
from backend.sla.ports import Awaited
from shared.clock import Clock
from shared.contracts.commands import EscalateIncident
from shared.contracts.promises import BROKEN

log = structlog.stdlib.get_logger(__name__)
MOST = 500
"""So many are sent in one round; after an outage the rest follows in the next."""
SEND_AGAIN = timedelta(seconds=30)
"""So long what was sent may be on its way; sent again, it changes nothing that was done already."""
WARNED = Counter("sla_warned", "Warnings and escalations that were sent")
BROKEN_ONES = Counter("sla_broken", "Broken promises that were sent to be told")
_Known = tuple[UUID, str, datetime, int]


class Watch:
    """Looks, round by round. What was told stands with the incident: a kill makes it forget nothing."""

    def __init__(self, awaited: Awaited, post: DeskPost, clock: Clock) -> None:
        self._awaited = awaited
        self._post = post
        self._clock = clock
        self._sent: dict[_Known, datetime] = {}

    def go(self) -> int:
        """Send what is to be told by now and return how much it was; raise DatabaseUnavailable."""
        now = self._clock()
        self._sent = {key: at for key, at in self._sent.items() if now - at < SEND_AGAIN}
        those = self._awaited.alarmed(now)
        due = (one for one in escalations(those, self._awaited.book(), now) if _key(one) not in self._sent)
        wanted = list(islice(due, MOST))
        if not wanted:
            return 0
        taken = self._post.send([(one, uuid4()) for one in wanted])
        sent = [one for one in wanted if one.request_id in taken]
        self._sent |= {_key(one): now for one in sent}
        broken = sum(one.percent == BROKEN for one in sent)
        BROKEN_ONES.inc(broken)
        WARNED.inc(len(sent) - broken)
        log.info("time is over", broken=broken, other=len(sent) - broken)
        return len(sent)


def _key(one: EscalateIncident) -> _Known:
    return one.incident_id, one.target, one.due, one.percent
