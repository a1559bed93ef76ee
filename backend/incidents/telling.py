"""What the timeline and the events tell of a change: which fields it touched, and their values as shown."""

from datetime import datetime
from typing import Any

from backend.incidents.model import Incident
from shared.contracts.resources import Assignee, FieldChange, Rating

_SHOWN = {
    "state": "state",
    "priority": "priority",
    "category": "category",
    "team": "team",
    "assignee": "assignee",
    "rating": "rating",
    "is_subscribed": "mails",
    "tags": "tags",
    "wake_at": "wake_at",
}
"""The fields whose change is told, and what they are called then."""
_DUE = ("answer_due", "resolution_due")
"""Almost every move changes them, so they are told only where nothing else is."""


def changes_between(before: Incident, after: Incident) -> tuple[FieldChange, ...]:
    """Return the fields that differ, of those that are told."""
    return tuple(
        FieldChange(field=told, old=_shown(getattr(before, name)), new=_shown(getattr(after, name)))
        for name, told in _SHOWN.items()
        if getattr(before, name) != getattr(after, name)
    )


def promises_between(before: Incident, after: Incident) -> tuple[FieldChange, ...]:
    """Return what is due at another time than before."""
    return tuple(
        FieldChange(field=name, old=_shown(getattr(before, name)), new=_shown(getattr(after, name)))
        for name in _DUE
        if getattr(before, name) != getattr(after, name)
    )


def _shown(value: Any) -> str | None:
    """Return a value as the timeline tells it: no more of a rating than its stars."""
    match value:
        case Assignee():
            return value.name
        case Rating():
            return str(value.stars)
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.isoformat()
        case tuple():
            return ", ".join(value) or None
    shown: str | None = value
    return shown
