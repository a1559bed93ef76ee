"""What ties an incident to others: a look at each other, and something that affects many.

Nothing here reads a clock, a database or a broker.
"""

from datetime import datetime
from uuid import UUID

from backend.incidents.model import Change, Incident
from backend.incidents.steps import UNDER_WAY, IllegalMoveError, only_in, step
from shared.contracts.events import IncidentJoined, IncidentLinked, IncidentParted, IncidentUnlinked
from shared.contracts.knowledge import KnownIncident
from shared.contracts.resources import Actor, FieldChange
from shared.contracts.vocabulary import LINKS_MAX

Pair = tuple[Change, Change]
"""What becomes of an incident, and of the other one, together or not at all."""


def link(incident: Incident, other: Incident, by: Actor, at: datetime) -> Pair | None:
    """Have both point at each other, in any state; None where they do."""
    if incident.id == other.id:
        raise IllegalMoveError("linked", incident.state, why="It can't be linked to itself.")
    if other.id in incident.links:
        return None
    return _pointing(incident, other, by, at), _pointing(other, incident, by, at)


def unlink(incident: Incident, other: Incident, by: Actor, at: datetime) -> Pair | None:
    """Have them point at each other no more; None where they don't."""
    if other.id not in incident.links:
        return None
    return _turned_away(incident, other, by, at), _turned_away(other, incident, by, at)


def join(incident: Incident, by: Actor, at: datetime, known: KnownIncident) -> Change | None:
    """It is a case of what affects many and is not solved; None where that is known."""
    only_in(incident, UNDER_WAY, "joined to a known incident")
    if incident.known_incident == known.id:
        return None
    if incident.known_incident is not None:
        raise IllegalMoveError("joined", incident.state, why="It is a case of another known incident.")
    if known.solved_at is not None:
        raise IllegalMoveError("joined", incident.state, why="That known incident is solved already.")
    told = FieldChange(field="known_incident", old=None, new=known.texts[incident.language].title)
    about = {"known_incident": known.id}
    return step(incident, IncidentJoined, by, at, also=(told,), about=about, known_incident=known.id)


def part(incident: Incident, by: Actor, at: datetime, known: KnownIncident | None) -> Change | None:
    """It is no case of it after all; None where it is of none. ``known`` is None where it is gone."""
    if incident.known_incident is None:
        return None
    title = known.texts[incident.language].title if known else str(incident.known_incident)
    told = FieldChange(field="known_incident", old=title, new=None)
    about = {"known_incident": incident.known_incident}
    return step(incident, IncidentParted, by, at, also=(told,), about=about, known_incident=None)


def linked(incident: Incident, other: UUID) -> tuple[UUID, ...]:
    """Return an incident's links with one more; raise IllegalMoveError where there are too many."""
    if len(incident.links) >= LINKS_MAX:
        why = f"{incident.reference} has {LINKS_MAX} links already."
        raise IllegalMoveError("linked", incident.state, why=why)
    return (*incident.links, other)


def _pointing(one: Incident, other: Incident, by: Actor, at: datetime) -> Change:
    told = (FieldChange(field="links", old=None, new=other.reference),)
    about, links = {"other": other.id}, linked(one, other.id)
    return step(one, IncidentLinked, by, at, also=told, about=about, links=links)


def _turned_away(one: Incident, other: Incident, by: Actor, at: datetime) -> Change:
    told = (FieldChange(field="links", old=other.reference, new=None),)
    about, links = {"other": other.id}, tuple(each for each in one.links if each != other.id)
    return step(one, IncidentUnlinked, by, at, also=told, about=about, links=links)
