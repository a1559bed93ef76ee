"""The shapes of the requests that ``employees`` takes, and of its answers."""

from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, model_validator

from backend.employees.domain import Employee, Team
from backend.kit.passwords import NewPassword
from shared.contracts.resources import Contract
from shared.contracts.vocabulary import (
    AssignmentMode,
    Availability,
    Capacity,
    Email,
    EmployeeId,
    Language,
    Name,
    Role,
    Slug,
)


class Body(BaseModel):
    """A request body; what it does not know it refuses."""

    model_config = ConfigDict(extra="forbid")


class EmployeeBody(Body):
    """A new employee. Without a password they are invited to choose one, and their name with it."""

    name: Name | None = None
    email: Email
    role: Role
    teams: tuple[Slug, ...] = ()
    language: Language
    password: NewPassword | None = None

    @model_validator(mode="after")
    def _has_name(self) -> Self:
        if self.name is None and self.password is not None:
            raise ValueError("a password needs a name beside it")
        return self


class EmployeeChangeBody(Body):
    """What to change; what is left out stays."""

    name: Name | None = None
    role: Role | None = None
    teams: tuple[Slug, ...] | None = None
    active: bool | None = None


class DutiesBody(Body):
    """What somebody is given automatically, and how much; what is left out limits nothing."""

    skills: tuple[Slug, ...] = ()
    languages: tuple[Language, ...] = ()
    capacity: Capacity | None = None


class AvailabilityBody(Body):
    """Whether somebody takes new incidents."""

    availability: Availability


class AssignmentModeBody(Body):
    """Who hands out a team's incidents."""

    mode: AssignmentMode


class TeamPath(BaseModel):
    """One team in the address."""

    slug: Slug


class EmployeePath(BaseModel):
    """One employee in the address."""

    employee_id: EmployeeId


class EmployeeView(Contract):
    """An employee as colleagues see them."""

    id: EmployeeId
    name: Name
    email: Email
    role: Role
    teams: tuple[Slug, ...]
    language: Language
    active: bool
    skills: tuple[Slug, ...]
    languages: tuple[Language, ...]
    capacity: Capacity | None
    availability: Availability
    version: int
    """What a change names as seen, in If-Match."""
    invited_until: AwareDatetime | None = None
    """How long an invitation is good (or was) that has not been taken up; None for who has come."""
    has_come: bool
    """Whether they have chosen a password; who has not can be invited, and not be enabled."""

    @classmethod
    def of(cls, employee: Employee, **more: object) -> Self:
        """Leave out what is nobody's business."""
        shown = employee.model_dump(include=set(cls.model_fields))
        until = employee.invitation.expires_at if employee.invitation else None
        return cls.model_validate(
            {**shown, "invited_until": until, "has_come": bool(employee.password_hash), **more}
        )


class InvitationView(Contract):
    """An invitation, shown once: hand the code to whom it is for."""

    code: str
    expires_at: AwareDatetime


class TakenOnView(EmployeeView):
    """A new employee, with the invitation where they have no password."""

    invitation: InvitationView | None = None


class EmployeeList(Contract):
    """Everybody."""

    employees: tuple[EmployeeView, ...]


class TeamList(Contract):
    """All teams."""

    teams: tuple[Team, ...]
