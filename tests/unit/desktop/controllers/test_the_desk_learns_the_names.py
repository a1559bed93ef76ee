"""What the house calls its categories is on the screens from when the desk opens."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.state import house_names
from desktop.workplace import Workplace
from shared.contracts.vocabulary import Language
from tests.support.little_services import LittleServices
from tests.support.little_shop import LittleShop
from tests.unit.desktop.conftest import Opener

NAMES = {Language.SPANISH: "Regalos", Language.ENGLISH: "Gifts"}


@pytest.fixture
def renamed(services: LittleServices, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody has renamed a category since the console was made."""
    monkeypatch.setattr(house_names, "_categories", dict(house_names._categories))
    services.categories.alter("damaged", names=NAMES)


@pytest.mark.usefixtures("renamed")
def test_a_renamed_category_goes_by_its_new_name(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    open_incident(shop.open())
    qtbot.waitUntil(lambda: "Gifts" in place.window.incident.card.texts())
