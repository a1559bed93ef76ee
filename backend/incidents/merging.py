"""When two incidents are about the same: one is closed and goes on in the other, until that is undone.

Nothing here reads a clock, a database or a broker.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.incidents.model import BeforeMerge, Change, Incident
from backend.incidents.relating import Pair
from backend.incidents.steps import UNDER_WAY, IllegalMoveError, back_at_work, only_in, spoken_to, step
from shared.contracts.events import IncidentCommented, IncidentMerged, IncidentUnmerged
from shared.contracts.resources import Actor, FieldChange, Message, TimelineEntry
from shared.contracts.vocabulary import MessageKind, State
from shared.ids import reference_of

HARMLESS = frozenset(
    {"replied", "noted", "commented", "rated", "subscribed", "unsubscribed", "request-refused"}
    | {"merged", "unmerged", "promised", "warned", "breached"}
)
"""What may happen to either before a merge is undone: words, customers' own wishes, other merges, time."""


@dataclass(frozen=True, slots=True)
class Since:
    """What happened after a merge: on the one that was merged, and on the one where it goes on.

    The target's words are all that are shown there, so those too that were said on what was merged into it.
    """

    own_entries: Iterable[TimelineEntry]
    own_words: Iterable[Message]
    target_entries: Iterable[TimelineEntry]
    target_words: Iterable[Message]


def merge(incident: Incident, target: Incident, by: Actor, at: datetime, *, has_merged: bool) -> Pair:
    """It goes on in ``target`` and is closed. ``has_merged`` where others were merged into it before.

    What nobody has answered on it is unanswered there.
    """
    only_in(incident, UNDER_WAY, "merged")
    _demand_mergeable(incident, target, has_merged=has_merged)
    at = max(at, incident.updated_at, target.updated_at)
    before = BeforeMerge(
        state=incident.state,
        resolved_at=incident.resolved_at,
        is_unanswered=incident.is_unanswered,
        promises=incident.promises,
        wake_at=incident.wake_at,
        version=incident.version + 1,
        target_version=target.version + 1,
        target_was_unanswered=target.is_unanswered,
    )
    gone: dict[str, Any] = {
        "state": State.CLOSED,
        "resolved_at": incident.resolved_at or at,
        "is_unanswered": False,
        "merged_into": target.id,
        "before_merge": before,
    }
    unanswered = incident.is_unanswered or target.is_unanswered
    return (
        _told(incident, target, IncidentMerged, by, at, _into(None, target), **gone),
        _told(target, incident, IncidentMerged, by, at, _in(None, incident), is_unanswered=unanswered),
    )


def unmerge(incident: Incident, target: Incident, by: Actor, at: datetime, since: Since) -> Pair:
    """Have both stand as if they had never been merged, with the words that came since.

    Raises IllegalMoveError where either was changed since by more than words.
    """
    before = incident.before_merge
    if before is None or incident.merged_into != target.id:
        raise IllegalMoveError("unmerged", incident.state, why="It is not merged.")
    _demand_untouched(incident, since.own_entries)
    _demand_untouched(target, since.target_entries)
    at = max(at, incident.updated_at, target.updated_at)
    back: dict[str, Any] = {
        "state": before.state,
        "resolved_at": before.resolved_at,
        "is_unanswered": before.is_unanswered,
        "promises": before.promises,
        "wake_at": before.wake_at,
        "merged_into": None,
        "before_merge": None,
    }
    if any(message.kind is MessageKind.MESSAGE for message in since.own_words):
        back["is_unanswered"] = True
        if before.state is State.WAITING:
            back |= {"state": back_at_work(incident), "wake_at": None}
    unanswered = target.is_unanswered and _is_unanswered_without(incident, before, since.target_words)
    return (
        _told(incident, target, IncidentUnmerged, by, at, _into(target, None), **back),
        _told(target, incident, IncidentUnmerged, by, at, _in(incident, None), is_unanswered=unanswered),
    )


def hear(incident: Incident, by: Actor, at: datetime) -> Change:
    """A customer wrote on what was merged into it: that is said to this one, and stands with the other."""
    return step(incident, IncidentCommented, by, at, **spoken_to(incident))


def outlive(incident: Incident, by: Actor, at: datetime) -> Change:
    """The one where it went on was erased: it stays closed, on its own, and its customer may be answered."""
    assert incident.merged_into, "only what was merged outlives another"
    told = FieldChange(field="merged_into", old=reference_of(incident.merged_into), new=None)
    about = {"other": incident.merged_into}
    alone: dict[str, Any] = {"merged_into": None, "before_merge": None}
    return step(incident, IncidentUnmerged, by, at, also=(told,), about=about, **alone)


def _demand_mergeable(incident: Incident, target: Incident, *, has_merged: bool) -> None:
    why = None
    if incident.id == target.id:
        why = "It can't be merged into itself."
    elif target.merged_into is not None:
        why = f"{target.reference} was merged itself; merge this one into where that goes on."
    elif target.state is State.CLOSED:
        why = f"{target.reference} is closed and takes nothing in."
    elif has_merged:
        why = f"Others were merged into it; merge {target.reference} into this one instead."
    if why:
        raise IllegalMoveError("merged", incident.state, why=why)


def _demand_untouched(incident: Incident, entries: Iterable[TimelineEntry]) -> None:
    for entry in entries:
        if entry.what not in HARMLESS:
            why = f"{entry.actor.name} has changed {incident.reference} since, so the merge stays."
            raise IllegalMoveError("unmerged", incident.state, why=why)


def _is_unanswered_without(incident: Incident, before: BeforeMerge, words: Iterable[Message]) -> bool:
    """Tell whether somebody else than the customer of ``incident`` waits for an answer of the target."""
    unanswered = before.target_was_unanswered
    for message in sorted(words, key=lambda one: one.version):
        if message.kind is MessageKind.REPLY and message.origin is None:
            unanswered = False
        elif message.kind is MessageKind.MESSAGE and message.origin != incident.id:
            unanswered = True
    return unanswered


def _told(
    one: Incident,
    other: Incident,
    event: type[IncidentMerged | IncidentUnmerged],
    by: Actor,
    at: datetime,
    told: FieldChange,
    **updates: Any,
) -> Change:
    return step(one, event, by, at, also=(told,), about={"other": other.id}, **updates)


def _into(old: Incident | None, new: Incident | None) -> FieldChange:
    return FieldChange(field="merged_into", old=old and old.reference, new=new and new.reference)


def _in(old: Incident | None, new: Incident | None) -> FieldChange:
    return FieldChange(field="merged", old=old and old.reference, new=new and new.reference)
