"""One message of every type, with fixed identities and times: what the golden files hold."""

from datetime import datetime, timedelta
from uuid import UUID

from shared.contracts.commands import (
    AdoptIncidents,
    AssignIncident,
    CommentIncident,
    EscalateIncident,
    ForgetCorrespondent,
    ForgetPerson,
    OpenIncident,
    RateIncident,
    ReleaseIncident,
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
    PresenceChanged,
)
from shared.contracts.figures import FiguresChanged
from shared.contracts.resources import (
    Contact,
    FieldAnswer,
)
from shared.contracts.vocabulary import (
    ERASED_NAME,
    ERASED_WORDS,
    AccountMailKind,
    Attention,
    Language,
    Priority,
    PromiseTarget,
    Role,
    State,
)
from tests.support.desk_events import desk_events
from tests.support.golden_rows import (
    ANA,
    ANSWER,
    BACK_TO_OPEN,
    CAUSE,
    CORRELATION,
    GUEST,
    HOUSE,
    INCIDENT,
    LUIS,
    MARTA,
    OPENED,
    PHOTO,
    SOLVED,
    TAKEN,
    TO_ASSIGNED,
    WORDS,
    changed,
    holder,
    row,
)
from tests.support.promise_events import KEPT, promise_events

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
        IncidentClaimed(row=row(2, State.ASSIGNED, **TAKEN), actor=ANA, changes=TO_ASSIGNED),
        IncidentReleased(row=row(3), actor=ANA, changes=BACK_TO_OPEN),
        IncidentAssigned(
            row=row(3, State.ASSIGNED, assignee=holder(LUIS)),
            actor=ANA,
            changes=(changed("assignee", ANA.name, LUIS.name),),
        ),
        IncidentReplied(row=row(3, State.ASSIGNED, **TAKEN), actor=ANA),
        IncidentNoted(row=row(4, State.ASSIGNED, **TAKEN), actor=ANA, mentions=(LUIS.id,)),
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
            outcomes=(KEPT,),
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
        AssignIncident(incident_id=INCIDENT, request_id=WORDS, seen=3, to=holder(LUIS)),
        ReleaseIncident(incident_id=INCIDENT, request_id=WORDS, seen=4),
        EscalateIncident(
            incident_id=INCIDENT,
            request_id=WORDS,
            target=PromiseTarget.RESOLUTION,
            due=OPENED + timedelta(hours=4),
            percent=80,
            at=OPENED + timedelta(hours=3, minutes=12),
            roles=(Role.SUPERVISOR,),
            priority=Priority.HIGH,
        ),
        PresenceChanged(
            incident_id=INCIDENT,
            actor=ANA,
            attention=Attention.TYPING,
            expires_at=OPENED + timedelta(seconds=45),
        ),
        FiguresChanged(id=ANSWER, applied=1207, actor=HOUSE),
        CustomerRequestRefused(row=row(8, State.CLOSED, **SOLVED), actor=MARTA),
        IncidentErased(
            row=row(9, State.CLOSED, **SOLVED, subject=ERASED_WORDS, customer_name=ERASED_NAME),
            actor=ANA,
            changes=(changed("state", "resolved", "closed"),),
        ),
        *desk_events(),
        *promise_events(),
    )
}


def enveloped(content: Content, id: UUID = WORDS, time: datetime = OPENED) -> Envelope:
    """Put a message into the envelope that the golden files have."""
    return Envelope.wrap(
        content, id=id, source="/resolution", time=time, correlationid=CORRELATION, causationid=CAUSE
    )
