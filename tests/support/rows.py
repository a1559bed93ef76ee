"""Rows of a queue, made with only what a test is about."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from shared.contracts.resources import Assignee, IncidentRow
from shared.contracts.vocabulary import Language, Priority, State
from shared.ids import reference_of

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def incident_id(number: int) -> UUID:
    """Return the same identity for the same number."""
    return UUID(int=number + (1 << 90))


def row(number: int = 1, *, version: int = 1, minutes_ago: float = 0, **fields: Any) -> IncidentRow:
    """Return a row; ``assignee`` may be given as (id, name)."""
    opened = NOON - timedelta(minutes=minutes_ago)
    known: dict[str, Any] = {
        "id": incident_id(number),
        "reference": reference_of(incident_id(number)),
        "version": version,
        "state": State.OPEN,
        "priority": Priority.NORMAL,
        "category": "damaged",
        "team": "returns",
        "subject": f"Incident {number}",
        "language": Language.SPANISH,
        "customer_name": "Marta Ruiz",
        "opened_at": opened,
        "updated_at": opened + timedelta(seconds=version),
    }
    if isinstance(holder := fields.get("assignee"), tuple):
        fields["assignee"] = Assignee(id=holder[0], name=holder[1])
        fields.setdefault("state", State.ASSIGNED)
    return IncidentRow(**{**known, **fields})
