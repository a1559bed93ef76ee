"""What the house calls its categories and teams: at first as it was delivered, then as the services tell."""

from collections.abc import Iterable, Mapping

from desktop.state.texts import language
from shared.contracts.catalogue import CATEGORIES, TEAMS
from shared.contracts.vocabulary import Language

Names = Mapping[Language, str]


_categories: dict[str, Names] = {slug: one.names for slug, one in CATEGORIES.items()}
_teams: dict[str, Names] = dict(TEAMS)


def learn_categories(told: Iterable[tuple[str, Names]]) -> None:
    """Go by these names from now on; what is on screen already is written again by its owner."""
    _categories.update(told)


def learn_teams(told: Iterable[tuple[str, Names]]) -> None:
    """Go by these names from now on."""
    _teams.update(told)


def category_name(slug: str) -> str:
    """Return a category's name; one that this console does not know yet is shown by its slug."""
    return _said(_categories, slug)


def team_name(slug: str | None) -> str:
    """Return a team's name, a dash where there is none."""
    return "—" if slug is None else _said(_teams, slug)


def _said(known: Mapping[str, Names], slug: str) -> str:
    return known.get(slug, {}).get(language(), slug)
