"""What is remembered of each incident: what was counted of it, and how it stands.

Facts are folded from an incident's changes in the order of their versions. What was counted stays as it was:
a later change of category or team moves nothing that happened before. Nothing here reads a clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.contracts.events import IncidentReopened, IncidentReplied, IncidentResolved
from shared.contracts.figures import Measure
from shared.contracts.resources import Actor, Assignee, IncidentRow, PromiseOutcome
from shared.contracts.vocabulary import ActorKind, State

BACKLOG = frozenset({State.OPEN, State.ASSIGNED, State.WAITING})
REPLIED, RESOLVED, REOPENED = (
    kind.TYPE.removeprefix("incident.") for kind in (IncidentReplied, IncidentResolved, IncidentReopened)
)
ANSWERS = frozenset({REPLIED, RESOLVED})
"""What ends a customer's waiting, when somebody of the staff does it."""
RATED = "rated"


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that is counted, with what was true of its incident at that moment.

    ``employee`` is who did it; of a rating, who answered or resolved last. ``value`` is seconds of a
    first answer or a resolution, the stars of a rating, else 0.
    """

    measure: Measure
    at: datetime
    category: str
    team: str | None
    priority: str
    employee: str | None
    value: float = 0.0


@dataclass(frozen=True, slots=True)
class Step:
    """One change of an incident as an event or a timeline tells it; the place is that after it."""

    version: int
    what: str
    """The event's name without ``incident.``."""
    actor: Actor
    at: datetime
    category: str
    team: str | None
    priority: str
    stars: int | None = None
    outcomes: tuple[PromiseOutcome, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How an incident stands: all that the backlog is counted by."""

    state: State
    category: str
    team: str | None
    priority: str
    assignee: Assignee | None
    opened_at: datetime
    is_unanswered: bool
    answer_due: datetime | None = None
    resolution_due: datetime | None = None

    @property
    def is_backlog(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state in BACKLOG

    def due(self) -> datetime | None:
        """Return when its first promise is due; None where none is."""
        return min((due for due in (self.answer_due, self.resolution_due) if due), default=None)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is remembered of one incident, up to ``version``."""

    id: UUID
    version: int
    at: datetime
    """When that version was made."""
    standing: Standing
    since: datetime
    """When it was opened, or reopened last: a resolution takes from then."""
    is_answered: bool
    """Whether somebody of the staff has answered or resolved it already."""
    employee: str | None
    """Who answered or resolved it last."""
    happenings: tuple[Happening, ...]
    """In the order of versions; the first is the arrival."""


def standing_of(row: IncidentRow) -> Standing:
    """Return how an incident stands by its row."""
    return Standing(
        row.state,
        row.category,
        row.team,
        row.priority,
        row.assignee,
        row.opened_at,
        row.is_unanswered,
        row.answer_due,
        row.resolution_due,
    )


def begin(incident_id: UUID, first: Step, standing: Standing) -> Facts:
    """Return the facts of an incident that was just opened."""
    arrival = Happening(Measure.ARRIVALS, first.at, first.category, first.team, first.priority, None)
    fresh = Facts(
        id=incident_id,
        version=0,
        at=first.at,
        standing=standing,
        since=first.at,
        is_answered=False,
        employee=None,
        happenings=(arrival,),
    )
    return advance(fresh, first, standing)


def advance(facts: Facts, step: Step, standing: Standing) -> Facts:
    """Return the facts after the next change; ``standing`` is how the incident stands then."""
    by = step.actor.id if step.actor.kind is ActorKind.EMPLOYEE else None
    is_answer = by is not None and step.what in ANSWERS
    employee = by if is_answer else facts.employee
    kept, new = _kept(facts, step), tuple(_counted(facts, step, by, employee, is_answer=is_answer))
    return Facts(
        id=facts.id,
        version=step.version,
        at=step.at,
        standing=standing,
        since=step.at if step.what == REOPENED else facts.since,
        is_answered=facts.is_answered or is_answer,
        employee=employee,
        happenings=(*kept, *new),
    )


def _kept(facts: Facts, step: Step) -> tuple[Happening, ...]:
    """Return what still counts: a new rating takes the place of the one before."""
    if step.stars is None:
        return facts.happenings
    return tuple(each for each in facts.happenings if each.measure is not Measure.RATINGS)


def _counted(
    facts: Facts, step: Step, by: str | None, employee: str | None, *, is_answer: bool
) -> Iterable[Happening]:
    place = (step.category, step.team, step.priority)

    def happened(measure: Measure, who: str | None, value: float = 0.0) -> Happening:
        return Happening(measure, step.at, *place, who, value)

    if is_answer:
        yield happened(Measure.ANSWERS, by)
        if not facts.is_answered:
            yield happened(Measure.FIRST_ANSWERS, by, _seconds(facts.happenings[0].at, step.at))
    if step.what == RESOLVED:
        yield happened(Measure.RESOLUTIONS, by, _seconds(facts.since, step.at))
    if step.what == REOPENED:
        yield happened(Measure.REOPENINGS, by)
    if step.stars is not None:
        yield happened(Measure.RATINGS, employee, step.stars)
    for outcome in step.outcomes:
        yield happened(Measure.KEPT if outcome.is_kept else Measure.BREACHED, by)


def _seconds(begin: datetime, end: datetime) -> float:
    """Return how long something took; a clock that ran backwards makes it none, never less."""
    return max(0.0, (end - begin).total_seconds())
