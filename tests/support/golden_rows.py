"""The one incident of the golden files: its people, its identities, and its row at each version."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from shared.contracts.resources import Actor, Assignee, FieldChange, FileRef, IncidentRow
from shared.contracts.vocabulary import ActorKind, Language, Priority, State
from shared.ids import reference_of

OPENED = datetime(2026, 11, 24, 9, 30, 0, 125000, tzinfo=UTC)
INCIDENT = UUID("019ab51f-c3dd-7a10-8f3e-5d1c0b7a4e21")
CORRELATION = UUID("6f1f4a4e-9a55-4d8e-8a55-0a8a1f0b6c11")
CAUSE = UUID("2f0d7d3c-51c3-4c55-9b9a-0d6b8f2f7a02")
ANSWER = UUID("019ab51f-c3dd-7b52-9d1f-0c6f3a8e7d44")
PHOTO = FileRef(
    id=UUID("9a0e4b7c-51d2-4f1e-8c3b-7d2f6a9e0b15"), name="caja.jpg", media_type="image/jpeg", size=482_133
)
OTHER = UUID("019ab520-1f6c-7c3e-a1d4-93b07e5c2f68")
WORDS = UUID("b3a1cf0e-2f7e-4d6a-9a54-6a0c2d9f1e03")

MARTA = Actor(kind=ActorKind.CUSTOMER, id="c-9f2c41d07b", name="Marta Ruiz")
GUEST = Actor(kind=ActorKind.CUSTOMER, name="Marta Ruiz")
ANA = Actor(kind=ActorKind.EMPLOYEE, id="e-4b1d90aa2c", name="Ana García")
HOUSE = Actor(kind=ActorKind.SYSTEM, name="Ventanilla")
LUIS = Actor(kind=ActorKind.EMPLOYEE, id="e-7c55e20f18", name="Luis Ortega")


def holder(employee: Actor) -> Assignee:
    """Return an employee as the one who has an incident."""
    assert employee.id
    return Assignee(id=employee.id, name=employee.name)


def row(version: int, state: State = State.OPEN, **fields: Any) -> IncidentRow:
    """Return the incident as it stands at a version, one minute after the one before."""
    usual: dict[str, Any] = {
        "id": INCIDENT,
        "reference": reference_of(INCIDENT),
        "version": version,
        "state": state,
        "priority": Priority.NORMAL,
        "category": "wrong-item",
        "team": "returns",
        "subject": "Pedí una tetera y llegó una cafetera",
        "language": Language.SPANISH,
        "customer_name": MARTA.name,
        "opened_at": OPENED,
        "updated_at": OPENED + timedelta(minutes=version - 1),
    }
    return IncidentRow(**{**usual, **fields})


def changed(field: str, old: str | None, new: str | None) -> FieldChange:
    """Return one changed field."""
    return FieldChange(field=field, old=old, new=new)


TAKEN = {"assignee": holder(ANA)}
SOLVED = {"assignee": holder(ANA), "resolved_at": OPENED + timedelta(minutes=5)}
TO_ASSIGNED = (changed("state", "open", "assigned"), changed("assignee", None, ANA.name))
BACK_TO_OPEN = (changed("state", "assigned", "open"), changed("assignee", ANA.name, None))
