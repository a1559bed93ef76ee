"""The life of an incident: every legal move, from one version to the change that makes the next.

Nothing here reads a clock, a database or a broker. An illegal move raises and names both states.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.incidents.erased import faceless
from backend.incidents.model import Change, Handling, Incident
from backend.incidents.telling import changes_between
from shared.contracts.catalogue import CATEGORIES
from shared.contracts.commands import OpenIncident
from shared.contracts.events import (
    CustomerRequestRefused,
    IncidentAssigned,
    IncidentClaimed,
    IncidentClosed,
    IncidentCommented,
    IncidentErased,
    IncidentEvent,
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
)
from shared.contracts.resources import Actor, Assignee, FileRef, Message, Rating
from shared.contracts.vocabulary import ERASED_WORDS, ActorKind, MessageKind, Priority, State
from shared.ids import reference_of

REOPEN_WINDOW = timedelta(days=14)
"""So long after the resolution a customer may say that it is not solved after all."""

ACTIVE = frozenset({State.OPEN, State.ASSIGNED, State.WAITING})
_AS_IT_COMES = Handling()
_ANSWERED: dict[str, Any] = {"is_unanswered": False, "answer_due": None}
"""What an answer of the staff makes of an incident, or a resolution by whomever: nobody waits any more."""


class IllegalMoveError(ValueError):
    """The incident's state does not allow this move; ``str()`` says why in a sentence."""

    def __init__(self, move: str, state: State, target: State | None = None, why: str = "") -> None:
        to = f" to {target}" if target and target != state else ""
        super().__init__(why or f"An incident that is {state} can't be {move}{to}.")
        self.move = move
        self.state = state
        self.target = target


def open_incident(command: OpenIncident, at: datetime, handling: Handling = _AS_IT_COMES) -> Change:
    """Make the first version out of a customer's command.

    Where ``handling`` names no team, the catalogue's takes it; where it promises nothing, nothing is due.
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
        answer_due=at + handling.answer_within if handling.answer_within else None,
        contact=command.contact,
        opened_at=at,
        updated_at=at,
        is_unanswered=True,
    )
    customer = Actor(kind=ActorKind.CUSTOMER, id=command.contact.customer_id, name=command.contact.name)
    return Change(incident, IncidentOpened(row=incident.row(), actor=customer))


def claim(incident: Incident, by: Actor, at: datetime) -> Change:
    """An employee takes an incident that nobody has."""
    _only_in(incident, ACTIVE, "claimed", State.ASSIGNED)
    if incident.assignee is not None:
        is_theirs = incident.assignee.id == by.id
        holder = "You have" if is_theirs else f"{incident.assignee.name} has"
        raise IllegalMoveError("claimed", incident.state, State.ASSIGNED, f"{holder} it already.")
    return _next(incident, IncidentClaimed, by, at, state=State.ASSIGNED, assignee=_as_assignee(by))


def release(incident: Incident, by: Actor, at: datetime) -> Change:
    """An employee gives it back to the queue."""
    _only_in(incident, ACTIVE - {State.OPEN}, "released", State.OPEN)
    return _next(incident, IncidentReleased, by, at, state=State.OPEN, assignee=None)


def assign(incident: Incident, by: Actor, at: datetime, to: Assignee) -> Change:
    """An employee gives it to another; one that waits for the customer goes on waiting."""
    _only_in(incident, ACTIVE, "assigned", State.ASSIGNED)
    state = State.WAITING if incident.state is State.WAITING else State.ASSIGNED
    return _next(incident, IncidentAssigned, by, at, state=state, assignee=to)


def reply(
    incident: Incident, by: Actor, at: datetime, message_id: UUID, text: str, files: tuple[FileRef, ...] = ()
) -> Change:
    """An employee answers; who answers what nobody has, has it."""
    _only_in(incident, ACTIVE | {State.RESOLVED}, "answered")
    taken: dict[str, Any] = dict(_ANSWERED)
    if incident.state in ACTIVE and incident.assignee is None:
        state = State.WAITING if incident.state is State.WAITING else State.ASSIGNED
        taken |= {"state": state, "assignee": _as_assignee(by)}
    words = _words(MessageKind.REPLY, message_id, text, files)
    return _next(incident, IncidentReplied, by, at, words, **taken)


def reply_and_resolve(
    incident: Incident, by: Actor, at: datetime, message_id: UUID, text: str, files: tuple[FileRef, ...] = ()
) -> Change:
    """An employee answers, and that settles it."""
    return _resolved(incident, by, at, _words(MessageKind.REPLY, message_id, text, files))


def note(
    incident: Incident, by: Actor, at: datetime, message_id: UUID, text: str, files: tuple[FileRef, ...] = ()
) -> Change:
    """An employee leaves a note for colleagues, in any state."""
    return _next(incident, IncidentNoted, by, at, _words(MessageKind.NOTE, message_id, text, files))


def comment(
    incident: Incident,
    by: Actor,
    at: datetime,
    message_id: UUID,
    text: str,
    files: tuple[FileRef, ...] = (),
) -> Change:
    """The customer writes, in any state: words are never refused. What waited for them waits no longer."""
    back: dict[str, Any] = {"is_unanswered": True}
    if incident.state is State.WAITING:
        back |= {"state": State.ASSIGNED if incident.assignee else State.OPEN}
    words = _words(MessageKind.MESSAGE, message_id, text, files)
    return _next(incident, IncidentCommented, by, at, words, **back)


def pause(incident: Incident, by: Actor, at: datetime) -> Change:
    """It is the customer's turn."""
    _only_in(incident, {State.OPEN, State.ASSIGNED}, "moved", State.WAITING)
    return _next(incident, IncidentPaused, by, at, state=State.WAITING, is_unanswered=False)


