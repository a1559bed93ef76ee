"""When a customer's message is about something else: it becomes an incident of its own.

Nothing here reads a clock, a database or a broker.
"""

from datetime import datetime
from uuid import UUID

from backend.incidents.model import Change, Incident
from backend.incidents.relating import Pair, linked
from backend.incidents.steps import IllegalMoveError, step
from shared.contracts.events import IncidentOpened, IncidentSplit
from shared.contracts.resources import Actor, FieldChange, Message
from shared.contracts.vocabulary import ActorKind, MessageKind, State
from shared.ids import derived_uuid7, reference_of


def offshoot_id(message: Message, cause: UUID) -> UUID:
    """Return the id of the incident that a request makes of a message: the same when it is repeated."""
    return derived_uuid7(message.at, message.id.bytes, cause.bytes)


def split(
    incident: Incident,
    message: Message,
    by: Actor,
    at: datetime,
    *,
    new_id: UUID,
    subject: str,
) -> Pair:
    """Return what becomes of the incident, and the opening of the new one, which point at each other.

    The new one has the customer, category, team and priority of the old one, the words and the files of
    the message.
    """
    if message.kind is not MessageKind.MESSAGE:
        raise IllegalMoveError("split", incident.state, why="Only what the customer wrote can be split off.")
    if message.became is not None:
        why = f"It is an incident of its own already: {reference_of(message.became)}."
        raise IllegalMoveError("split", incident.state, why=why)
    told = (FieldChange(field="links", old=None, new=reference_of(new_id)),)
    left = step(
        incident,
        IncidentSplit,
        by,
        at,
        also=told,
        about={"other": new_id},
        links=linked(incident, new_id),
    )
    return left, _opening(incident, message, left.incident.updated_at, new_id, subject)


def _opening(origin: Incident, message: Message, at: datetime, new_id: UUID, subject: str) -> Change:
    contact = origin.person
    incident = Incident(
        id=new_id,
        reference=reference_of(new_id),
        version=1,
        state=State.OPEN,
        priority=origin.priority,
        category=origin.category,
        team=origin.team,
        subject=subject,
        language=origin.language,
        description=message.text,
        files=message.files,
        is_subscribed=origin.is_subscribed,
        customer_group=origin.customer_group,
        contact=contact,
        opened_at=at,
        updated_at=at,
        is_unanswered=True,
        links=(origin.id,),
    )
    # It is the customer's incident, whoever found out that it is one.
    customer = Actor(kind=ActorKind.CUSTOMER, id=contact.customer_id, name=contact.name)
    return Change(incident, IncidentOpened(row=incident.row(), actor=customer))
