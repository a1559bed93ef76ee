"""The shapes of the requests that ``employees`` takes, and of its answers."""

from pydantic import BaseModel, ConfigDict

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
    """A new employee."""

    name: Name
    email: Email
    role: Role
    teams: tuple[Slug, ...] = ()
    language: Language
    password: NewPassword


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

    @classmethod
    def of(cls, employee: Employee) -> "EmployeeView":
        """Leave out what is nobody's business."""
        return cls.model_validate(employee.model_dump(include=set(cls.model_fields)))


class EmployeeList(Contract):
    """Everybody."""

    employees: tuple[EmployeeView, ...]


class TeamList(Contract):
    """All teams."""

    teams: tuple[Team, ...]
