"""What a gesture makes of an incident, whichever it is: so that one choice can be carried out on many."""

from collections.abc import Callable

from desktop.state.moves import Move, simple, tagged
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import TAGS_MAX

Plan = Callable[[IncidentRow], Move | None]
"""Returns the move for an incident as it stands; None where there is nothing to change."""


def same(move: Move) -> Plan:
    """Return the plan that asks the same of every incident."""
    return lambda _row: move


def plain(gesture: str) -> Plan:
    """Return the plan of a gesture that takes no words; each incident has its own key."""
    return lambda _row: simple(gesture)


def with_tags(*tags: str) -> Plan:
    """Return the plan that adds tags to those that are there, as many as fit."""

    def plan(row: IncidentRow) -> Move | None:
        fresh = [tag for tag in dict.fromkeys(tags) if tag not in row.tags][: TAGS_MAX - len(row.tags)]
        return tagged((*row.tags, *fresh)) if fresh else None

    return plan


def without_tag(tag: str) -> Plan:
    """Return the plan that takes a tag away."""

    def plan(row: IncidentRow) -> Move | None:
        return tagged(tuple(one for one in row.tags if one != tag)) if tag in row.tags else None

    return plan
