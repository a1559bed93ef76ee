"""Incidents as a customer may see them, made with only what a test is about."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from shared.contracts.resources import Actor, IncidentDetail, IncidentRow, Message, TimelineEntry
from shared.contracts.vocabulary import ActorKind, Language, MessageKind, Priority, State
from shared.ids import reference_of

OPENED = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ANA = Actor(kind=ActorKind.EMPLOYEE, name="Ana")
CUSTOMER = Actor(kind=ActorKind.CUSTOMER, name="Marta Ruiz")


def said(version: int, author: Actor, text: str) -> Message:
    """Return a message of the conversation."""
    kind = MessageKind.REPLY if author.kind is ActorKind.EMPLOYEE else MessageKind.MESSAGE
    at = OPENED + timedelta(hours=version)
    return Message(id=uuid4(), kind=kind, author=author, text=text, version=version, at=at)


def did(version: int, what: str, actor: Actor) -> TimelineEntry:
    """Return a change of the incident."""
    return TimelineEntry(version=version, what=what, actor=actor, at=OPENED + timedelta(hours=version))


def seen(
    state: State = State.OPEN, *entries: Message | TimelineEntry, due: datetime | None = None
) -> IncidentDetail:
    """Return an incident in a state, with its conversation and changes, and by when an answer is due."""
    identity = uuid4()
    version = max([1, *(entry.version for entry in entries)])
    row = IncidentRow(
        id=identity,
        reference=reference_of(identity),
        version=version,
        state=state,
        priority=Priority.NORMAL,
        category="damaged",
        subject="La tetera llegó rota",
        language=Language.SPANISH,
        customer_name=CUSTOMER.name,
        opened_at=OPENED,
        updated_at=OPENED + timedelta(hours=version),
        answer_due=due,
    )
    return IncidentDetail(
        row=row,
        description="El asa estaba partida.",
        contact=None,
        messages=tuple(entry for entry in entries if isinstance(entry, Message)),
        timeline=tuple(entry for entry in entries if isinstance(entry, TimelineEntry)),
    )
