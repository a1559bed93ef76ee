"""The watch before incidents in memory, with the real rules: its broker and its incidents forget nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from backend.incidents import rules
from backend.incidents.model import Change, Incident
from backend.incidents.policies import PolicyBook
from backend.incidents.promising import promise_anew
from backend.incidents.recording import UnknownIncidentError
from backend.kit.desk_post import DeskPost
from backend.resolution.handlers import customers_handler
from backend.resolution.house import HOUSE
from backend.sla.domain import Watched
from backend.sla.watching import Watch
from shared.messaging.memory import MemoryBroker, MemoryInbox, MemoryPublisher
from shared.messaging.worker import Worker
from tests.support.handing_out import Nobody
from tests.support.openings import cause, opening
from tests.support.promised import book
from tests.support.remembered import Remembered


class WatchedShop:
    """Incidents, who sees when their time is over, and who does what that one decides."""

    def __init__(self, at: datetime, policies: PolicyBook | None = None) -> None:
        self.now = at
        self.store = Remembered(book=policies or book())
        self.broker = MemoryBroker()
        handle = customers_handler(self.store, Nobody(), self._time, UnknownIncidentError)
        self._resolution = Worker("resolution", MemoryInbox(self.broker, "resolution"), handle)
        self.begin_anew()

    def begin_anew(self) -> None:
        """Kill the watch, and start another."""
        self.watch = Watch(self, DeskPost(MemoryPublisher(self.broker), self._time, "sla"), self._time)

    def _time(self) -> datetime:
        return self.now

    def book(self) -> PolicyBook:
        """See Awaited."""
        return self.store.book

    def alarmed(self, now: datetime) -> list[Watched]:
        """See Awaited."""
        return [watched(one) for one in self.store.incidents.values() if one.alarm_at and one.alarm_at <= now]

    def open(self, **fields: Any) -> UUID:
        """Have a customer open an incident."""
        change = rules.open_incident(opening(**fields), self.now)
        self.store.open_many([(change, cause())])
        return change.incident.id

    def move(self, incident_id: UUID, rule: Callable[..., Change | None], *arguments: Any) -> Incident:
        """Have somebody do something."""
        return self.store.change(
            incident_id, lambda found: rule(found, *arguments[:1], self.now, *arguments[1:]), cause()
        )

    def renew(self, policies: PolicyBook) -> None:
        """Have other policies count, for what is under way too."""
        self.store.book = policies
        for incident_id in list(self.store.incidents):
            self.store.change(incident_id, lambda found: promise_anew(found, HOUSE, self.now), cause(uuid4()))

    def at(self, moment: datetime) -> list[tuple[str, int | None]]:
        """Let it be a moment, have it looked and done what was decided; return what was told then."""
        self.now = moment
        told = len(self.store.changes)
        for _ in range(3):
            self.watch.go()
            self._resolution.step(0)
        events = [change.event for change in self.store.changes[told:]]
        return [(event.TYPE.removeprefix("incident."), getattr(event, "percent", None)) for event in events]


def watched(incident: Incident) -> Watched:
    """Return an incident as the watch reads it."""
    assert incident.promises
    return Watched(
        incident.id,
        incident.version,
        incident.category,
        incident.priority,
        incident.customer_group,
        incident.promises,
    )


def hours(number: float) -> timedelta:
    """Return so many hours."""
    return timedelta(hours=number)
