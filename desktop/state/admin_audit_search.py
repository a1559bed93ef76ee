"""What somebody looks for in the audit: whose deeds, of which kind, about whom, and since when."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from desktop.state.admin_audit import DEEDS, AuditEntry
from desktop.state.admin_form import Choices, Entry, FormField, Values
from desktop.state.texts import _, mark

ANY = ""
PAGE = 100
"""So many are fetched at a time."""
PERIODS = {
    "1": mark("In the last 24 hours"),
    "7": mark("In the last 7 days"),
    "30": mark("In the last 30 days"),
    "365": mark("In the last year"),
}
"""By days."""


def search_fields(people: Mapping[str, str], teams: Choices) -> list[FormField]:
    """Return what can be chosen; ``people`` are the employees' names by id."""
    everybody = tuple(people.items())
    deeds = tuple((name, _(text)) for name, text in DEEDS.items())
    periods = tuple((name, _(text)) for name, text in PERIODS.items())
    return [
        FormField("by", _("Who"), Entry.ONE, ANY, ((ANY, _("Anybody")), *everybody)),
        FormField("what", _("What"), Entry.ONE, ANY, ((ANY, _("Anything")), *deeds)),
        FormField("about", _("About"), Entry.ONE, ANY, ((ANY, _("Anybody")), *everybody, *teams)),
        FormField("period", _("When"), Entry.ONE, ANY, ((ANY, _("At any time")), *periods)),
    ]


def query_of(chosen: Values, now: datetime, after: AuditEntry | None = None) -> dict[str, str]:
    """Return what the service is asked; ``after`` is the last that is known, and older ones follow it."""
    asked = {name: str(chosen[name]) for name in ("by", "what", "about") if chosen[name] != ANY}
    if chosen["period"] != ANY:
        asked["since"] = (now - timedelta(days=int(chosen["period"]))).isoformat()
    if after is not None:
        asked["before"] = after.at.isoformat()
    return {**asked, "limit": str(PAGE)}
