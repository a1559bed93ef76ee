"""Incidents that are just opened, each different from the last, and what it takes to change them."""

from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

from backend.incidents.keeping import keep_promises
from backend.incidents.model import Change, Incident
from backend.incidents.policies import PolicyBook
from backend.incidents.rules import open_incident
from backend.kit.causes import Cause
from shared.contracts.commands import OpenIncident
from shared.contracts.resources import Actor, Contact
from shared.contracts.vocabulary import ActorKind, Language
from shared.ids import uuid7

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ANA = Actor(kind=ActorKind.EMPLOYEE, id="e-4b1d90aa2c", name="Ana García")
LUIS = Actor(kind=ActorKind.EMPLOYEE, id="e-7c55e20f18", name="Luis Ortega")
MARTA = Actor(kind=ActorKind.CUSTOMER, id="c-9f2c41d07b", name="Marta Ruiz")
_numbers = count(1)


def opening(customer_id: str | None = MARTA.id, category: str = "damaged") -> OpenIncident:
    """Return the command that opens an incident of its own."""
    return OpenIncident(
        incident_id=uuid7(NOON, next(_numbers).to_bytes(10, "big")),
        category=category,
        subject="La tetera llegó rota",
        description="Al abrir la caja, el asa estaba partida.",
        contact=Contact(name=MARTA.name, email="marta@example.org", customer_id=customer_id),
        language=Language.SPANISH,
    )


def opened(at: datetime = NOON, customer_id: str | None = MARTA.id) -> Incident:
    """Return an incident that was opened at a moment."""
    return first_change(at, customer_id)[0].incident


def first_change(at: datetime = NOON, customer_id: str | None = MARTA.id) -> tuple[Change, Cause]:
    """Return an opening as the store takes it, and keeps it where nothing is promised."""
    change = keep_promises(open_incident(opening(customer_id), at), PolicyBook())
    return change, cause(change.incident.id)


def cause(id: UUID | None = None) -> Cause:
    """Return a cause of its own, or the one with this id."""
    return Cause(id or uuid4(), uuid4())


def later(minutes: float = 1) -> datetime:
    """Return a moment so many minutes after noon."""
    return NOON + timedelta(minutes=minutes)
