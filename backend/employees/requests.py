"""The shapes of the requests that ``employees`` takes, and of its answers."""

from pydantic import BaseModel, ConfigDict

from backend.employees.domain import Employee, Team
from backend.kit.passwords import NewPassword
from shared.contracts.resources import Contract
from shared.contracts.vocabulary import Email, EmployeeId, Language, Name, Role, Slug


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
