"""The backlog: every incident that somebody still has to do something about, as it stands."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from backend.metrics.domain import Standing
from shared.contracts.figures import Backlog, Load, Share
from shared.contracts.resources import Assignee
from shared.contracts.vocabulary import Priority, State

SOON = timedelta(hours=1)
AGES: Mapping[str, timedelta] = {
    "under-hour": timedelta(hours=1),
    "under-day": timedelta(days=1),
    "under-3-days": timedelta(days=3),
    "under-week": timedelta(days=7),
    "older": timedelta.max,
}
"""The groups by time since the opening, the youngest first, and what each is below."""
_STATES = (State.OPEN, State.ASSIGNED, State.WAITING)
Kept = Mapping[UUID, Standing]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the backlog; None where it may be either or any. ``employee`` has it in hand."""

    state: State | None = None
    category: str | None = None
    team: str | None = None
    priority: str | None = None
    employee: str | None = None
    age: str | None = None
    unassigned: bool | None = None
    unanswered: bool | None = None
    overdue: bool | None = None
    due_soon: bool | None = None


WHOLE = Part()


def parted(standings: Kept, part: Part, now: datetime) -> Iterator[tuple[UUID, Standing]]:
    """Yield the incidents of a part of the backlog."""
    looks: dict[str, Callable[[Standing], object]] = {
        "state": lambda one: one.state,
        "category": lambda one: one.category,
        "team": lambda one: one.team,
        "priority": lambda one: one.priority,
        "employee": lambda one: one.assignee.id if one.assignee else None,
        "age": lambda one: age_of(one, now),
        "unassigned": lambda one: one.assignee is None,
        "unanswered": lambda one: one.is_unanswered,
        "overdue": lambda one: is_overdue(one, now),
        "due_soon": lambda one: is_due_soon(one, now),
    }
    asked = [(look, value) for name, look in looks.items() if (value := getattr(part, name)) is not None]
    for incident_id, standing in standings.items():
        if all(look(standing) == value for look, value in asked):
            yield incident_id, standing


def age_of(standing: Standing, now: datetime) -> str:
    """Return the group by age that an incident is in."""
    old = now - standing.opened_at
    return next(name for name, limit in AGES.items() if old < limit)


def is_overdue(standing: Standing, now: datetime) -> bool:
    """Tell whether the time of a promise is over."""
    due = standing.due()
    return due is not None and due <= now


def is_due_soon(standing: Standing, now: datetime) -> bool:
    """Tell whether a promise's time is over within the hour, and none's is yet."""
    due = standing.due()
    return due is not None and now < due <= now + SOON


def backlog(
    standings: Iterable[Standing], done: Mapping[Assignee, tuple[int, int]], now: datetime, as_of: datetime
) -> Backlog:
    """Count a backlog; ``done`` has the answers and the resolutions of today of each employee."""
    kept = list(standings)
    states = Counter(one.state for one in kept)
    ages = Counter(age_of(one, now) for one in kept)
    priorities = Counter(Priority(one.priority) for one in kept)
    return Backlog(
        as_of=as_of,
        total=len(kept),
        unassigned=sum(one.assignee is None for one in kept),
        unanswered=sum(one.is_unanswered for one in kept),
        overdue=sum(is_overdue(one, now) for one in kept),
        due_soon=sum(is_due_soon(one, now) for one in kept),
        by_state=tuple(Share(key=str(state), count=states[state]) for state in _STATES),
        by_category=_shares(one.category for one in kept),
        by_team=_shares(one.team for one in kept),
        by_priority=tuple(Share(key=str(each), count=priorities[each]) for each in reversed(Priority)),
        by_age=tuple(Share(key=age, count=ages[age]) for age in AGES),
        loads=_loads(kept, done, now),
    )


def _shares(keys: Iterable[str | None]) -> tuple[Share, ...]:
    counted = Counter(keys)
    order = sorted(counted, key=lambda key: (-counted[key], key or ""))
    return tuple(Share(key=key, count=counted[key]) for key in order)


def _loads(
    kept: Sequence[Standing], done: Mapping[Assignee, tuple[int, int]], now: datetime
) -> tuple[Load, ...]:
    hands: dict[str, list[Standing]] = {}
    people = {employee.id: employee for employee in done}
    for one in kept:
        if one.assignee:
            hands.setdefault(one.assignee.id, []).append(one)
            people[one.assignee.id] = one.assignee
    today = {employee.id: counts for employee, counts in done.items()}
    loads = []
    for employee_id, employee in people.items():
        own = hands.get(employee_id, [])
        answers, resolutions = today.get(employee_id, (0, 0))
        waiting = sum(one.state is State.WAITING for one in own)
        loads.append(
            Load(
                employee=employee,
                in_hand=len(own) - waiting,
                waiting=waiting,
                overdue=sum(is_overdue(one, now) for one in own),
                answers_today=answers,
                resolutions_today=resolutions,
            )
        )
    return tuple(sorted(loads, key=lambda load: (-load.in_hand, load.employee.name, load.employee.id)))
