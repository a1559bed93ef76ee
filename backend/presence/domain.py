"""Who is at which incident, as leases that run out: kept in memory, since it is true for seconds only."""

import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from shared.contracts.events import PresenceChanged
from shared.contracts.presence import Presence, PresenceList
from shared.contracts.resources import Actor, Assignee
from shared.contracts.vocabulary import ActorKind, Attention, EmployeeId

LEASE = timedelta(seconds=12)
"""So long somebody is taken to be there after their console last said so; it says so every 5 s."""
TOLD_AGAIN = timedelta(seconds=30)
"""So often it is told anew that somebody is there still, for those who began to listen since."""
FORGOTTEN = timedelta(seconds=45)
"""So long a listener believes what it was told; that somebody has gone is told as soon as it is known."""
MOST = 20
"""At so many incidents one can be at once."""


class TooManyError(ValueError):
    """Somebody claims to be at more incidents than anybody can look at."""


@dataclass(frozen=True, slots=True)
class Lease:
    """One employee at one incident; ``told_at`` is when the others last heard of it."""

    incident_id: UUID
    employee: Assignee
    attention: Attention
    expires_at: datetime
    told_at: datetime

    def event(self, now: datetime, attention: Attention) -> PresenceChanged:
        """Return what tells the others."""
        actor = Actor(kind=ActorKind.EMPLOYEE, id=self.employee.id, name=self.employee.name)
        expires_at = now if attention is Attention.GONE else now + FORGOTTEN
        return PresenceChanged(
            incident_id=self.incident_id, actor=actor, attention=attention, expires_at=expires_at
        )


class Attendance:
    """Everybody at every incident; safe to use from several threads.

    A change comes back as the event that tells it; what changes nothing for the others tells nothing.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._leases: dict[UUID, dict[EmployeeId, Lease]] = defaultdict(dict)
        self._counts: Counter[EmployeeId] = Counter()

    def come(
        self, incident_id: UUID, employee: Assignee, attention: Attention, now: datetime
    ) -> PresenceChanged | None:
        """Take or renew a lease; raise TooManyError."""
        with self._lock:
            before = self._leases[incident_id].get(employee.id)
            if before is None and self._counts[employee.id] >= MOST:
                self._tidy(incident_id)
                raise TooManyError(f"nobody is at more than {MOST} incidents at once")
            is_news = (
                before is None or before.attention is not attention or now - before.told_at >= TOLD_AGAIN
            )
            told_at = now if before is None or is_news else before.told_at
            lease = Lease(incident_id, employee, attention, now + LEASE, told_at)
            self._leases[incident_id][employee.id] = lease
            self._counts[employee.id] += before is None
            return lease.event(now, attention) if is_news else None

    def leave(self, incident_id: UUID, employee_id: EmployeeId, now: datetime) -> PresenceChanged | None:
        """End a lease; where there is none, nothing has changed."""
        with self._lock:
            lease = self._leases[incident_id].get(employee_id)
            self._tidy(incident_id)
            return self._end(lease, now) if lease else None

    def expire(self, now: datetime) -> list[PresenceChanged]:
        """End the leases that have run out."""
        with self._lock:
            return [self._end(lease, now) for lease in list(self._all()) if lease.expires_at <= now]

    def others(self, incident_id: UUID, employee_id: EmployeeId, now: datetime) -> PresenceList:
        """Return who else is at an incident, those who write first."""
        with self._lock:
            leases = list(self._leases.get(incident_id, {}).values())
        there = sorted(
            (lease for lease in leases if lease.employee.id != employee_id and lease.expires_at > now),
            key=lambda lease: (lease.attention is not Attention.TYPING, lease.employee.name.casefold()),
        )
        found = tuple(
            Presence(employee=one.employee, attention=one.attention, expires_at=one.expires_at)
            for one in there
        )
        return PresenceList(others=found, expires_at=now + LEASE)

    def count(self) -> int:
        """Return how many leases there are."""
        return self._counts.total()

    def _all(self) -> Iterator[Lease]:
        return (lease for leases in self._leases.values() for lease in leases.values())

    def _end(self, lease: Lease, now: datetime) -> PresenceChanged:
        del self._leases[lease.incident_id][lease.employee.id]
        self._counts[lease.employee.id] -= 1
        if not self._counts[lease.employee.id]:
            del self._counts[lease.employee.id]
        self._tidy(lease.incident_id)
        return lease.event(now, Attention.GONE)

    def _tidy(self, incident_id: UUID) -> None:
        if not self._leases[incident_id]:
            del self._leases[incident_id]
