"""Asking once more over what an incident has become: nothing that somebody else did is overwritten unseen."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from desktop.state.gestures import BY_NAME
from desktop.state.guard import unseen
from desktop.state.moves import Move, tagged
from desktop.state.person import Person
from shared.contracts.resources import IncidentRow, TimelineEntry
from shared.contracts.vocabulary import TAGS_MAX

SETS = {
    "priority": ("priority",),
    "category": ("category",),
    "assign": ("assignee",),
    "release": ("assignee",),
    "team": ("team", "assignee"),
    "pause": ("wake_at",),
    "wake": ("wake_at",),
    "resume": ("wake_at",),
}
"""The fields that a gesture sets: whoever sets one must have seen what it was. Tags are put together."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person had before them when they asked for a move.

    ``row`` is the newest row that was shown. ``version`` is what they had read: of the incident that is
    open, the version of the conversation on screen, which may be behind the row.
    """

    row: IncidentRow
    version: int


def rebased(
    move: Move, seen: Seen, current: IncidentRow, since: tuple[TimelineEntry, ...], me: Person
) -> Move | None:
    """Return the move as it is to be asked over ``current``; None where the person should look first.

    ``since`` is what came after ``seen.version``.
    """
    if BY_NAME[move.gesture].obstacle(current, me) or unseen(seen.version, current.version, (), since, me):
        return None
    if any(_is_overtaken(field, seen.row, current, since, me) for field in SETS.get(move.gesture, ())):
        return None
    return _on_top(move, seen.row, current)


def taken_back(back: Move, after: IncidentRow, current: IncidentRow) -> Move | None:
    """Return the move that takes back what led to ``after``; None where its field was set anew since."""
    if any(getattr(after, field) != getattr(current, field) for field in SETS.get(back.gesture, ())):
        return None
    return _on_top(back, after, current)


def _is_overtaken(
    field: str, seen: IncidentRow, current: IncidentRow, since: Iterable[TimelineEntry], me: Person
) -> bool:
    """Tell whether somebody else gave a field another value."""
    if getattr(seen, field) == getattr(current, field):
        return False
    setters = [one.actor.id for one in since if any(change.field == field for change in one.changes)]
    return not setters or any(actor != me.id for actor in setters)


def _on_top(move: Move, seen: IncidentRow, current: IncidentRow) -> Move:
    """Return the same move; one of tags adds and takes away from those that are there now."""
    if move.gesture != "tags" or move.body is None:
        return move
    wanted = tuple(move.body["tags"])
    kept = [tag for tag in current.tags if tag in wanted or tag not in seen.tags]
    added = [tag for tag in wanted if tag not in seen.tags and tag not in kept]
    return replace(move, body=tagged((*kept, *added)[:TAGS_MAX]).body)
