"""What is left of an incident, its conversation and its timeline once its person is to be forgotten.

Nothing here reads a clock, a database or a broker.
"""

from dataclasses import replace
from datetime import datetime

from backend.incidents.model import Change, Incident
from backend.incidents.steps import step
from shared.contracts.events import IncidentErased
from shared.contracts.resources import Actor, Message, TimelineEntry
from shared.contracts.vocabulary import ERASED_NAME, ERASED_WORDS, ActorKind, State

NOBODY = Actor(kind=ActorKind.CUSTOMER, name=ERASED_NAME)
"""A customer of whom nothing is known any more."""
KEPT_CHANGES = frozenset(
    {"state", "priority", "category", "team", "assignee", "rating", "mails", "wake_at"}
    | {"answer_due", "resolution_due", "links", "merged", "merged_into", "known_incident"}
)
"""The fields whose values nobody outside has written; of any other that may come one day no value stays."""


def faceless(actor: Actor) -> Actor:
    """Return somebody without who they are, unless it is one of the staff or the system."""
    if actor.kind is not ActorKind.CUSTOMER:
        return actor
    return NOBODY


def erase(incident: Incident, by: Actor, at: datetime) -> Change:
    """Forget the person, their words and files, for good and in any state; it is over by that.

    The conversation and the timeline, which are kept apart, lose theirs in the same transaction.
    """
    rating = incident.rating and incident.rating.model_copy(update={"word": None})
    change = step(
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
        tags=(),
        merged_into=None,
        before_merge=None,
        rating=rating,
    )
    # That a rating lost its word is no change of its stars, which is all that is told of it.
    told = tuple(one for one in change.event.changes if one.field in KEPT_CHANGES - {"rating"})
    return replace(change, event=change.event.model_copy(update={"changes": told}))


def wordless(message: Message) -> Message:
    """Return that there was a message, of which kind, when, and from which side."""
    update = {"author": faceless(message.author), "text": ERASED_WORDS, "files": ()}
    return message.model_copy(update=update)


def nameless(entry: TimelineEntry) -> TimelineEntry:
    """Return what was done and when, and which state, team, priority and the like it brought."""
    # There each field is called as the staff called its question, whatever that is.
    told = () if entry.what == "amended" else entry.changes
    changes = tuple(one for one in told if one.field in KEPT_CHANGES)
    return entry.model_copy(update={"actor": faceless(entry.actor), "changes": changes})
