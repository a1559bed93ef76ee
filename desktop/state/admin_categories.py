"""Categories as the administration sees them: who takes them, what they ask, how long words are kept."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from desktop.state import admin_questions
from desktop.state.admin_form import Choices, Entry, FormField, Values
from desktop.state.admin_questions import fields_from, questions_of
from desktop.state.admin_room import Line
from desktop.state.house_names import team_name
from desktop.state.texts import _, language, ngettext
from shared.contracts.knowledge import CategoryDefinition
from shared.contracts.vocabulary import Language

POSITION_MAX = 1000
RETENTION_MAX = 36_500
RETENTION_USUAL: int = CategoryDefinition.model_fields["retention_days"].default
_SLUG = re.compile(r"[a-z][a-z0-9-]{0,39}\Z")
_OWN = {"slug", "version"}
"""What the address and If-Match say."""


def line_of(category: CategoryDefinition, teams: Choices) -> Line:
    """Return how the list shows one."""
    count = len(category.fields)
    asks = ngettext("{count} question", "{count} questions", count).format(count=count)
    standing = asks if category.is_active else _("Out of use")
    team = dict(teams).get(category.team, category.team)
    return Line(
        category.slug, category.names[language()], f"{team} · {standing}", is_over=not category.is_active
    )


def fields_of(
    category: CategoryDefinition | None, teams: Choices, *, position: int, is_admin: bool
) -> list[FormField]:
    """Return the form of one, or of a new one, which begins at ``position``; admins alone change it."""
    names = category.names if category else {}
    team = category.team if category else next((slug for slug, _name in teams), "")
    asked = questions_of(category.fields if category else ())
    fields = [
        FormField("es", _("Name in Spanish"), value=names.get(Language.SPANISH, "")),
        FormField("en", _("Name in English"), value=names.get(Language.ENGLISH, "")),
        FormField("team", _("Team"), Entry.ONE, team, teams),
        _in_use(category.is_active if category else True),
        _place(category.position if category else position),
        _retention(category.retention_days if category else RETENTION_USUAL),
        FormField("questions", _("Questions"), Entry.QUESTIONS, asked),
    ]
    return [_slug(category), *(replace(one, is_fixed=not is_admin) for one in fields)]


def with_teams_of(categories: Iterable[CategoryDefinition], teams: Choices) -> Choices:
    """Return the teams, and those that have categories without being known to ``employees`` (yet)."""
    known = {slug for slug, _name in teams}
    more = dict.fromkeys(one.team for one in categories if one.team not in known)
    return (*teams, *((slug, team_name(slug)) for slug in more))


def fault_of(typed: Values) -> str:
    """Return in words what is missing, empty where nothing is."""
    if not (typed["slug"] and typed["es"] and typed["en"]):
        return _("It needs a short name, and a name in both languages.")
    if not _SLUG.match(typed["slug"]):
        return _("The short name has small letters, digits and hyphens, and begins with a letter.")
    if not typed["team"]:
        return _("It needs a team. Add one first, under Teams.")
    if typed["position"] is None or not typed["retention_days"]:
        return _("It needs a place in the form, and the days that words are kept.")
    return admin_questions.fault_of(typed["questions"])


def body_of(before: CategoryDefinition | None, typed: Values) -> dict[str, Any]:
    """Return what a form says, as the service takes it; what the form does not show stays as it was."""
    kept = before.model_dump(mode="json", exclude=_OWN) if before else {}
    return {
        **kept,
        "names": {"es": typed["es"], "en": typed["en"]},
        "team": typed["team"],
        "is_active": typed["is_active"],
        "position": typed["position"],
        "retention_days": typed["retention_days"],
        "fields": [one.model_dump(mode="json") for one in fields_from(typed["questions"])],
    }


def _slug(category: CategoryDefinition | None) -> FormField:
    hint = _("Small letters, digits and hyphens; it can't be changed later.")
    is_old = category is not None
    slug = category.slug if category else ""
    return FormField("slug", _("Short name"), value=slug, is_fixed=is_old, hint=hint)


def _in_use(value: bool) -> FormField:
    hint = _("What is out of use is offered to nobody; incidents that have it keep it.")
    return FormField("is_active", _("In use"), Entry.FLAG, value, hint=hint)


def _place(value: int) -> FormField:
    hint = _("The lowest number comes first.")
    name = _("Place in the form")
    return FormField("position", name, Entry.NUMBER, value, hint=hint, least=0, most=POSITION_MAX)


def _retention(value: int) -> FormField:
    hint = _("Then person, words and files go by themselves.")
    name = _("Days that words are kept after the end")
    return FormField("retention_days", name, Entry.NUMBER, value, hint=hint, most=RETENTION_MAX)
