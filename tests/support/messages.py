"""One message of every type, with fixed identities and times: what the golden files hold."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from shared.contracts.commands import (
    AdoptIncidents,
    CommentIncident,
    ForgetCorrespondent,
    ForgetPerson,
    OpenIncident,
    RateIncident,
    ReopenIncident,
    ResolveIncident,
    SendAccountMail,
    SendIncidentLinks,
    SubscribeIncident,
    UnsubscribeIncident,
)
from shared.contracts.envelope import Content, Envelope
from shared.contracts.events import (
    AnswerPublished,
    AnswerWithdrawn,
    CustomerErased,
    CustomerRequestRefused,
    IncidentAssigned,
    IncidentClaimed,
    IncidentClosed,
    IncidentCommented,
    IncidentErased,
    IncidentNoted,
    IncidentOpened,
    IncidentPaused,
    IncidentPrioritized,
    IncidentRated,
    IncidentReleased,
    IncidentReopened,
    IncidentReplied,
    IncidentResolved,
    IncidentSubscribed,
    IncidentUnsubscribed,
    KnownIncidentAnnounced,
    KnownIncidentSolved,
)
from shared.contracts.resources import (
    Actor,
    Assignee,
    Contact,
    FieldAnswer,
    FieldChange,
    FileRef,
    IncidentRow,
)
from shared.contracts.vocabulary import (
    ERASED_NAME,
    ERASED_WORDS,
    AccountMailKind,
    ActorKind,
    Language,
    Priority,
    State,
)
from shared.ids import reference_of

OPENED = datetime(2026, 11, 24, 9, 30, 0, 125000, tzinfo=UTC)
INCIDENT = UUID("019ab51f-c3dd-7a10-8f3e-5d1c0b7a4e21")
CORRELATION = UUID("6f1f4a4e-9a55-4d8e-8a55-0a8a1f0b6c11")
CAUSE = UUID("2f0d7d3c-51c3-4c55-9b9a-0d6b8f2f7a02")
ANSWER = UUID("019ab51f-c3dd-7b52-9d1f-0c6f3a8e7d44")
PHOTO = FileRef(
    id=UUID("9a0e4b7c-51d2-4f1e-8c3b-7d2f6a9e0b15"), name="caja.jpg", media_type="image/jpeg", size=482_133
)
WORDS = UUID("b3a1cf0e-2f7e-4d6a-9a54-6a0c2d9f1e03")

MARTA = Actor(kind=ActorKind.CUSTOMER, id="c-9f2c41d07b", name="Marta Ruiz")
GUEST = Actor(kind=ActorKind.CUSTOMER, name="Marta Ruiz")
ANA = Actor(kind=ActorKind.EMPLOYEE, id="e-4b1d90aa2c", name="Ana García")
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
_TO_ASSIGNED = (changed("state", "open", "assigned"), changed("assignee", None, ANA.name))
_BACK_TO_OPEN = (changed("state", "assigned", "open"), changed("assignee", ANA.name, None))

SAMPLES: dict[str, Content] = {
    content.TYPE: content
    for content in (
        OpenIncident(
            incident_id=INCIDENT,
            category="wrong-item",
            subject="Pedí una tetera y llegó una cafetera",
            description="Al abrir la caja había una cafetera.\nEl albarán sí dice «tetera».",
            order_number="2026-48213",
            product="Tetera de hierro, 1 l",
            answers=(FieldAnswer(field="received", label="¿Qué recibiste?", value="Una cafetera"),),
            files=(PHOTO,),
            contact=Contact(name=MARTA.name, email="marta@example.org", customer_id=MARTA.id),
            language=Language.SPANISH,
        ),
        CommentIncident(
            incident_id=INCIDENT, message_id=WORDS, author=MARTA, text="¿La recogéis en casa o la llevo yo?"
        ),
        ResolveIncident(incident_id=INCIDENT, request_id=CAUSE, author=GUEST),
        ReopenIncident(
            incident_id=INCIDENT, message_id=WORDS, author=MARTA, text="Ha llegado otra cafetera 😕"
        ),
        RateIncident(
            incident_id=INCIDENT, request_id=CAUSE, author=MARTA, stars=4, word="Rápido y con una sonrisa"
        ),
        SubscribeIncident(incident_id=INCIDENT, request_id=CAUSE, author=MARTA),
        UnsubscribeIncident(incident_id=INCIDENT, request_id=CAUSE, author=GUEST),
        AdoptIncidents(request_id=CAUSE, customer_id=MARTA.id, email="marta@example.org"),
        ForgetPerson(request_id=CAUSE, email="marta@example.org"),
        ForgetCorrespondent(request_id=CAUSE, email="marta@example.org"),
        SendAccountMail(
            mail_id=WORDS,
            kind=AccountMailKind.CONFIRM,
            email="marta@example.org",
            name=MARTA.name,
            language=Language.SPANISH,
            link="https://shop.example/account/confirm?token=Zm9v",
        ),
        SendIncidentLinks(request_id=CAUSE, email="marta@example.org", language=Language.SPANISH),
        IncidentOpened(row=row(1), actor=MARTA),
        IncidentClaimed(row=row(2, State.ASSIGNED, **TAKEN), actor=ANA, changes=_TO_ASSIGNED),
        IncidentReleased(row=row(3), actor=ANA, changes=_BACK_TO_OPEN),
        IncidentAssigned(
            row=row(3, State.ASSIGNED, assignee=holder(LUIS)),
            actor=ANA,
            changes=(changed("assignee", ANA.name, LUIS.name),),
        ),
        IncidentReplied(row=row(3, State.ASSIGNED, **TAKEN), actor=ANA),
        IncidentNoted(row=row(4, State.ASSIGNED, **TAKEN), actor=ANA),
        IncidentCommented(
            row=row(6, State.ASSIGNED, **TAKEN),
            actor=GUEST,
            changes=(changed("state", "waiting", "assigned"),),
        ),
        IncidentPaused(
            row=row(5, State.WAITING, **TAKEN), actor=ANA, changes=(changed("state", "assigned", "waiting"),)
        ),
        IncidentPrioritized(
            row=row(2, priority=Priority.URGENT),
            actor=ANA,
            changes=(changed("priority", "normal", "urgent"),),
        ),
        IncidentResolved(
            row=row(6, State.RESOLVED, **SOLVED),
            actor=MARTA,
            changes=(changed("state", "assigned", "resolved"),),
        ),
        IncidentReopened(
            row=row(7),
            actor=MARTA,
            changes=(changed("state", "resolved", "open"), changed("assignee", ANA.name, None)),
        ),
        IncidentClosed(
            row=row(7, State.CLOSED, **SOLVED), actor=ANA, changes=(changed("state", "resolved", "closed"),)
        ),
        IncidentRated(
            row=row(7, State.RESOLVED, **SOLVED), actor=MARTA, changes=(changed("rating", None, "4"),)
        ),
        IncidentSubscribed(
            row=row(8, State.RESOLVED, **SOLVED), actor=MARTA, changes=(changed("mails", "no", "yes"),)
        ),
        IncidentUnsubscribed(
            row=row(7, State.RESOLVED, **SOLVED), actor=GUEST, changes=(changed("mails", "yes", "no"),)
        ),
        AnswerPublished(id=ANSWER, version=2, category="returns", actor=ANA),
        AnswerWithdrawn(id=ANSWER, version=3, category="returns", actor=ANA),
        KnownIncidentAnnounced(id=ANSWER, version=1, actor=ANA),
        KnownIncidentSolved(id=ANSWER, version=2, actor=ANA),
        CustomerErased(id=CAUSE, customer_id=MARTA.id, actor=ANA),
        CustomerRequestRefused(row=row(8, State.CLOSED, **SOLVED), actor=MARTA),
        IncidentErased(
            row=row(9, State.CLOSED, **SOLVED, subject=ERASED_WORDS, customer_name=ERASED_NAME),
            actor=ANA,
            changes=(changed("state", "resolved", "closed"),),
        ),
    )
}


def enveloped(content: Content, id: UUID = WORDS, time: datetime = OPENED) -> Envelope:
    """Put a message into the envelope that the golden files have."""
    return Envelope.wrap(
        content, id=id, source="/resolution", time=time, correlationid=CORRELATION, causationid=CAUSE
    )
