"""Categories and teams go by what the services call them, and until then by what they were delivered with."""

import pytest

from desktop.state import house_names, texts
from desktop.state.house_names import category_name, learn_categories, learn_teams, team_name
from shared.contracts.vocabulary import Language

NAMES = {Language.SPANISH: "Regalos", Language.ENGLISH: "Gifts"}


@pytest.fixture(autouse=True)
def _forget(monkeypatch: pytest.MonkeyPatch) -> None:
    for kept in ("_categories", "_teams"):
        monkeypatch.setattr(house_names, kept, dict(getattr(house_names, kept)))


def test_what_is_learnt_is_said_in_the_language_in_use() -> None:
    learn_categories([("gifts", NAMES)])
    learn_teams([("gifts", NAMES)])
    assert (category_name("gifts"), team_name("gifts")) == ("Gifts", "Gifts")
    texts.choose(Language.SPANISH)
    assert category_name("gifts") == "Regalos"


def test_what_nobody_told_of_goes_by_its_slug() -> None:
    assert (category_name("unheard-of"), team_name("unheard-of"), team_name(None)) == (
        "unheard-of",
        "unheard-of",
        "—",
    )
    assert category_name("damaged") == "It arrived broken or damaged"
