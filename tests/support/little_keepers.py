"""Those of the little services that keep things by versions, each at its address."""

from typing import Protocol

from tests.support.little_answers import ANSWERS, CATEGORIES, LittleAnswers, LittleCategories
from tests.support.little_known import KNOWN, LittleKnown
from tests.support.little_macros import MACROS, LittleMacros
from tests.support.little_views import VIEWS, LittleViews

Keeper = LittleViews | LittleMacros | LittleKnown | LittleAnswers | LittleCategories


class Keepers(Protocol):
    """Whoever has all of them."""

    views: LittleViews
    macros: LittleMacros
    known: LittleKnown
    answers: LittleAnswers
    categories: LittleCategories


def keeper_at(path: str, own: Keepers) -> Keeper | None:
    """Return who keeps what an address is about; None where nobody does."""
    keepers: dict[str, Keeper] = {
        VIEWS: own.views,
        MACROS: own.macros,
        KNOWN: own.known,
        ANSWERS: own.answers,
        CATEGORIES: own.categories,
    }
    return next((keeper for place, keeper in keepers.items() if path.startswith(place)), None)
