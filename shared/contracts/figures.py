"""The figures of the shop, as ``metrics`` serves them and dashboards and reports show them.

Times of answers and resolutions are seconds of the clock: a first answer from the opening, a resolution from
the opening or the last reopening.
"""

from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from shared.contracts.events import Event
from shared.contracts.resources import Actor, Assignee, Contract, IncidentRow
from shared.contracts.vocabulary import Slug

BUSIEST_MAX = 50
"""So many employees, categories or teams are told apart; the rest are one line, ``None``."""


class Step(StrEnum):
    """How long one point of a series lasts, in the shop's time zone."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"


class Grouping(StrEnum):
    """What tells the lines of a series apart."""

    NONE = "none"
    CATEGORY = "category"
    TEAM = "team"
    PRIORITY = "priority"
    EMPLOYEE = "employee"


class Measure(StrEnum):
    """What can be counted in a period; each can be opened as the list of incidents behind it."""

    ARRIVALS = "arrivals"
    RESOLUTIONS = "resolutions"
    REOPENINGS = "reopenings"
    ANSWERS = "answers"
    FIRST_ANSWERS = "first-answers"
    KEPT = "kept"
    BREACHED = "breached"
    RATINGS = "ratings"


class Quantiles(Contract):
    """How long something took, in seconds, of ``count`` times; each within 1 % of the exact one."""

    count: int = Field(ge=0)
    p50: float | None = None
    p90: float | None = None
    p99: float | None = None


class Point(Contract):
    """The figures of one step of time, or of a whole period: counts, and all stars of its ratings."""

    at: AwareDatetime
    """When it begins."""
    arrivals: int = 0
    resolutions: int = 0
    reopenings: int = 0
    answers: int = 0
    kept: int = 0
    breached: int = 0
    ratings: int = 0
    stars: int = 0
    first_answer: Quantiles = Quantiles(count=0)
    resolution: Quantiles = Quantiles(count=0)


class Line(Contract):
    """The points of one category, team, priority or employee; ``total`` is of the whole period."""

    key: str | None
    """The slug or the employee's id; None where nothing is told apart, nobody is meant, or it is the rest."""
    name: str | None = None
    """The employee's name."""
    total: Point
    points: tuple[Point, ...]


class Figures(Contract):
    """What happened from ``since`` until ``until``, which is no part of it; the busiest line first."""

    since: AwareDatetime
    until: AwareDatetime
    step: Step
    zone: str
    """The shop's time zone, such as Europe/Madrid."""
    as_of: AwareDatetime
    """The newest event that the figures are made of."""
    total: Point
    lines: tuple[Line, ...]


class Share(Contract):
    """How many of the backlog have something in common."""

    key: str | None
    count: int


class Load(Contract):
    """What one employee has in hand, and has done since midnight in the shop's zone."""

    employee: Assignee
    in_hand: int
    waiting: int
    overdue: int
    answers_today: int
    resolutions_today: int


class Backlog(Contract):
    """What is open, assigned or waiting at this moment."""

    as_of: AwareDatetime
    total: int
    unassigned: int
    unanswered: int
    overdue: int
    """With a promise whose time is over."""
    due_soon: int
    """With a promise whose time is over within the hour."""
    by_state: tuple[Share, ...]
    by_category: tuple[Share, ...]
    by_team: tuple[Share, ...]
    by_priority: tuple[Share, ...]
    by_age: tuple[Share, ...]
    """In this order, by time since the opening: under-hour, under-day, under-3-days, under-week, older."""
    loads: tuple[Load, ...]
    """The fullest first."""


class Arrivals(Contract):
    """How many came of a category since the hour began, beside what is usual by now."""

    category: Slug
    count: int
    usual: float
    """The mean of the same hour and weekday of the weeks before, as much of it as is over."""
    limit: float
    """From this count on it is clearly above the usual."""
    is_surge: bool
    weeks: int
    """So many weeks the usual is made of; of none nothing can be said, and it is no surge."""


class Usual(Contract):
    """This hour against the usual: the surges first."""

    as_of: AwareDatetime
    since: AwareDatetime
    categories: tuple[Arrivals, ...]


class Behind(Contract):
    """The incidents behind a figure, each once, the newest first."""

    total: int
    rows: tuple[IncidentRow, ...]


class Deviation(Contract):
    """A figure that differs from what the incidents themselves say."""

    what: str
    kept: float
    counted: float


class Check(Contract):
    """What came of counting everything again from the incidents."""

    began_at: AwareDatetime
    ended_at: AwareDatetime
    incidents: int
    deviations: tuple[Deviation, ...]


class FiguresChanged(Event):
    """The figures of the shop have changed; told once a second at most; the next makes up for a lost one."""

    TYPE: ClassVar[str] = "figures.changed"

    id: UUID
    """The same always: there is one set of figures."""
    applied: int = Field(ge=0)
    """How many events the figures are made of."""
    actor: Actor

    def about(self) -> tuple[UUID, int]:
        """Return the set of figures, and how many events it is made of."""
        return self.id, self.applied
