"""How the staff sorts its work: which team, what it is about, under which tags, and what was asked besides.

Nothing here reads a clock, a database or a broker.
"""

from collections.abc import Iterable
from datetime import datetime

from backend.incidents.model import Change, Incident
from backend.incidents.steps import ACTIVE, UNDER_WAY, IllegalMoveError, only_in, step
from shared.contracts.events import (
    IncidentAmended,
    IncidentCategorized,
    IncidentTagged,
    IncidentTransferred,
)
from shared.contracts.resources import Actor, FieldAnswer, FieldChange
from shared.contracts.vocabulary import State


def transfer(incident: Incident, by: Actor, at: datetime, team: str) -> Change:
    """It goes to another team, and nobody has it there; what waits goes on waiting."""
    only_in(incident, ACTIVE, "given to another team")
    if incident.team == team:
        raise IllegalMoveError("given to another team", incident.state, why="That team has it already.")
    state = State.WAITING if incident.state is State.WAITING else State.OPEN
    return step(incident, IncidentTransferred, by, at, team=team, assignee=None, state=state)


def categorize(
    incident: Incident, by: Actor, at: datetime, category: str, team: str, team_before: str | None
) -> Change:
    """It is about something else, which ``team`` takes; who has it keeps it.

    ``team_before`` is the team of the category that it had: what another team has got stays there.
    """
    only_in(incident, UNDER_WAY, "given another category")
    if incident.category == category:
        raise IllegalMoveError("given another category", incident.state, why="It has that category already.")
    follows = incident.team == team_before
    return step(
        incident, IncidentCategorized, by, at, category=category, team=team if follows else incident.team
    )


def tag(incident: Incident, by: Actor, at: datetime, tags: Iterable[str]) -> Change | None:
    """Have these tags and no others, in any state; None where it has just these."""
    wanted = tuple(sorted(set(tags)))
    return None if wanted == incident.tags else step(incident, IncidentTagged, by, at, tags=wanted)


def amend(incident: Incident, by: Actor, at: datetime, answers: tuple[FieldAnswer, ...]) -> Change | None:
    """Have these answers and no others; None where it has just these.

    The timeline tells them; the event, which everybody reads, tells only that they changed.
    """
    only_in(incident, UNDER_WAY, "set right")
    if answers == incident.answers:
        return None
    old = {answer.label: answer.value for answer in incident.answers}
    new = {answer.label: answer.value for answer in answers}
    inside = tuple(
        FieldChange(field=label, old=old.get(label), new=new.get(label))
        for label in {**old, **new}
        if old.get(label) != new.get(label)
    )
    told = (FieldChange(field="answers", old=None, new=None),)
    change = step(incident, IncidentAmended, by, at, also=told, answers=answers)
    return Change(change.incident, change.event, told_inside=inside)