def prioritize(incident: Incident, by: Actor, at: datetime, priority: Priority) -> Change:
    """An employee says how urgent it is."""
    _only_in(incident, ACTIVE, "given another priority")
    return _next(incident, IncidentPrioritized, by, at, priority=priority)


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
    _only_in(incident, allowed, "reopened", State.OPEN)
    if by.kind is ActorKind.CUSTOMER and at - (incident.resolved_at or at) > REOPEN_WINDOW:
        days = REOPEN_WINDOW.days
        raise IllegalMoveError(
            "reopened", incident.state, State.OPEN, f"It was resolved over {days} days ago."
        )
    kind = MessageKind.MESSAGE if by.kind is ActorKind.CUSTOMER else MessageKind.REPLY
    words = _words(kind, message_id, text, files) if message_id and text else None
    unanswered = by.kind is ActorKind.CUSTOMER or (incident.is_unanswered and not words)
    back = {"state": State.OPEN, "assignee": None, "resolved_at": None, "is_unanswered": unanswered}
    return _next(incident, IncidentReopened, by, at, words, **back)


def close(incident: Incident, by: Actor, at: datetime) -> Change:
    """It is over. Where the customer wrote on a closed one, an employee has read it and leaves it closed."""
    allowed = {State.RESOLVED, State.CLOSED} if incident.is_unanswered else {State.RESOLVED}
    _only_in(incident, allowed, "moved", State.CLOSED)
    return _next(incident, IncidentClosed, by, at, state=State.CLOSED, is_unanswered=False)


def rate(incident: Incident, by: Actor, at: datetime, stars: int, word: str | None) -> Change:
    """The customer says how well it was dealt with, once it is solved; a later rating replaces it."""
    _only_in(incident, {State.RESOLVED, State.CLOSED}, "rated")
    return _next(incident, IncidentRated, by, at, rating=Rating(stars=stars, word=word, at=at))


def subscribe(incident: Incident, by: Actor, at: datetime, *, wanted: bool) -> Change:
    """The customer wants mails about it, or no more of them."""
    event = IncidentSubscribed if wanted else IncidentUnsubscribed
    return _next(incident, event, by, at, is_subscribed=wanted)


def erase(incident: Incident, by: Actor, at: datetime) -> Change:
    """Forget the person, their words and files, for good and in any state; it is over by that.

    The conversation and the timeline, which are kept apart, lose theirs in the same transaction.
    """
    rating = incident.rating and incident.rating.model_copy(update={"word": None})
    change = _next(
        incident,
        IncidentErased,
        faceless(by),
        at,
        state=State.CLOSED,
        resolved_at=incident.resolved_at or max(at, incident.updated_at),
        erased_at=max(at, incident.updated_at),
        is_unanswered=False,
        contact=None,
        subject=ERASED_WORDS,
        description=ERASED_WORDS,
        order_number=None,
        product=None,
        answers=(),
        files=(),
        rating=rating,
    )
    # That a rating lost its word is no change of its stars, which is all that is told of it.
    told = tuple(one for one in change.event.changes if one.field != "rating")
    return replace(change, event=change.event.model_copy(update={"changes": told}))


def refuse(
    incident: Incident,
    by: Actor,
    at: datetime,
    words: tuple[UUID, str, tuple[FileRef, ...]] | None = None,
) -> Change:
    """A customer's wish came too late: the timeline says so, and what they wrote is kept."""
    message = _words(MessageKind.MESSAGE, *words) if words else None
    unanswered = incident.is_unanswered or message is not None
    return _next(incident, CustomerRequestRefused, by, at, message, is_unanswered=unanswered)


def _resolved(incident: Incident, by: Actor, at: datetime, words: dict[str, Any] | None) -> Change:
    _only_in(incident, ACTIVE, "moved", State.RESOLVED)
    at = max(at, incident.updated_at)
    over = {**_ANSWERED, "state": State.RESOLVED, "resolved_at": at}
    return _next(incident, IncidentResolved, by, at, words, **over)


def _only_in(
    incident: Incident, states: set[State] | frozenset[State], move: str, to: State | None = None
) -> None:
    if incident.state not in states:
        raise IllegalMoveError(move, incident.state, to)


def _as_assignee(employee: Actor) -> Assignee:
    return Assignee(id=employee.id or "", name=employee.name)


def _words(kind: MessageKind, message_id: UUID, text: str, files: tuple[FileRef, ...] = ()) -> dict[str, Any]:
    return {"kind": kind, "id": message_id, "text": text, "files": files}


def _next(
    incident: Incident,
    event: type[IncidentEvent],
    by: Actor,
    at: datetime,
    words: dict[str, Any] | None = None,
    **updates: Any,
) -> Change:
    """Make the next version, with the event that tells it; time never runs backwards within an incident."""
    if incident.erased_at is not None:
        raise IllegalMoveError("changed", incident.state, why="It was erased and takes no more changes.")
    at = max(at, incident.updated_at)
    after = incident.model_copy(update={**updates, "version": incident.version + 1, "updated_at": at})
    message = Message(author=by, version=after.version, at=at, **words) if words else None
    return Change(after, event(row=after.row(), actor=by, changes=changes_between(incident, after)), message)
