"""What becomes of promises as time goes by, and when others are given.

Nothing here reads a clock, a database or a broker.
"""

from datetime import datetime

from backend.incidents.model import Change, Incident
from backend.incidents.steps import step
from shared.contracts.promise_events import IncidentBreached, IncidentPromised, IncidentWarned
from shared.contracts.promises import BROKEN
from shared.contracts.resources import Actor
from shared.contracts.vocabulary import PromiseTarget, Role


def tell(
    incident: Incident,
    by: Actor,
    at: datetime,
    target: PromiseTarget,
    due: datetime,
    percent: int,
    roles: tuple[Role, ...] = (),
) -> Change | None:
    """So many percent of a promise's time are over; None where that was told, or is no longer so."""
    promises = incident.promises
    running = promises.of(target) if promises else None
    if promises is None or running is None or running.due != due or percent in running.told:
        return None
    told = running.model_copy(update={"told": tuple(sorted({*running.told, percent}))})
    place = "resolution" if target is PromiseTarget.RESOLUTION else "answer"
    after = promises.model_copy(update={place: told})
    event = IncidentBreached if percent == BROKEN else IncidentWarned
    about = {"target": target, "due": due, "percent": percent, "roles": roles}
    return step(incident, event, by, at, about=about, promises=after)


def promise_anew(incident: Incident, by: Actor, at: datetime) -> Change:
    """Other policies count: what they make of it is told where it is another time."""
    return step(incident, IncidentPromised, by, at)
