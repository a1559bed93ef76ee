"""What the house decides by itself: who gets an incident, whose goes back, and what a late one comes to."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid5

from backend.incidents import promising, rules, sorting
from backend.incidents.model import Change, Incident
from backend.incidents.steps import ACTIVE
from shared.contracts.commands import AssignIncident, DeskCommand, EscalateIncident, ReleaseIncident
from shared.contracts.resources import Actor
from shared.contracts.vocabulary import ActorKind, Priority

HOUSE = Actor(kind=ActorKind.SYSTEM, name="Ventanilla")
"""The system: it erases what was kept long enough, takes up again what has waited, and hands out."""

_URGENCY = list(Priority)
Move = Callable[[Incident, datetime], Change | None]


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


def told(incident: Incident, wish: EscalateIncident, at: datetime) -> Change | None:
    """Return that so much of a promise's time is over; None where that was told, or is no longer so."""
    # Our clock may be behind that of whoever saw it: told before its time, it would be to be told again.
    at = max(at, wish.at)
    return promising.tell(incident, HOUSE, at, wish.target, wish.due, wish.percent, wish.roles)


def was_told(incident: Incident, wish: EscalateIncident) -> bool:
    """Tell whether it was: then what is to be done about it is to be done."""
    running = incident.promises.of(wish.target) if incident.promises else None
    return running is not None and wish.percent in running.told


def moves(wish: EscalateIncident) -> dict[UUID, Move]:
    """Return what is done about it, each with its own cause; a move that is done already returns None."""
    return {
        uuid5(wish.request_id, "raise"): lambda found, at: _raised(found, wish, at),
        uuid5(wish.request_id, "transfer"): lambda found, at: _transferred(found, wish, at),
    }


def _raised(incident: Incident, wish: EscalateIncident, at: datetime) -> Change | None:
    wanted = wish.priority
    if wanted is None or incident.state not in ACTIVE:
        return None
    is_below = _URGENCY.index(incident.priority) < _URGENCY.index(wanted)
    return rules.prioritize(incident, HOUSE, at, wanted) if is_below else None


def _transferred(incident: Incident, wish: EscalateIncident, at: datetime) -> Change | None:
    if wish.team is None or wish.team == incident.team or incident.state not in ACTIVE:
        return None
    return sorting.transfer(incident, HOUSE, at, wish.team)
