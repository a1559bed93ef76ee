"""What is left of a conversation and a timeline once the person behind them is to be forgotten.

Nothing here reads a clock, a database or a broker.
"""

from shared.contracts.resources import Actor, Message, TimelineEntry
from shared.contracts.vocabulary import ERASED_NAME, ERASED_WORDS, ActorKind

NOBODY = Actor(kind=ActorKind.CUSTOMER, name=ERASED_NAME)
"""A customer of whom nothing is known any more."""
KEPT_CHANGES = frozenset({"state", "priority", "team", "assignee", "rating", "mails"})
"""The fields whose values nobody outside has written; of any other that may come one day no value stays."""


def faceless(actor: Actor) -> Actor:
    """Return somebody without who they are, unless it is one of the staff or the system."""
    if actor.kind is not ActorKind.CUSTOMER:
        return actor
    return NOBODY


def wordless(message: Message) -> Message:
    """Return that there was a message, of which kind, when, and from which side."""
    update = {"author": faceless(message.author), "text": ERASED_WORDS, "files": ()}
    return message.model_copy(update=update)


def nameless(entry: TimelineEntry) -> TimelineEntry:
    """Return what was done and when, and which state, team or priority it brought."""
    changes = tuple(one for one in entry.changes if one.field in KEPT_CHANGES)
    return entry.model_copy(update={"actor": faceless(entry.actor), "changes": changes})
