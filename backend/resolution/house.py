"""What the house decides by itself: who gets an incident, and whose goes back to the team."""

from datetime import datetime

from backend.incidents import rules
from backend.incidents.model import Change, Incident
from shared.contracts.commands import AssignIncident, DeskCommand, ReleaseIncident
from shared.contracts.resources import Actor
from shared.contracts.vocabulary import ActorKind

HOUSE = Actor(kind=ActorKind.SYSTEM, name="Ventanilla")
"""The system: it erases what was kept long enough, takes up again what has waited, and hands out."""


def decided(incident: Incident, wish: DeskCommand, at: datetime) -> Change | None:
    """Return the move; None where the incident has changed since: a hand that came in between wins.

    Raises IllegalMoveError as the same move of an employee does.
    """
    if incident.version != wish.seen:
        return None
    match wish:
        case AssignIncident() if incident.assignee is None:
            return rules.assign(incident, HOUSE, at, wish.to)
        case ReleaseIncident():
            return rules.release(incident, HOUSE, at)
    return None
