import pytest
from pytestqt.qtbot import QtBot

from backend.incidents import sorting
from backend.incidents.model import Change, Incident
from desktop.state.moves import merged, tagged, transferred
from desktop.workplace import Workplace
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import State
from tests.support.little_services import LittleServices
from tests.support.little_shop import LUIS, LittleShop
from tests.unit.desktop.conftest import Opener


@pytest.fixture
def undo_s() -> float:
    return 600.0


def tag(shop: LittleShop, row: IncidentRow, *tags: str) -> None:
    """Have a colleague give an incident just these tags."""

    def move(found: Incident, at: object) -> Change:
        change = sorting.tag(found, LUIS, at, tags)  # type: ignore[arg-type]
        assert change is not None
        return change

    shop.change(row.id, move)


def test_many_that_wait_for_their_seconds_are_stopped_by_words_that_come_in(
    place: Workplace, shop: LittleShop, qtbot: QtBot
) -> None:
    rows = [shop.open(f"Number {number}") for number in range(3)]
    qtbot.waitUntil(lambda: place.desk.model.count == len(rows))
    place.window.queue.table.selectAll()
    place.gestures.perform("resolve")
    shop.comment(rows[1].id, "It still leaks!")
    qtbot.waitUntil(lambda: place.desk.queue.rows[rows[1].id].version == 2)
    place.undo.hurry()
    qtbot.waitUntil(lambda: place.bulk.is_idle and len(place.window.report.lines) == 1)
    states = [shop.incidents[row.id].state for row in rows]
    assert states == [State.RESOLVED, State.OPEN, State.RESOLVED]
    assert "Look at it first" in place.window.report.lines[0]


def test_a_conversation_that_could_not_be_fetched_is_not_resolved_over(
    place: Workplace, shop: LittleShop, services: LittleServices, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    services.broken = lambda method, path: 503 if method == "GET" and path.endswith(str(row.id)) else None
    shop.comment(row.id, "It still leaks!")
    qtbot.waitUntil(lambda: place.desk.queue.rows[row.id].version == 2)
    qtbot.waitUntil(lambda: "could not be fetched" in place.window.incident.notice.text)
    place.gestures.perform("resolve")
    place.undo.hurry()
    notice = place.window.incident.notice
    qtbot.waitUntil(lambda: "Look at it first" in notice.text)
    assert shop.incidents[row.id].state is State.OPEN
    notice.press("Resolve anyway")  # it was told what came in
    place.undo.hurry()
    qtbot.waitUntil(lambda: shop.incidents[row.id].state is State.RESOLVED)


def test_tags_are_added_to_those_that_a_colleague_gave_meanwhile(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    shop.broker.readers.clear()
    tag(shop, row, "vip")
    place.carrier.carry_out(tagged(("lote",)), row.id)
    qtbot.waitUntil(lambda: shop.incidents[row.id].tags == ("lote", "vip"))


def test_what_a_colleague_gave_to_another_team_is_looked_at_first(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    shop.broker.readers.clear()
    shop.change(row.id, lambda found, at: sorting.transfer(found, LUIS, at, "billing"))
    place.carrier.carry_out(transferred("shipping"), row.id)
    qtbot.waitUntil(lambda: "just before you" in place.window.incident.notice.text)
    assert shop.incidents[row.id].team == "billing"


def test_an_undo_leaves_what_a_colleague_did_since(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    place.carrier.carry_out(transferred("shipping"), row.id)
    qtbot.waitUntil(lambda: bool(place.window.undo.text))
    shop.change(row.id, lambda found, at: sorting.transfer(found, LUIS, at, "billing"))
    qtbot.waitUntil(lambda: place.desk.queue.rows[row.id].team == "billing")
    place.undo.undo()
    qtbot.waitUntil(lambda: "so it stays as it is" in place.window.incident.notice.text)
    assert shop.incidents[row.id].team == "billing"


def test_a_merge_from_the_list_is_taken_back_though_its_row_has_left(
    place: Workplace, shop: LittleShop, qtbot: QtBot
) -> None:
    one, other = shop.open("One"), shop.open("Other")
    qtbot.waitUntil(lambda: place.desk.model.count == 2)
    place.carrier.carry_out(merged(other.id), one.id)
    qtbot.waitUntil(lambda: one.id not in place.desk.queue.rows)
    qtbot.waitUntil(lambda: one.reference in place.window.undo.text)
    place.undo.undo()
    qtbot.waitUntil(lambda: shop.incidents[one.id].merged_into is None)
