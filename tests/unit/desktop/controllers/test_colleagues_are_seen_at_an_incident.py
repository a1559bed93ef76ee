from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.controllers import presence_controller
from desktop.models.queue_table_model import ATTENTION_ROLE, COLUMNS
from desktop.state.columns import Column
from desktop.workplace import Workplace
from shared.clock import utc_now
from shared.contracts.vocabulary import Attention
from tests.support.little_services import LittleServices
from tests.support.little_shop import LUIS, LittleShop
from tests.unit.desktop.conftest import Opener

LOOKING, TYPING, GONE = Attention.LOOKING, Attention.TYPING, Attention.GONE
SUBJECT = COLUMNS.index(Column.SUBJECT)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence_controller, "SETTLE_MS", 1)
    monkeypatch.setattr(presence_controller, "STILL_MS", 200)


def attention_of_ana(services: LittleServices, incident_id: UUID) -> Attention | None:
    """Return what the service knows of what Ana does there."""
    assert LUIS.id
    others = services.attendance.others(incident_id, LUIS.id, utc_now()).others
    return others[0].attention if others else None


def test_where_one_is_and_whether_one_writes_is_told(
    place: Workplace, shop: LittleShop, services: LittleServices, open_incident: Opener, qtbot: QtBot
) -> None:
    first, second = shop.open(), shop.open()
    open_incident(first)
    qtbot.waitUntil(lambda: attention_of_ana(services, first.id) is LOOKING)
    qtbot.keyClicks(place.window.incident.editor.field, "Hola")
    qtbot.waitUntil(lambda: attention_of_ana(services, first.id) is TYPING)
    qtbot.waitUntil(lambda: attention_of_ana(services, first.id) is LOOKING)  # the hands rest
    open_incident(second)
    qtbot.waitUntil(lambda: attention_of_ana(services, second.id) is LOOKING)
    qtbot.waitUntil(lambda: attention_of_ana(services, first.id) is None)
    place.incidents.close()
    qtbot.waitUntil(lambda: attention_of_ana(services, second.id) is None)


def test_who_else_is_there_stands_in_the_head_and_in_the_list(
    place: Workplace, shop: LittleShop, services: LittleServices, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    header = place.window.incident.header
    glow = place.window.queue.table.glow
    qtbot.waitUntil(lambda: not glow.strength(row.id))
    services.be_at(row.id, LUIS, LOOKING)
    qtbot.waitUntil(lambda: header.others() == f"{LUIS.name} is looking")
    assert not glow.strength(row.id)  # the incident itself has not changed
    cell = place.desk.model.index(place.desk.model.place_of(row.id) or 0, SUBJECT)
    assert cell.data(ATTENTION_ROLE) == LOOKING
    assert f"{LUIS.name} is looking" in cell.data(Qt.ItemDataRole.AccessibleTextRole)
    services.be_at(row.id, LUIS, TYPING)
    qtbot.waitUntil(lambda: header.others() == f"{LUIS.name} is writing…")
    assert cell.data(ATTENTION_ROLE) == TYPING
    services.be_at(row.id, LUIS, GONE)
    qtbot.waitUntil(lambda: header.others() == "")
    assert cell.data(ATTENTION_ROLE) is None


def test_who_was_there_before_is_known_from_the_first_answer(
    place: Workplace, shop: LittleShop, services: LittleServices, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    services.be_at(row.id, LUIS, TYPING)
    place.desk.presences.forget(place.desk.clock().replace(year=2999))  # as if it began after that
    open_incident(row)
    qtbot.waitUntil(lambda: place.window.incident.header.others() == f"{LUIS.name} is writing…")


def test_without_the_service_the_console_works_on_and_shows_nobody(
    place: Workplace, shop: LittleShop, services: LittleServices, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    services.broken = lambda _method, path: 503 if path.endswith("/presence") else None
    open_incident(row)
    path = f"/api/v1/incidents/{row.id}/presence"
    qtbot.waitUntil(lambda: ("PUT", path) in services.requests)
    shop.comment(row.id, "¿Hay alguien?")
    qtbot.waitUntil(lambda: "¿Hay alguien?" in place.window.incident.conversation.texts())
    assert place.window.incident.header.others() == ""
