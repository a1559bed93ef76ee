"""The queue: what is not closed, or what its customer wrote on since, each at the highest version seen."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from desktop.state.rows import Row
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import State

OVERLAP = timedelta(seconds=60)
"""So long a change may be on its way into the database after the time that it bears."""


class RowChange(NamedTuple):
    """One row that came (``old`` is None), changed, or left the queue (``new`` is None)."""

    id: UUID
    old: Row | None
    new: Row | None


class WholeRows(Mapping[UUID, IncidentRow]):
    """The rows as the contract has them, each made when it is asked for."""

    def __init__(self, rows: Mapping[UUID, Row]) -> None:
        self._rows = rows

    def __getitem__(self, incident_id: UUID) -> IncidentRow:
        return self._rows[incident_id].whole()

    def __contains__(self, incident_id: object) -> bool:
        return incident_id in self._rows

    def __iter__(self) -> Iterator[UUID]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


class Queue:
    """Rows by identity. Events and snapshots may come late, twice, in any order: a higher version counts."""

    def __init__(self) -> None:
        self._rows: dict[UUID, Row] = {}
        # The last version of what was closed, so that a late event cannot bring it back.
        self._gone: dict[UUID, int] = {}
        self._latest: datetime | None = None
        self.lines: Mapping[UUID, Row] = MappingProxyType(self._rows)
        """The rows as they are kept, by identity, read-only."""
        self.rows: Mapping[UUID, IncidentRow] = WholeRows(self._rows)
        """The same as the contract has them, for what looks at one or another."""

    @property
    def latest(self) -> datetime | None:
        """The time of the newest change that was applied, by the server's clock."""
        return self._latest

    def version_of(self, incident_id: UUID) -> int:
        """Return the highest version seen of an incident, 0 for an unknown one."""
        row = self._rows.get(incident_id)
        return row.version if row else self._gone.get(incident_id, 0)

    def apply(self, row: Row) -> RowChange | None:
        """Take a row over if its version is higher than the known one; say what that changed."""
        old = self._rows.get(row.id)
        if row.version <= (old.version if old else self._gone.get(row.id, 0)):
            return None
        if self._latest is None or row.updated_at > self._latest:
            self._latest = row.updated_at
        if row.state is State.CLOSED and not row.is_unanswered:
            self._rows.pop(row.id, None)
            self._gone[row.id] = row.version
            return RowChange(row.id, old, None) if old else None
        if self._gone:
            self._gone.pop(row.id, None)
        self._rows[row.id] = row
        return RowChange(row.id, old, row)

    def apply_all(self, rows: Iterable[Row]) -> list[RowChange]:
        """Apply each row; return the changes in the order in which they were made."""
        return [change for row in rows if (change := self.apply(row))]

    def drop_unlisted(self, listed: set[UUID], as_of: datetime) -> list[RowChange]:
        """Remove what a complete snapshot, taken from ``as_of`` on, does not list; say what that changed.

        A row that an event changed after the snapshot was begun stays, listed or not; so does one changed
        within ``OVERLAP`` before, which may not have been in the database yet. If it was closed instead,
        the event of that tells so.
        """
        changes = []
        for incident_id in self._rows.keys() - listed:
            row = self._rows[incident_id]
            if row.updated_at < as_of - OVERLAP:
                self._gone[incident_id] = row.version
                del self._rows[incident_id]
                changes.append(RowChange(incident_id, row, None))
        return changes
