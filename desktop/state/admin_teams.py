"""Teams and the sign-in policy as the administration sees them."""

from pydantic import BaseModel, ConfigDict

from desktop.state.admin_form import Choices, Entry, FormField, Values
from desktop.state.admin_room import Line
from desktop.state.texts import _, language, mark
from shared.contracts.vocabulary import AssignmentMode, Language, Slug

MODES = {
    AssignmentMode.MANUAL: mark("People take what they like"),
    AssignmentMode.ROUND_ROBIN: mark("In turn"),
    AssignmentMode.LEAST_LOADED: mark("To whoever has the least"),
}


class SharingTeam(BaseModel):
    """A team, with how its incidents are handed out."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    slug: Slug
    names: dict[Language, str]
    assignment: AssignmentMode = AssignmentMode.MANUAL


class SharingTeams(BaseModel):
    """All teams."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    teams: tuple[SharingTeam, ...]


class SignInPolicy(BaseModel):
    """What is demanded of everybody who signs in, in the version that a change must name."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    second_factor_required: bool
    version: int


def line_of(team: SharingTeam) -> Line:
    """Return how the list shows a team."""
    return Line(team.slug, team.names[language()], _(MODES[team.assignment]))


def fields_of(team: SharingTeam | None) -> list[FormField]:
    """Return the form of a team, or of one that is to be added; its names are for good."""
    is_old = team is not None
    names = team.names if team else {}
    fields = [
        FormField(
            "slug", _("Short name"), value=team.slug if team else "", is_fixed=is_old, hint=_slug_hint()
        ),
        FormField("es", _("Name in Spanish"), value=names.get(Language.SPANISH, ""), is_fixed=is_old),
        FormField("en", _("Name in English"), value=names.get(Language.ENGLISH, ""), is_fixed=is_old),
    ]
    if team is None:
        return fields
    return [
        *fields,
        FormField("mode", _("Who hands out the work"), Entry.ONE, team.assignment, modes()),
    ]


def body_of(typed: Values) -> dict[str, object]:
    """Return the team that a form describes, as the service takes it."""
    return {"slug": typed["slug"], "names": {"es": typed["es"], "en": typed["en"]}}


def modes() -> Choices:
    """Return the ways of handing out the work, by name."""
    return tuple((one, _(name)) for one, name in MODES.items())


def policy_fields(policy: SignInPolicy, *, is_admin: bool) -> list[FormField]:
    """Return the form of the sign-in policy."""
    return [
        FormField(
            "second_factor_required",
            _("Everybody needs a second factor"),
            Entry.FLAG,
            policy.second_factor_required,
            is_fixed=not is_admin,
            hint=_("Who has none makes one at their next sign-in."),
        )
    ]


def _slug_hint() -> str:
    return _("Small letters, digits and hyphens; it can't be changed later.")
