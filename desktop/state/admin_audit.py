"""What administrators did, in words."""

from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from desktop.state.admin_form import FormField
from desktop.state.admin_room import Line
from desktop.state.ages import dated
from desktop.state.texts import _, language, mark
from shared.contracts.resources import Assignee

DEEDS = {
    "taken-on": mark("Took somebody on"),
    "invited": mark("Invited somebody"),
    "invitation-withdrawn": mark("Took an invitation back"),
    "changed": mark("Changed an employee"),
    "second-factor-reset": mark("Reset a second factor"),
    "session-ended": mark("Ended a session"),
    "team-added": mark("Added a team"),
    "team-changed": mark("Changed a team"),
    "policy-changed": mark("Changed the sign-in"),
}

FIELDS = {
    "name": mark("Name"),
    "email": mark("E-mail"),
    "role": mark("Role"),
    "teams": mark("Teams"),
    "language": mark("Language"),
    "active": mark("Works here"),
    "skills": mark("Is given these categories"),
    "languages": mark("Is given these languages"),
    "capacity": mark("At most so many incidents in hand"),
    "availability": mark("Availability"),
    "slug": mark("Short name"),
    "names": mark("Names"),
    "assignment": mark("Who hands out the work"),
    "second_factor_required": mark("Everybody needs a second factor"),
}


class _Answer(BaseModel):
    """An answer of ``employees``; a field that a later service adds is no reason to refuse it."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class AuditChange(_Answer):
    """One field, before and after."""

    field: str
    old: Any = None
    new: Any = None


class AuditEntry(_Answer):
    """One deed; ``about`` is an employee's id, a team's slug, or empty."""

    id: UUID
    what: str
    about: str = ""
    by: Assignee
    at: AwareDatetime
    address: str | None = None
    changes: tuple[AuditChange, ...] = ()


class AuditEntries(_Answer):
    """The latest first."""

    entries: tuple[AuditEntry, ...]


def line_of(entry: AuditEntry, names: dict[str, str]) -> Line:
    """Return how the list shows a deed; ``names`` are those of the employees, by id."""
    about = names.get(entry.about, entry.about)
    title = f"{deed_name(entry)}: {about}" if about else deed_name(entry)
    return Line(str(entry.id), title, f"{entry.by.name} · {dated(entry.at, language())}")


def fields_of(entry: AuditEntry, names: dict[str, str]) -> list[FormField]:
    """Return a deed with all that is known of it; nothing of it can be changed."""
    told = [
        (_("Who"), entry.by.name),
        (_("When"), dated(entry.at, language())),
        (_("From the address"), entry.address or "—"),
        (_("About"), names.get(entry.about, entry.about) or "—"),
        *(
            (_(FIELDS.get(one.field, one.field)), f"{_said(one.old)} → {_said(one.new)}")
            for one in entry.changes
        ),
    ]
    return [FormField(str(at), label, value=value, is_fixed=True) for at, (label, value) in enumerate(told)]


def deed_name(entry: AuditEntry) -> str:
    """Return what was done; a deed that this console does not know goes by its own name."""
    return _(DEEDS[entry.what]) if entry.what in DEEDS else entry.what


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "—"
    if isinstance(value, dict):
        return ", ".join(f"{name}: {one}" for name, one in value.items()) or "—"
    return "—" if value in (None, "") else str(value)
