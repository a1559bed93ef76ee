"""What every rule needs: the step from one version of an incident to the next, and the refusal of it.

Nothing here reads a clock, a database or a broker.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.incidents.model import Change, Incident
from backend.incidents.telling import changes_between
from shared.contracts.events import (
    CustomerRequestRefused,
    IncidentCommented,
    IncidentErased,
    IncidentEvent,
    IncidentRated,
    IncidentSubscribed,
    IncidentUnlinked,
    IncidentUnmerged,
    IncidentUnsubscribed,
)
from shared.contracts.resources import Actor, FieldChange, FileRef, Message
from shared.contracts.vocabulary import MessageKind, State
from shared.ids import reference_of

ACTIVE = frozenset({State.OPEN, State.ASSIGNED, State.WAITING})
UNDER_WAY = ACTIVE | {State.RESOLVED}
_OF_MERGED = (
    CustomerRequestRefused,
    IncidentCommented,
    IncidentErased,
    IncidentRated,
    IncidentSubscribed,
    IncidentUnlinked,
    IncidentUnmerged,
    IncidentUnsubscribed,
)
"""What may still happen to an incident that was merged: what its customer does, its end, and that another
points at it no more."""


class IllegalMoveError(ValueError):
    """The incident's state does not allow this move; ``str()`` says why in a sentence."""

    def __init__(self, move: str, state: State, target: State | None = None, why: str = "") -> None:
        to = f" to {target}" if target and target != state else ""
        super().__init__(why or f"An incident that is {state} can't be {move}{to}.")
        self.move = move
        self.state = state
        self.target = target


class UnfitValueError(ValueError):
    """What a move was given does not fit; ``faults`` says for each field why, in a sentence."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(" ".join(f"{field}: {why}" for field, why in faults.items()))
        self.faults = dict(faults)


def only_in(
    incident: Incident, states: set[State] | frozenset[State], move: str, to: State | None = None
) -> None:
    """Return where an incident is in one of these states; raise IllegalMoveError otherwise."""
    if incident.state not in states:
        raise IllegalMoveError(move, incident.state, to, _where_it_goes_on(incident))


def back_at_work(incident: Incident) -> State:
    """Return the state of what waits no longer."""
    return State.ASSIGNED if incident.assignee else State.OPEN


def spoken_to(incident: Incident) -> dict[str, Any]:
    """Return what a customer's words make of an incident; on a merged one they await an answer elsewhere."""
    spoken: dict[str, Any] = {"is_unanswered": incident.merged_into is None}
    return {**spoken, "state": back_at_work(incident)} if incident.state is State.WAITING else spoken


def words(kind: MessageKind, message_id: UUID, text: str, files: tuple[FileRef, ...] = ()) -> dict[str, Any]:
    """Return what a step needs to make a message."""
    return {"kind": kind, "id": message_id, "text": text, "files": files}


def step(
    incident: Incident,
    event: type[IncidentEvent],
    by: Actor,
    at: datetime,
    said: dict[str, Any] | None = None,
    *,
    also: tuple[FieldChange, ...] = (),
    about: dict[str, Any] | None = None,
    **updates: Any,
) -> Change:
    """Make the next version, with the event that tells it; time never runs backwards within an incident.

    ``said`` are the words of a message, ``also`` changes to tell besides those of the fields, ``about``
    what the event has besides. Raises IllegalMoveError where nothing may change any more.
    """
    if incident.erased_at is not None:
        raise IllegalMoveError("changed", incident.state, why="It was erased and takes no more changes.")
    if incident.merged_into and not issubclass(event, _OF_MERGED):
        raise IllegalMoveError("changed", incident.state, why=_where_it_goes_on(incident))
    at = max(at, incident.updated_at)
    after = incident.model_copy(update={**updates, "version": incident.version + 1, "updated_at": at})
    if after.state is not State.WAITING and after.wake_at is not None:
        after = after.model_copy(update={"wake_at": None})
    message = Message(author=by, version=after.version, at=at, **said) if said else None
    told = (*changes_between(incident, after), *also)
    return Change(after, event(row=after.row(), actor=by, changes=told, **(about or {})), message)


def _where_it_goes_on(incident: Incident) -> str:
    """Return what to tell of an incident that was merged, nothing of any other."""
    if incident.merged_into is None:
        return ""
    return f"It was merged into {reference_of(incident.merged_into)}; change that one."
