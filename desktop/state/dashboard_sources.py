"""What is behind a figure: incidents of the console's own queue, or those that ``metrics`` is asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from desktop.state.dashboard_period import Span
from desktop.state.gestures import ACTIVE
from desktop.state.rows import Row
from shared.contracts.figures import Measure

SOON = timedelta(hours=1)


class Now(StrEnum):
    """A part of what is open at this moment."""

    OPEN = "open"
    UNASSIGNED = "unassigned"
    UNANSWERED = "unanswered"
    OVERDUE = "overdue"
    DUE_SOON = "due-soon"
    AGE = "age"
    PERSON = "person"


AGES = {
    "under-hour": timedelta(hours=1),
    "under-day": timedelta(days=1),
    "under-3-days": timedelta(days=3),
    "under-week": timedelta(days=7),
    "older": timedelta.max,
}
"""The groups by age, youngest first: up to how old."""


@dataclass(frozen=True, slots=True)
class Source:
    """The incidents behind a figure, under a title.

    With ``now`` they are in the queue of this console, ``key`` says which age or person; else ``query`` is
    what ``metrics`` is asked.
    """

    title: str
    now: Now | None = None
    key: str = ""
    query: Mapping[str, str] = field(default_factory=dict)


def at_present(title: str, now: Now, key: str = "") -> Source:
    """Return what is in the queue."""
    return Source(title, now, key)


def happened(title: str, measure: Measure, span: Span, category: str = "") -> Source:
    """Return what was counted in a time."""
    query = {"measure": str(measure), "since": span.since.isoformat(), "until": span.until.isoformat()}
    return Source(title, query=query | ({"category": category} if category else {}))


def due_of(row: Row) -> datetime | None:
    """Return when the first promise of an open incident is due, None where none is."""
    if row.state not in ACTIVE:
        return None
    return min((one for one in (row.answer_due, row.resolution_due) if one), default=None)


def age_of(row: Row, now: datetime) -> str:
    """Return the group by age that an incident is in."""
    old = now - row.opened_at
    return next(name for name, limit in AGES.items() if old < limit)


def rows_behind(source: Source, rows: Iterable[Row], now: datetime, only: str | None = None) -> list[Row]:
    """Return the incidents of the queue that a source means, the most urgent and then the newest first.

    ``only`` is the employee whose incidents count, None for everybody's.
    """
    found = [row for row in rows if _is_of(row, only) and _is_meant(source, row, now)]
    found.sort(key=lambda row: (due_of(row) is None, due_of(row) or row.opened_at, row.rank))
    return found


def _is_of(row: Row, employee: str | None) -> bool:
    return employee is None or (row.assignee is not None and row.assignee.id == employee)


def _is_meant(source: Source, row: Row, now: datetime) -> bool:
    if row.state not in ACTIVE:
        return False
    if source.now is Now.AGE:
        return age_of(row, now) == source.key
    if source.now is Now.PERSON:
        return _is_of(row, source.key)
    if source.now in (Now.OVERDUE, Now.DUE_SOON):
        due = due_of(row)
        return due is not None and (due <= now if source.now is Now.OVERDUE else now < due <= now + SOON)
    if source.now is Now.UNANSWERED:
        return row.is_unanswered
    return source.now is not Now.UNASSIGNED or row.assignee is None
