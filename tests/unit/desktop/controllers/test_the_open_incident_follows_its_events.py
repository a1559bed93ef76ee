import pytest
from pytestqt.qtbot import QtBot

from desktop.controllers import incident_controller
from desktop.workplace import Workplace
from tests.support.little_services import LittleServices
from tests.support.little_shop import LittleShop
from tests.unit.desktop.conftest import Opener


def test_an_answer_older_than_its_event_is_asked_for_again_but_not_for_ever(
    place: Workplace,
    shop: LittleShop,
    services: LittleServices,
    open_incident: Opener,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(incident_controller, "LAGGING_MS", (0, 10, 20))
    row = shop.open()
    open_incident(row)
    path = f"/api/v1/incidents/{row.id}"
    old = shop.detail(row.id).model_dump_json().encode()
    services.requests.clear()
    services.broken = lambda _method, asked: old if asked == path else None
    shop.comment(row.id, "Hola")
    # Once for the event, and once after each pause.
    qtbot.waitUntil(lambda: services.requests.count(("GET", path)) >= 4)
    for _round in range(3):
        fresh: list[bool] = []
        place.session.refresh(fresh.append)
        qtbot.waitUntil(lambda fresh=fresh: fresh == [True])
    assert services.requests.count(("GET", path)) == 4
    services.broken = lambda _method, _path: None
    shop.comment(row.id, "¿Hay alguien?")
    qtbot.waitUntil(lambda: "¿Hay alguien?" in place.window.incident.conversation.texts())


def test_an_answer_that_was_late_once_comes_by_itself(
    place: Workplace, shop: LittleShop, services: LittleServices, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    path = f"/api/v1/incidents/{row.id}"
    old = [shop.detail(row.id).model_dump_json().encode()]
    services.broken = lambda _method, asked: old.pop() if asked == path and old else None
    shop.comment(row.id, "Hola")
    qtbot.waitUntil(lambda: "Hola" in place.window.incident.conversation.texts())
    assert old == []
