import threading

from pytestqt.qtbot import QtBot

from desktop.services.api import Api
from desktop.workplace import Workplace
from tests.support.little_services import LittleServices
from tests.support.little_shop import LittleShop


def test_not_even_when_its_token_could_not_be_renewed(
    place: Workplace, shop: LittleShop, services: LittleServices, qtbot: QtBot
) -> None:
    row, let_go = shop.open(), threading.Event()

    def no_renewal(_method: str, path: str) -> int | None:
        if not path.endswith("/tokens"):
            return None
        let_go.wait(20)
        return 503

    services.broken = no_renewal
    services.tokens.clear()
    api = Api(services.url, place.session, place)
    outcomes: list[object] = []
    renewals: list[bool] = []
    exchange = api.incident(row.id, outcomes.append, outcomes.append)
    qtbot.waitUntil(lambda: ("POST", "/api/v1/tokens") in services.requests)
    exchange.cancel()
    place.session.refresh(renewals.append)
    let_go.set()
    qtbot.waitUntil(lambda: bool(renewals))
    assert renewals == [False]
    assert outcomes == []
