"""The life of an incident: every legal move, from one version to the change that makes the next.

Nothing here reads a clock, a database or a broker. An illegal move raises and names both states.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.incidents.model import Change, Handling, Incident
from backend.incidents.steps import (
    ACTIVE,
    UNDER_WAY,
    IllegalMoveError,
    UnfitValueError,
    back_at_work,
    only_in,
    spoken_to,
    step,
    words,
)
from shared.contracts.catalogue import CATEGORIES
from shared.contracts.commands import OpenIncident
from shared.contracts.events import (
    CustomerRequestRefused,
    IncidentAssigned,
    IncidentClaimed,
    IncidentClosed,
    IncidentCommented,
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
    IncidentWoken,
)
from shared.contracts.resources import Actor, Assignee, FileRef, Rating
from shared.contracts.vocabulary import PAUSE_MAX_DAYS, ActorKind, MessageKind, Priority, State
from shared.ids import reference_of

REOPEN_WINDOW = timedelta(days=14)
"""So long after the resolution a customer may say that it is not solved after all."""
LONGEST_PAUSE = timedelta(days=PAUSE_MAX_DAYS)

_AS_IT_COMES = Handling()
_ANSWERED: dict[str, Any] = {"is_unanswered": False}
"""What an answer of the staff makes of an incident, or a resolution by whomever: nobody waits any more."""


def open_incident(command: OpenIncident, at: datetime, handling: Handling = _AS_IT_COMES) -> Change:
    """Make the first version out of a customer's command.

    Where ``handling`` names no team, the catalogue's takes it.
    """
    category = CATEGORIES.get(command.category)
    incident = Incident(
        id=command.incident_id,
        reference=reference_of(command.incident_id),
        version=1,
        state=State.OPEN,
        priority=Priority.NORMAL,
        category=command.category,
        team=handling.team or (category.team if category else None),
        subject=command.subject,
        language=command.language,
        description=command.description,
        order_number=command.order_number,
        product=command.product,
        answers=command.answers,
        files=command.files,
        contact=command.contact,
        customer_group=command.customer_group,
        opened_at=at,
        updated_at=at,
        is_unanswered=True,
    )
    customer = Actor(kind=ActorKind.CUSTOMER, id=command.contact.customer_id, name=command.contact.name)
    return Change(incident, IncidentOpened(row=incident.row(), actor=customer))


def claim(incident: Incident, by: Actor, at: datetime) -> Change:
    """An employee takes an incident that nobody has."""
    only_in(incident, ACTIVE, "claimed", State.ASSIGNED)
    if incident.assignee is not None:
        is_theirs = incident.assignee.id == by.id
        holder = "You have" if is_theirs else f"{incident.assignee.name} has"
        raise IllegalMoveError("claimed", incident.state, State.ASSIGNED, f"{holder} it already.")
    return step(incident, IncidentClaimed, by, at, state=State.ASSIGNED, assignee=_as_assignee(by))


def release(incident: Incident, by: Actor, at: datetime) -> Change:
    """An employee gives it back to the queue."""
    only_in(incident, ACTIVE - {State.OPEN}, "released", State.OPEN)
    return step(incident, IncidentReleased, by, at, state=State.OPEN, assignee=None)


def assign(incident: Incident, by: Actor, at: datetime, to: Assignee) -> Change:
    """An employee gives it to another; one that waits for the customer goes on waiting."""
    only_in(incident, ACTIVE, "assigned", State.ASSIGNED)
    state = State.WAITING if incident.state is State.WAITING else State.ASSIGNED
    return step(incident, IncidentAssigned, by, at, state=state, assignee=to)


def reply(
    incident: Incident, by: Actor, at: datetime, message_id: UUID, text: str, files: tuple[FileRef, ...] = ()
) -> Change:
    """An employee answers; who answers what nobody has, has it."""
    only_in(incident, UNDER_WAY, "answered")
    taken: dict[str, Any] = dict(_ANSWERED)
    if incident.state in ACTIVE and incident.assignee is None:
        state = State.WAITING if incident.state is State.WAITING else State.ASSIGNED
        taken |= {"state": state, "assignee": _as_assignee(by)}
    said = words(MessageKind.REPLY, message_id, text, files)
    return step(incident, IncidentReplied, by, at, said, **taken)


def reply_and_resolve(
    incident: Incident, by: Actor, at: datetime, message_id: UUID, text: str, files: tuple[FileRef, ...] = ()
) -> Change:
    """An employee answers, and that settles it."""
    return _resolved(incident, by, at, words(MessageKind.REPLY, message_id, text, files))


def note(
    incident: Incident,
    by: Actor,
    at: datetime,
    message_id: UUID,
    text: str,
    files: tuple[FileRef, ...] = (),
    mentions: tuple[Assignee, ...] = (),
) -> Change:
    """An employee leaves a note for colleagues, in any state, and may call some of them."""
    said = words(MessageKind.NOTE, message_id, text, files) | {"mentions": mentions}
    called = {"mentions": tuple(one.id for one in mentions)}
    return step(incident, IncidentNoted, by, at, said, about=called)


def comment(
    incident: Incident,
    by: Actor,
    at: datetime,
    message_id: UUID,
    text: str,
    files: tuple[FileRef, ...] = (),
) -> Change:
    """The customer writes, in any state: words are never refused. What waited for them waits no longer."""
    said = words(MessageKind.MESSAGE, message_id, text, files)
    return step(incident, IncidentCommented, by, at, said, **spoken_to(incident))


def pause(incident: Incident, by: Actor, at: datetime, wake_at: datetime | None = None) -> Change:
    """It is the customer's turn, until the day ``wake_at`` where there is one; what waits gets another day.

    Raises UnfitValueError for a day that is over, or further away than a year.
    """
    is_another_day = incident.state is State.WAITING and wake_at != incident.wake_at
    if not is_another_day:
        only_in(incident, {State.OPEN, State.ASSIGNED}, "moved", State.WAITING)
    if wake_at is not None and not at < wake_at <= at + LONGEST_PAUSE:
        raise UnfitValueError({"wake_at": f"It must be to come, within {LONGEST_PAUSE.days} days."})
    return step(incident, IncidentPaused, by, at, state=State.WAITING, wake_at=wake_at, is_unanswered=False)


def wake(incident: Incident, by: Actor, at: datetime) -> Change:
    """It waits no longer: its day has come, or an employee takes it up again."""
    only_in(incident, {State.WAITING}, "woken", back_at_work(incident))
    return step(incident, IncidentWoken, by, at, state=back_at_work(incident))


def prioritize(incident: Incident, by: Actor, at: datetime, priority: Priority) -> Change:
    """An employee says how urgent it is."""
    only_in(incident, ACTIVE, "given another priority")
    return step(incident, IncidentPrioritized, by, at, priority=priority)


def resolve(incident: Incident, by: Actor, at: datetime) -> Change:
    """An employee or the customer says that it is solved."""
    return _resolved(incident, by, at, None)


def reopen(
    incident: Incident,
    by: Actor,
    at: datetime,
    message_id: UUID | None = None,
    text: str | None = None,
    files: tuple[FileRef, ...] = (),
) -> Change:
    """It is not solved after all: back to the queue. An employee may do so always, a customer for a while."""
    allowed = {State.RESOLVED, State.CLOSED} if by.kind is ActorKind.EMPLOYEE else {State.RESOLVED}
    only_in(incident, allowed, "reopened", State.OPEN)
    if by.kind is ActorKind.CUSTOMER and at - (incident.resolved_at or at) > REOPEN_WINDOW:
        days = REOPEN_WINDOW.days
        raise IllegalMoveError(
            "reopened", incident.state, State.OPEN, f"It was resolved over {days} days ago."
        )
    kind = MessageKind.MESSAGE if by.kind is ActorKind.CUSTOMER else MessageKind.REPLY
    said = words(kind, message_id, text, files) if message_id and text else None
    unanswered = by.kind is ActorKind.CUSTOMER or (incident.is_unanswered and not said)
    back: dict[str, Any] = {
        "state": State.OPEN,
        "assignee": None,
        "resolved_at": None,
        "is_unanswered": unanswered,
    }
    return step(incident, IncidentReopened, by, at, said, **back)


def close(incident: Incident, by: Actor, at: datetime) -> Change:
    """It is over. Where the customer wrote on a closed one, an employee has read it and leaves it closed."""
    allowed = {State.RESOLVED, State.CLOSED} if incident.is_unanswered else {State.RESOLVED}
    only_in(incident, allowed, "moved", State.CLOSED)
    return step(incident, IncidentClosed, by, at, state=State.CLOSED, is_unanswered=False)


def rate(incident: Incident, by: Actor, at: datetime, stars: int, word: str | None) -> Change:
    """The customer says how well it was dealt with, once it is solved; a later rating replaces it."""
    only_in(incident, {State.RESOLVED, State.CLOSED}, "rated")
    return step(incident, IncidentRated, by, at, rating=Rating(stars=stars, word=word, at=at))


def subscribe(incident: Incident, by: Actor, at: datetime, *, wanted: bool) -> Change:
    """The customer wants mails about it, or no more of them."""
    event = IncidentSubscribed if wanted else IncidentUnsubscribed
    return step(incident, event, by, at, is_subscribed=wanted)


def refuse(
    incident: Incident,
    by: Actor,
    at: datetime,
    said: tuple[UUID, str, tuple[FileRef, ...]] | None = None,
) -> Change:
    """A customer's wish came too late: the timeline says so, and what they wrote is kept."""
    message = words(MessageKind.MESSAGE, *said) if said else None
    unanswered = incident.is_unanswered or (message is not None and not incident.merged_into)
    return step(incident, CustomerRequestRefused, by, at, message, is_unanswered=unanswered)


def _resolved(incident: Incident, by: Actor, at: datetime, said: dict[str, Any] | None) -> Change:
    only_in(incident, ACTIVE, "moved", State.RESOLVED)
    at = max(at, incident.updated_at)
    over = {**_ANSWERED, "state": State.RESOLVED, "resolved_at": at}
    return step(incident, IncidentResolved, by, at, said, **over)


def _as_assignee(employee: Actor) -> Assignee:
    return Assignee(id=employee.id or "", name=employee.name)
