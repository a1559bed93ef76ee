"""Which incidents are late first, kept up to date change by change: a long queue is not sorted anew."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from desktop.state.dashboard_sources import due_of
from desktop.state.queue import RowChange
from desktop.state.rows import Row

SHOWN_MAX = 50
_Place = tuple[datetime, int, UUID]


class Soonest:
    """The incidents with a promise, by when it ends; ``only`` one employee's."""

    def __init__(self, rows: Mapping[UUID, Row], only: str | None = None) -> None:
        self._rows = rows
        self._only = only
        self._places = {row.id: place for row in rows.values() if (place := self._place(row))}
        self._order = sorted(self._places.values())

    def apply(self, changes: Iterable[RowChange]) -> None:
        """Follow what has changed in the queue."""
        for change in changes:
            old = self._places.pop(change.id, None)
            if old:
                del self._order[bisect_left(self._order, old)]
            new = self._place(change.new) if change.new else None
            if new:
                self._places[change.id] = new
                insort(self._order, new)

    def first(self, count: int = SHOWN_MAX) -> list[tuple[datetime, Row]]:
        """Return the first of them, each with the moment at which its promise ends."""
        return [(moment, self._rows[one]) for moment, _rank, one in self._order[:count] if one in self._rows]

    def _place(self, row: Row) -> _Place | None:
        due = due_of(row)
        is_meant = self._only is None or (row.assignee is not None and row.assignee.id == self._only)
        return (due, row.rank, row.id) if due and is_meant else None
