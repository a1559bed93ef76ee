"""Employees as the administration sees them: lines, forms, and what can be done with one."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict

from desktop.state.admin_form import Choices, Entry, FormField
from desktop.state.admin_room import Deed, Line
from desktop.state.texts import _
from desktop.state.words import AVAILABILITIES, ROLES, availability_name, role_name
from shared.contracts.vocabulary import Availability, EmployeeId, Language, Role, Slug

LANGUAGES: Choices = ((Language.SPANISH, "Español"), (Language.ENGLISH, "English"))
OFFICE = ("name", "role", "teams")
"""What administrators decide."""
DUTIES = ("skills", "languages", "capacity")
"""What supervisors decide."""


class _Answer(BaseModel):
    """An answer of ``employees``; a field that a later service adds is no reason to refuse it."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Invitation(_Answer):
    """What is shown once, and handed on."""

    code: str
    expires_at: AwareDatetime


class Member(_Answer):
    """One employee, in the version that a change must name."""

    id: EmployeeId
    name: str
    email: str
    role: Role
    teams: tuple[Slug, ...]
    language: Language
    active: bool
    skills: tuple[Slug, ...] = ()
    languages: tuple[Language, ...] = ()
    capacity: int | None = None
    availability: Availability = Availability.AVAILABLE
    version: int
    invited_until: AwareDatetime | None = None
    has_come: bool = True


class Newcomer(Member):
    """Who was just invited."""

    invitation: Invitation


class Members(_Answer):
    """Everybody, by name."""

    employees: tuple[Member, ...]


def line_of(member: Member, now: datetime) -> Line:
    """Return how the list shows an employee."""
    return Line(member.id, member.name, f"{member.email} · {_standing(member, now)}", not member.active)


def _standing(member: Member, now: datetime) -> str:
    if member.invited_until:
        return _("Invited") if member.invited_until > now else _("Invitation over")
    if not member.has_come:
        return _("Invitation withdrawn")
    if not member.active:
        return _("Disabled")
    return f"{role_name(member.role)} · {availability_name(member.availability)}"


def fields_of(member: Member, teams: Choices, categories: Choices, *, is_admin: bool) -> list[FormField]:
    """Return the form of an employee; supervisors change their duties, admins the rest too."""
    fixed = not is_admin
    standings = tuple((one, _(name)) for one, name in AVAILABILITIES.items())
    return [
        FormField("name", _("Name"), value=member.name, is_fixed=fixed),
        FormField("email", _("E-mail"), value=member.email, is_fixed=True),
        FormField("role", _("Role"), Entry.ONE, member.role, roles(), fixed),
        FormField("teams", _("Teams"), Entry.MANY, _in_order(member.teams, teams), teams, fixed),
        FormField("availability", _("Availability"), Entry.ONE, member.availability, standings),
        FormField(
            "skills",
            _("Is given these categories"),
            Entry.MANY,
            _in_order(member.skills, categories),
            categories,
            hint=_("None ticked: every category of their teams."),
        ),
        FormField(
            "languages",
            _("Is given these languages"),
            Entry.MANY,
            _in_order(member.languages, LANGUAGES),
            LANGUAGES,
            hint=_("None ticked: all."),
        ),
        FormField(
            "capacity",
            _("At most so many incidents in hand"),
            Entry.NUMBER,
            member.capacity,
            hint=_("Left empty: no limit."),
        ),
    ]


def invitation_fields(teams: Choices) -> list[FormField]:
    """Return the form that invites somebody."""
    return [
        FormField("email", _("E-mail")),
        FormField("role", _("Role"), Entry.ONE, Role.AGENT, roles()),
        FormField("teams", _("Teams"), Entry.MANY, (), teams),
        FormField("language", _("Language"), Entry.ONE, Language.SPANISH, LANGUAGES),
    ]


def deeds_of(member: Member, me: EmployeeId) -> list[Deed]:
    """Return what an admin can do with an employee beside changing the form."""
    if member.invited_until:
        question = _("Withdraw the invitation of {name}? Its code works no more.").format(name=member.name)
        again = Deed("invite-again", _("Invite again"))
        return [again, Deed("withdraw", _("Withdraw the invitation"), question)]
    if not member.has_come:
        return [Deed("invite-again", _("Invite again"))]
    deeds = [Deed("sessions", _("Where they are signed in")), _reset(member)]
    if member.id == me:
        return deeds  # nobody disables themselves
    if not member.active:
        return [Deed("enable", _("Enable"))]
    question = _("Disable {name}? They are signed out everywhere, and what they have in hand goes to others.")
    return [*deeds, Deed("disable", _("Disable"), question.format(name=member.name))]


def _reset(member: Member) -> Deed:
    question = _(
        "Reset the second factor of {name}? They sign in with their password alone until they enrol."
    )
    return Deed("reset-factor", _("Reset second factor"), question.format(name=member.name))


def roles() -> Choices:
    """Return the roles by name."""
    return tuple((one, _(name)) for one, name in ROLES.items())


def _in_order(chosen: Sequence[str], choices: Choices) -> tuple[str, ...]:
    """Return what is chosen in the order of the choices; what is none of them any more stays, at the end."""
    known = [value for value, _name in choices]
    return tuple(one for one in known if one in chosen) + tuple(one for one in chosen if one not in known)
