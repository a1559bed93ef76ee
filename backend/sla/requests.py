"""The shapes of the requests that ``sla`` takes, and of its lists."""

from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from shared.contracts.promises import CalendarDefinition, CalendarDraft, PolicyDefinition, PolicyDraft
from shared.contracts.resources import Contract
from shared.contracts.vocabulary import Slug


class SlugPath(BaseModel):
    """One policy or calendar in the address."""

    slug: Slug


class PreviewBody(BaseModel):
    """A policy or a calendar as it shall be: one that exists under this name, or a new one."""

    model_config = ConfigDict(extra="forbid")

    slug: Slug
    policy: PolicyDraft | None = None
    calendar: CalendarDraft | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.policy is None) == (self.calendar is None):
            raise ValueError("send a policy or a calendar")
        return self


class Policies(Contract):
    """All policies, in the order in which they are looked at."""

    policies: tuple[PolicyDefinition, ...]


class Calendars(Contract):
    """All calendars, in the order of their names for machines."""

    calendars: tuple[CalendarDefinition, ...]
