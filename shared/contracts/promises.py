"""When the shop works, and what it promises to whom: calendars and policies, which staff changes."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, StringConstraints, field_serializer, model_validator

from shared.contracts.knowledge import Labels
from shared.contracts.resources import Contract
from shared.contracts.vocabulary import Priority, PromiseTarget, Role, Slug

GOAL_MAX = 60 * 24 * 90
"""Minutes of business time; what is promised for later helps nobody."""
PERCENT_MAX = 1000
BROKEN = 100
"""The percentage of a promise's time at which it is broken."""

TimeOfDay = Annotated[str, StringConstraints(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]
"""A time by the clock on the wall, from ``00:00`` to ``24:00``, which is the end of a day."""
Minutes = Annotated[int, Field(ge=1, le=GOAL_MAX)]
Percent = Annotated[int, Field(ge=1, le=PERCENT_MAX)]


class Weekday(StrEnum):
    """The days of the week, in the order of ISO 8601."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class Opening(Contract):
    """A part of a day in which work is done; over midnight it takes two, one on each day."""

    opens: TimeOfDay
    closes: TimeOfDay

    @model_validator(mode="after")
    def _goes_forward(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError(f"{self.opens} to {self.closes} has no time in it; over midnight it takes two")
        return self


class CalendarDraft(Contract):
    """When work is done: each day's openings by the clocks of ``time_zone``, but for holidays.

    ``time_zone`` is a name of the IANA's. ``country`` (ISO 3166-1) and ``subdivision`` (as ISO 3166-2 has
    it, without the country) say whose public holidays are kept.
    """

    names: Labels
    time_zone: str = Field(max_length=64)
    week: dict[Weekday, tuple[Opening, ...]]
    country: str | None = Field(None, pattern="^[A-Z]{2}$")
    subdivision: str | None = Field(None, pattern="^[A-Z0-9]{1,3}$")
    closing_days: tuple[date, ...] = Field((), max_length=400)
    """Besides the holidays."""

    @field_serializer("closing_days")
    def _as_text(self, days: tuple[date, ...]) -> list[str]:
        """Write days as ISO 8601 has them: a database of moments knows none."""
        return [day.isoformat() for day in days]

    @model_validator(mode="after")
    def _is_open_some_time(self) -> Self:
        if not any(self.week.values()):
            raise ValueError("a calendar needs an open hour somewhere in its week")
        if self.subdivision and not self.country:
            raise ValueError("a subdivision needs its country")
        for day, openings in self.week.items():
            _demand_order(day, openings)
        return self


class CalendarDefinition(CalendarDraft):
    """A calendar as it is kept."""

    slug: Slug
    version: int


def _demand_order(day: Weekday, openings: Sequence[Opening]) -> None:
    for before, after in pairwise(openings):
        if after.opens < before.closes:
            raise ValueError(f"{day}: {after.opens} comes before {before.closes}, when the one before closes")


class Conditions(Contract):
    """Which incidents a policy is for; what is empty lets in all."""

    categories: tuple[Slug, ...] = Field((), max_length=50)
    priorities: tuple[Priority, ...] = Field((), max_length=len(Priority))
    groups: tuple[Slug, ...] = Field((), max_length=50)
    """Of customers; one who is in none meets no policy that names some."""

    def meet(self, category: str, priority: Priority, group: str | None) -> bool:
        """Tell whether an incident like this is meant."""
        return (
            (not self.categories or category in self.categories)
            and (not self.priorities or priority in self.priorities)
            and (not self.groups or group in self.groups)
        )


class Goals(Contract):
    """What is promised, in minutes of business time; None promises nothing."""

    first_answer: Minutes | None = None
    next_answer: Minutes | None = None
    resolution: Minutes | None = None

    def minutes(self, target: PromiseTarget) -> int | None:
        """Return what is promised of one thing."""
        match target:
            case PromiseTarget.FIRST_ANSWER:
                return self.first_answer
            case PromiseTarget.NEXT_ANSWER:
                return self.next_answer
        return self.resolution


class Escalation(Contract):
    """What is done once so many percent of a promise's time are over; 100 is when it breaks."""

    target: PromiseTarget
    percent: Percent
    roles: tuple[Role, ...] = Field((), max_length=len(Role))
    """Who is told besides who has it."""
    priority: Priority | None = None
    """It becomes at least as urgent as this."""
    team: Slug | None = None
    """It goes to this team."""

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        if not self.roles and self.priority is None and self.team is None:
            raise ValueError(f"the escalation of {self.target} at {self.percent} % does nothing")
        return self


class PolicyDraft(Contract):
    """What is promised to some customers; of all that are in use, the first that fits counts."""

    names: Labels
    position: int = Field(0, ge=0, le=1000)
    """The lowest is looked at first; among equals the first by slug."""
    is_active: bool = True
    conditions: Conditions = Conditions()
    calendar: Slug
    goals: Goals
    warnings: tuple[Annotated[int, Field(ge=1, lt=BROKEN)], ...] = Field((), max_length=5)
    """At which percentages of its time who has it is reminded of each promise."""
    escalations: tuple[Escalation, ...] = Field((), max_length=20)

    @model_validator(mode="after")
    def _is_without_contradiction(self) -> Self:
        promised = {target: self.goals.minutes(target) for target in PromiseTarget}
        _demand_goals(promised)
        _demand_different("warnings", self.warnings)
        steps = [(one.target, one.percent) for one in self.escalations]
        _demand_different("escalations", [f"{target} at {percent} %" for target, percent in steps])
        for target, _ in steps:
            if promised[target] is None:
                raise ValueError(f"an escalation is about {target}, which is not promised")
        return self

    def percents(self, target: PromiseTarget) -> tuple[int, ...]:
        """Return at which percentages of its time something is to be told of a promise, in their order."""
        steps = {one.percent for one in self.escalations if one.target is target}
        return tuple(sorted({*self.warnings, BROKEN, *steps}))

    def escalation(self, target: PromiseTarget, percent: int) -> Escalation | None:
        """Return what is done at a percentage besides telling who has it."""
        found = (one for one in self.escalations if (one.target, one.percent) == (target, percent))
        return next(found, None)


class PolicyDefinition(PolicyDraft):
    """A policy as it is kept."""

    slug: Slug
    version: int


class Preview(Contract):
    """What a change of the policies will make of the incidents that are not over."""

    incidents: int
    """So many are looked at."""
    earlier: int
    later: int
    """Of so many something is due earlier, or later; of some both."""
    promised: int
    released: int
    """Of so many something is due of which nothing was promised, or the other way round."""
    overdue: int
    """Of so many something is overdue at once that was not."""


def _demand_goals(promised: dict[PromiseTarget, int | None]) -> None:
    resolution = promised[PromiseTarget.RESOLUTION]
    if not any(promised.values()):
        raise ValueError("a policy needs at least one promise")
    for target in (PromiseTarget.FIRST_ANSWER, PromiseTarget.NEXT_ANSWER):
        minutes = promised[target]
        if resolution is not None and minutes is not None and minutes > resolution:
            raise ValueError(f"the {target} is promised later ({minutes} min) than the resolution")


def _demand_different(what: str, those: Iterable[object]) -> None:
    seen = list(those)
    twice = sorted({str(one) for one in seen if seen.count(one) > 1})
    if twice:
        raise ValueError(f"twice among the {what}: {', '.join(twice)}")
