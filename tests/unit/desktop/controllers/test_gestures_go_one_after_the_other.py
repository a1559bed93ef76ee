import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.state.moves import prioritized, simple
from desktop.state.plans import plain
from desktop.workplace import Workplace
from shared.contracts.macros import MacroDraft, MacroSteps
from shared.contracts.vocabulary import Priority, State
from tests.support.little_services import LittleServices
from tests.support.little_shop import ANA, LUIS, LittleShop, rules
from tests.support.writing import send, write
from tests.unit.desktop.conftest import Opener

MANY = 400


@pytest.fixture
def undo_s() -> float:
    return 600.0


def what(shop: LittleShop, place: Workplace) -> list[str]:
    """Return what happened to the open incident."""
    assert place.desk.open_id
    return [entry.what for entry in shop.timelines[place.desk.open_id]]


def test_a_macro_resolves_once_its_steps_are_done(
    place: Workplace, shop: LittleShop, services: LittleServices, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    services.macros.add(MacroDraft(name="Done", steps=MacroSteps(claim=True, tags=("x",), resolve=True)))
    place.gestures.perform("macro")
    qtbot.waitUntil(place.window.commands.isVisible)
    qtbot.keyClick(place.window.commands.findChild(QLineEdit), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: place.undo.holds("resolve", row.id))
    place.undo.hurry()
    qtbot.waitUntil(lambda: shop.incidents[row.id].state is State.RESOLVED)
    assert what(shop, place) == ["opened", "claimed", "tagged", "resolved"]


def test_an_undo_that_is_asked_for_while_something_is_on_its_way_follows_it(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    place.gestures.perform("claim")
    qtbot.waitUntil(lambda: bool(place.window.undo.text))
    place.carrier.carry_out(prioritized(Priority.HIGH), row.id)
    place.undo.undo()
    qtbot.waitUntil(lambda: what(shop, place) == ["opened", "claimed", "prioritized", "released"])


def test_a_gesture_follows_the_words_that_are_on_their_way(
    place: Workplace, shop: LittleShop, services: LittleServices, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    shop.change(row.id, lambda found, at: rules.claim(found, ANA, at))
    open_incident(row)
    qtbot.waitUntil(lambda: place.desk.detail is not None and place.desk.detail.row.version == 2)
    let_go = threading.Event()

    def slow(_method: str, path: str) -> None:
        if path.endswith("/replies"):
            let_go.wait(20)

    services.broken = slow
    write(place, "Hola")
    send(place, qtbot)
    place.gestures.perform("release")
    assert place.carrier.is_busy(row.id)
    let_go.set()
    qtbot.waitUntil(lambda: what(shop, place) == ["opened", "claimed", "replied", "released"])


def test_what_waited_for_the_connection_is_never_sent_two_at_once(
    place: Workplace, shop: LittleShop, services: LittleServices, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    services.broken = lambda method, _path: None if method == "GET" else 0
    place.gestures.perform("claim")
    place.carrier.carry_out(simple("pause"), row.id)
    qtbot.waitUntil(lambda: place.window.waiting.text == "2 gestures wait for the connection")
    let_go, at_once = threading.Event(), []

    def slow(method: str, path: str) -> None:
        if method == "PUT" and path.endswith(("/claim", "/pause")):
            at_once.append(path)
            let_go.wait(20)

    services.broken = slow
    place.outbox.go_on()
    place.outbox.go_on()
    qtbot.waitUntil(lambda: len(at_once) == 1)
    let_go.set()
    qtbot.waitUntil(lambda: what(shop, place) == ["opened", "claimed", "paused"])


def test_hundreds_that_are_refused_are_reported_together(
    place: Workplace, shop: LittleShop, qtbot: QtBot
) -> None:
    for number in range(MANY):
        taken = shop.open(f"Number {number}")
        shop.change(taken.id, lambda found, at: rules.claim(found, LUIS, at))
    free = shop.open("Free")
    qtbot.waitUntil(lambda: place.desk.model.count == MANY + 1)
    qtbot.waitUntil(lambda: sum(one.assignee is not None for one in place.desk.queue.rows.values()) == MANY)
    place.bulk.carry_out("claim", place.desk.sights(shop.incidents), [plain("claim")])
    qtbot.waitUntil(lambda: place.bulk.is_idle and len(place.window.report.lines) == MANY)
    assert shop.incidents[free.id].assignee is not None


def test_hundreds_wait_for_the_connection_and_the_window_with_none_of_them(
    place: Workplace, shop: LittleShop, services: LittleServices, qtbot: QtBot
) -> None:
    for number in range(300):
        shop.open(f"Number {number}")
    qtbot.waitUntil(lambda: place.desk.model.count == 300)
    services.broken = lambda method, _path: None if method == "GET" else 0
    place.bulk.carry_out("claim", place.desk.sights(shop.incidents), [plain("claim")])
    qtbot.waitUntil(lambda: place.window.waiting.text == "300 gestures wait for the connection")
    qtbot.waitUntil(lambda: place.bulk.is_idle)
    place.window.waiting.dropAsked.emit()


def test_stopping_a_batch_reports_what_was_not_begun_and_keeps_what_stands_behind(
    place: Workplace, shop: LittleShop, qtbot: QtBot
) -> None:
    rows = [shop.open(f"Number {number}") for number in range(8)]
    qtbot.waitUntil(lambda: place.desk.model.count == len(rows))
    ids = [row.id for row in rows]
    place.bulk.carry_out("claim", place.desk.sights(ids), [plain("claim")])
    place.bulk.carry_out("resolve", place.desk.sights(ids[:2]), [plain("resolve")])
    place.undo.hurry()
    place.bulk.stop()
    qtbot.waitUntil(lambda: shop.incidents[ids[1]].state is State.RESOLVED)
    claimed = [row for row in rows if shop.incidents[row.id].assignee]
    left = [line for line in place.window.report.lines if "Not begun" in line]
    assert len(left) == len(rows) - len(claimed) > 0
    place.window.report.press(0, "Try again")
    qtbot.waitUntil(lambda: sum(bool(one.assignee) for one in shop.incidents.values()) == len(claimed) + 1)
