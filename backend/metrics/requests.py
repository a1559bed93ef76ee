"""The shapes of the requests that ``metrics`` takes."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from shared.contracts.figures import Grouping, Measure, Step
from shared.contracts.vocabulary import EmployeeId, Priority, Slug, State

PAGE = 200
DEEPEST = 100_000
FIRST_YEAR, LAST_YEAR = 1970, 2200


def _in_utc(moment: datetime) -> datetime:
    if not FIRST_YEAR < moment.year < LAST_YEAR:
        raise ValueError(f"must be between {FIRST_YEAR} and {LAST_YEAR}")
    return moment.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
Age = Literal["under-hour", "under-day", "under-3-days", "under-week", "older"]


class Narrowed(BaseModel):
    """Which part of the shop is looked at."""

    model_config = ConfigDict(extra="forbid")

    category: Slug | None = None
    team: Slug | None = None
    priority: Priority | None = None
    employee: EmployeeId | None = Field(None, description="Who did it; of the backlog, who has it in hand.")


class FiguresQuery(Narrowed):
    """A period, cut into steps and lines."""

    since: Moment | None = Field(
        None, description="Without it: a day of hours, 30 days of days, 2 hours of minutes."
    )
    until: Moment | None = Field(None, description="No part of the period; without it: now.")
    step: Step = Step.HOUR
    group: Grouping = Grouping.NONE


class BacklogQuery(BaseModel):
    """Which part of the backlog is counted."""

    model_config = ConfigDict(extra="forbid")

    team: Slug | None = None
    category: Slug | None = None


class BehindQuery(Narrowed):
    """What was counted in a period, with ``measure``; else a part of the backlog as it is now."""

    measure: Measure | None = None
    since: Moment | None = Field(None, description="Needed with a measure, and only then.")
    until: Moment | None = Field(None, description="Now, where it is not given.")
    state: State | None = None
    age: Age | None = Field(None, description="By time since the opening.")
    unassigned: bool | None = None
    unanswered: bool | None = None
    overdue: bool | None = None
    due_soon: bool | None = None
    limit: int = Field(50, ge=1, le=PAGE)
    offset: int = Field(0, ge=0, le=DEEPEST)
