"""The queue: what is not closed, or what its customer wrote on since, each at the highest version seen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from shared.contracts.resources import IncidentRow, QueueSnapshot
from shared.contracts.vocabulary import State

OVERLAP = timedelta(seconds=60)
"""So long a change may be on its way into the database after the time that it bears."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that came (``old`` is None), changed, or left the queue (``new`` is None)."""

    id: UUID
    old: IncidentRow | None
    new: IncidentRow | None


class Queue:
    """Rows by identity. Events and snapshots may come late, twice, in any order: a higher version counts."""

    def __init__(self) -> None:
        self._rows: dict[UUID, IncidentRow] = {}
        # The last version of what was closed, so that a late event cannot bring it back.
        self._gone: dict[UUID, int] = {}
        self._latest: datetime | None = None

    @property
    def rows(self) -> Mapping[UUID, IncidentRow]:
        """The rows by identity, read-only."""
        return MappingProxyType(self._rows)

    @property
    def latest(self) -> datetime | None:
        """The time of the newest change that was applied, by the server's clock."""
        return self._latest

    def version_of(self, incident_id: UUID) -> int:
        """Return the highest version seen of an incident, 0 for an unknown one."""
        row = self._rows.get(incident_id)
        return row.version if row else self._gone.get(incident_id, 0)

    def apply(self, row: IncidentRow) -> RowChange | None:
        """Take a row over if its version is higher than the known one; say what that changed."""
        if row.version <= self.version_of(row.id):
            return None
        if self._latest is None or row.updated_at > self._latest:
            self._latest = row.updated_at
        old = self._rows.get(row.id)
        if row.state is State.CLOSED and not row.is_unanswered:
            self._rows.pop(row.id, None)
            self._gone[row.id] = row.version
            return RowChange(row.id, old, None) if old else None
        self._gone.pop(row.id, None)
        self._rows[row.id] = row
        return RowChange(row.id, old, row)

    def apply_all(self, rows: Iterable[IncidentRow]) -> list[RowChange]:
        """Apply each row; return the changes in the order in which they were made."""
        return [change for row in rows if (change := self.apply(row))]

    def apply_snapshot(self, snapshot: QueueSnapshot, *, complete: bool) -> list[RowChange]:
        """Apply a snapshot; a ``complete`` one also removes what it no longer lists.

        A row that an event changed after the snapshot was taken stays, listed or not; so does one changed
        within ``OVERLAP`` before, which may not have been in the database yet. If it was closed instead,
        the event of that tells so.
        """
        changes = self.apply_all(snapshot.rows)
        if not complete:
            return changes
        listed = {row.id for row in snapshot.rows}
        for row in list(self._rows.values()):
            if row.id not in listed and row.updated_at < snapshot.as_of - OVERLAP:
                self._gone[row.id] = row.version
                del self._rows[row.id]
                changes.append(RowChange(row.id, row, None))
        return changes
