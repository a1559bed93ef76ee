"""The figures of a little shop, counted anew at each question; a test says what is usual."""

import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from shared.clock import utc_now
from shared.contracts.figures import (
    Arrivals,
    Backlog,
    Behind,
    Figures,
    Line,
    Load,
    Measure,
    Point,
    Quantiles,
    Share,
    Step,
    Usual,
)
from shared.contracts.resources import Assignee, IncidentRow
from shared.contracts.vocabulary import State
from tests.support.little_shop import LittleShop

FIGURES, BACKLOG, USUAL, BEHIND = (f"/api/v1/{one}" for one in ("figures", "backlog", "usual", "incidents"))
PATHS = frozenset({FIGURES, BACKLOG, USUAL, BEHIND})
OPEN = frozenset({State.OPEN, State.ASSIGNED, State.WAITING})
AGES = {"under-hour": 1, "under-day": 24, "under-3-days": 72, "under-week": 168, "older": 10**6}
Query = dict[str, list[str]]


@dataclass
class LittleMetrics:
    """Asked by path; remembers every question, and how many were under way at once."""

    shop: LittleShop
    zone: str = "Europe/Madrid"
    usual: tuple[Arrivals, ...] = ()
    extra: Point | None = None
    """Added to the total of each time: what a little shop does not have."""
    asked: list[tuple[str, Query]] = field(default_factory=list)
    at_once_max: int = 0
    _now: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, path: str, query: Query) -> bytes:
        """Return the body of an answer."""
        with self._lock:
            self.asked.append((path, query))
            self._now += 1
            self.at_once_max = max(self.at_once_max, self._now)
        makers: dict[str, Any] = {FIGURES: self._figures, BACKLOG: self._backlog, USUAL: self._usual}
        made = makers.get(path, self._behind)(query)
        with self._lock:
            self._now -= 1
        return bytes(made.model_dump_json().encode())

    def count(self, path: str) -> int:
        """Return how often it was asked."""
        return sum(one == path for one, _query in self.asked)

    def _rows(self) -> list[IncidentRow]:
        with self.shop.lock:
            return [one.row() for one in self.shop.incidents.values()]

    def _figures(self, query: Query) -> Figures:
        since, until = (datetime.fromisoformat(query[one][0]) for one in ("since", "until"))
        length = timedelta(hours=1) if query["step"][0] == Step.HOUR else timedelta(days=1)
        rows, points, at = self._rows(), [], since
        while at < until:
            points.append(_point(rows, at, min(at + length, until)))
            at += length
        total = _point(rows, since, until)
        if self.extra:
            total = self.extra.model_copy(
                update={"at": since, "arrivals": total.arrivals, "resolutions": total.resolutions}
            )
        newest = max((row.updated_at for row in rows), default=utc_now())
        return Figures(
            since=since,
            until=until,
            step=Step(query["step"][0]),
            zone=self.zone,
            as_of=newest,
            total=total,
            lines=(Line(key=None, total=total, points=tuple(points)),),
        )

    def _backlog(self, _query: Query) -> Backlog:
        now = utc_now()
        rows = [row for row in self._rows() if row.state in OPEN]
        dues = [
            due
            for row in rows
            if (due := min(filter(None, (row.answer_due, row.resolution_due)), default=None))
        ]
        ages = Counter(
            next(name for name, hours in AGES.items() if now - row.opened_at < timedelta(hours=hours))
            for row in rows
        )
        return Backlog(
            as_of=max((row.updated_at for row in self._rows()), default=now),
            total=len(rows),
            unassigned=sum(row.assignee is None for row in rows),
            unanswered=sum(row.is_unanswered for row in rows),
            overdue=sum(due <= now for due in dues),
            due_soon=sum(now < due <= now + timedelta(hours=1) for due in dues),
            by_state=_shares(str(row.state) for row in rows),
            by_category=_shares(row.category for row in rows),
            by_team=_shares(row.team for row in rows),
            by_priority=_shares(str(row.priority) for row in rows),
            by_age=tuple(Share(key=name, count=ages[name]) for name in AGES),
            loads=_loads(rows),
        )

    def _usual(self, _query: Query) -> Usual:
        now = utc_now()
        return Usual(as_of=now, since=now.replace(minute=0, second=0, microsecond=0), categories=self.usual)

    def _behind(self, query: Query) -> Behind:
        since, until = (datetime.fromisoformat(query[one][0]) for one in ("since", "until"))
        name = "resolved_at" if query["measure"][0] == Measure.RESOLUTIONS else "opened_at"
        found = [row for row in self._rows() if (at := getattr(row, name)) and since <= at < until]
        found.sort(key=lambda row: row.opened_at, reverse=True)
        offset, limit = int(query["offset"][0]), int(query["limit"][0])
        return Behind(total=len(found), rows=tuple(found[offset : offset + limit]))


def _point(rows: list[IncidentRow], since: datetime, until: datetime) -> Point:
    solved = [row for row in rows if row.resolved_at and since <= row.resolved_at < until]
    times = sorted((row.resolved_at - row.opened_at).total_seconds() for row in solved if row.resolved_at)
    taken = Quantiles(count=0)
    if times:
        taken = Quantiles(count=len(times), p50=times[len(times) // 2], p90=times[-1], p99=times[-1])
    arrivals = sum(since <= row.opened_at < until for row in rows)
    return Point(at=since, arrivals=arrivals, resolutions=len(solved), first_answer=taken, resolution=taken)


def _shares(keys: Iterable[str | None]) -> tuple[Share, ...]:
    return tuple(Share(key=key, count=count) for key, count in Counter(keys).most_common())


def _loads(rows: list[IncidentRow]) -> tuple[Load, ...]:
    people: dict[str, Assignee] = {row.assignee.id: row.assignee for row in rows if row.assignee}
    loads = []
    for person in people.values():
        own = [row for row in rows if row.assignee and row.assignee.id == person.id]
        waiting = sum(row.state is State.WAITING for row in own)
        loads.append(
            Load(
                employee=person,
                in_hand=len(own),
                waiting=waiting,
                overdue=0,
                answers_today=0,
                resolutions_today=0,
            )
        )
    return tuple(sorted(loads, key=lambda one: -one.in_hand))
