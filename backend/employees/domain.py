"""Who works here: employees, their roles and teams, and the rules for changing them."""

from datetime import datetime
from typing import Any

from pydantic import AwareDatetime

from backend.kit.email_form import NormalEmail
from shared.contracts.resources import Contract
from shared.contracts.vocabulary import (
    AssignmentMode,
    Availability,
    Capacity,
    EmployeeId,
    Language,
    Name,
    Role,
    Slug,
)


class Invitation(Contract):
    """An open invitation: what is kept of its code, and until when it is good."""

    digest: str
    expires_at: AwareDatetime


class Employee(Contract):
    """One employee; ``email`` is the normal form that is compared, ``password_hash`` Argon2id.

    Who is invited has no password, and is not active, before they have come.
    """

    id: EmployeeId
    name: Name
    email: NormalEmail
    role: Role
    teams: tuple[Slug, ...] = ()
    language: Language
    active: bool = True
    skills: tuple[Slug, ...] = ()
    """The categories that they are given; none named, all of their teams'."""
    languages: tuple[Language, ...] = ()
    """The customers' languages that they are given; none named, all."""
    capacity: Capacity | None = None
    """So many incidents in hand are enough; None knows no limit."""
    availability: Availability = Availability.AVAILABLE
    available_since: AwareDatetime | None = None
    """When ``availability`` became what it is; None where they never said."""
    gone_from: Availability | None = None
    """What they were before they went without saying so; None for who said it, or is there."""
    version: int = 1
    password_hash: str
    invitation: Invitation | None = None
    created_at: AwareDatetime


class Team(Contract):
    """One team; ``names`` by language."""

    slug: Slug
    names: dict[Language, Name]
    assignment: AssignmentMode = AssignmentMode.MANUAL


class StaleEmployeeError(Exception):
    """The employee is in another version than the author of a change has seen."""

    def __init__(self, current: Employee) -> None:
        super().__init__("Somebody has changed it meanwhile.")
        self.current = current


class LastAdminError(ValueError):
    """Nobody would be left who may manage employees."""


class OwnAccountError(ValueError):
    """Nobody disables or demotes themselves: it is too easily done by mistake."""


class NoPasswordError(ValueError):
    """Who has never come has nothing to sign in with."""


class HasComeError(ValueError):
    """Who has come once needs no invitation."""


def invited(employee: Employee, invitation: Invitation | None) -> Employee:
    """Return the employee with another invitation, or without one; raise HasComeError."""
    if employee.password_hash:
        raise HasComeError("Who has a password needs no invitation.")
    return employee.model_copy(update={"invitation": invitation, "version": employee.version + 1})


def come(employee: Employee, name: str, password_hash: str) -> Employee:
    """Return the employee who took up their invitation."""
    own = {"name": name, "password_hash": password_hash}
    used = {"invitation": None, "active": True, "version": employee.version + 1}
    return employee.model_copy(update={**own, **used})


def changed(
    employee: Employee,
    by: EmployeeId,
    admins_left: int,
    *,
    name: str | None = None,
    role: Role | None = None,
    teams: tuple[str, ...] | None = None,
    active: bool | None = None,
) -> Employee:
    """Return the employee with these changes; None leaves a field as it is.

    ``admins_left`` counts the active admins other than this employee. Raises OwnAccountError,
    LastAdminError and NoPasswordError.
    """
    wanted = {"name": name, "role": role, "teams": teams, "active": active}
    given: dict[str, Any] = {key: value for key, value in wanted.items() if value is not None}
    if active is False:
        given["invitation"] = None
    after = employee.model_copy(update={**given, "version": employee.version + 1})
    if after.active and not after.password_hash:
        raise NoPasswordError("They must come by an invitation first.")
    loses_office = _is_admin(employee) and not _is_admin(after)
    if employee.id == by and (loses_office or not after.active):
        raise OwnAccountError("Nobody can disable or demote themselves.")
    if loses_office and not admins_left:
        raise LastAdminError("The last admin can't be disabled or demoted.")
    return after


def with_duties(
    employee: Employee, skills: tuple[str, ...], languages: tuple[Language, ...], capacity: int | None
) -> Employee:
    """Return the employee with what they are given, and how much of it."""
    duties = {"skills": skills, "languages": languages, "capacity": capacity}
    return employee.model_copy(update={**duties, "version": employee.version + 1})


def turned(employee: Employee, availability: Availability, at: datetime) -> Employee:
    """Return the employee as they are there from now on; saying the same again changes nothing."""
    if employee.availability is availability and employee.gone_from is None:
        return employee
    now = {"availability": availability, "available_since": at, "gone_from": None}
    return employee.model_copy(update={**now, "version": employee.version + 1})


def _is_admin(employee: Employee) -> bool:
    return employee.active and employee.role is Role.ADMIN
