import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.workplace import Workplace
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import Priority, State
from tests.support.little_services import LittleServices
from tests.support.little_shop import ANA, LUIS, LittleShop, rules

Key = Qt.Key


@pytest.fixture
def undo_s() -> float:
    return 600.0


@pytest.fixture
def rows(place: Workplace, shop: LittleShop, qtbot: QtBot) -> list[IncidentRow]:
    opened = [shop.open(f"Number {number}") for number in range(7)]
    qtbot.waitUntil(lambda: place.desk.model.count == len(opened))
    place.window.queue.table.selectAll()
    return opened


def choose(place: Workplace, qtbot: QtBot, letters: str) -> None:
    qtbot.waitUntil(place.window.commands.isVisible)
    field = place.window.commands.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, letters)
    qtbot.keyClick(field, Key.Key_Return)


def states(shop: LittleShop) -> set[State]:
    return {one.state for one in shop.incidents.values()}


def test_a_key_claims_all_that_is_selected_and_undo_gives_all_of_it_back(
    place: Workplace, shop: LittleShop, rows: list[IncidentRow], qtbot: QtBot
) -> None:
    qtbot.keyClick(place.window, Key.Key_C)
    qtbot.waitUntil(lambda: states(shop) == {State.ASSIGNED})
    qtbot.waitUntil(lambda: place.window.undo.text == f"Claim  ·  {len(rows)} incidents")
    qtbot.keyClick(place.window, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: states(shop) == {State.OPEN})
    qtbot.waitUntil(lambda: place.bulk.is_idle)
    assert (place.window.batch.text, place.window.undo.text) == ("", "")


def test_what_customers_would_read_waits_for_all_of_them_and_can_be_taken_back(
    place: Workplace, shop: LittleShop, rows: list[IncidentRow], qtbot: QtBot
) -> None:
    place.gestures.perform("resolve")
    assert place.window.undo.text == f"Resolve  ·  {len(rows)} incidents  ·  not sent yet"
    place.undo.undo()
    place.gestures.perform("resolve")
    place.gestures.perform("resolve")
    assert states(shop) == {State.OPEN}
    place.undo.hurry(rows[3].id)
    qtbot.waitUntil(lambda: states(shop) == {State.RESOLVED})


def test_one_choice_by_typing_is_made_for_all(
    place: Workplace, shop: LittleShop, rows: list[IncidentRow], qtbot: QtBot
) -> None:
    qtbot.keyClick(place.window, Key.Key_P)
    choose(place, qtbot, "high")
    qtbot.waitUntil(lambda: {one.priority for one in shop.incidents.values()} == {Priority.HIGH})
    qtbot.waitUntil(lambda: place.bulk.is_idle)
    place.gestures.perform("assign")
    choose(place, qtbot, "luis")
    qtbot.waitUntil(
        lambda: {one.assignee and one.assignee.name for one in shop.incidents.values()} == {LUIS.name}
    )


def test_a_tag_is_added_to_those_that_lack_it(
    place: Workplace, shop: LittleShop, rows: list[IncidentRow], qtbot: QtBot
) -> None:
    place.gestures.perform("tags")
    choose(place, qtbot, "lote 48")
    qtbot.waitUntil(lambda: {one.tags for one in shop.incidents.values()} == {("lote-48",)})
    qtbot.waitUntil(lambda: place.bulk.is_idle)
    place.undo.undo()
    qtbot.waitUntil(lambda: {one.tags for one in shop.incidents.values()} == {()})


def test_what_could_not_be_done_is_reported_with_its_reason_and_opens(
    place: Workplace, shop: LittleShop, rows: list[IncidentRow], qtbot: QtBot
) -> None:
    taken = rows[2]
    shop.change(taken.id, lambda found, at: rules.claim(found, LUIS, at))
    qtbot.waitUntil(lambda: place.desk.queue.rows[taken.id].assignee is not None)
    place.window.queue.table.selectAll()
    place.gestures.perform("claim")
    report = place.window.report
    qtbot.waitUntil(lambda: report.lines == [f"{taken.reference}  Claim: Luis Romero has it."])
    qtbot.waitUntil(lambda: states(shop) == {State.ASSIGNED})
    report.press(0, taken.reference)
    qtbot.waitUntil(lambda: place.desk.open_id == taken.id)
    report.closed.emit()
    assert not report.isVisible()


def test_what_failed_for_a_while_can_be_tried_again_from_the_report(
    place: Workplace,
    shop: LittleShop,
    services: LittleServices,
    rows: list[IncidentRow],
    qtbot: QtBot,
) -> None:
    bad = str(rows[4].id)
    services.broken = lambda method, path: 503 if method == "PUT" and bad in path else None
    place.gestures.perform("claim")
    report = place.window.report
    qtbot.waitUntil(lambda: len(report.lines) == 1 and place.bulk.is_idle)
    services.broken = lambda _method, _path: None
    report.press(0, "Try again")
    qtbot.waitUntil(lambda: states(shop) == {State.ASSIGNED})
    assert report.lines == []


def test_a_batch_that_is_stopped_begins_with_no_further_incident(
    place: Workplace, shop: LittleShop, rows: list[IncidentRow], qtbot: QtBot
) -> None:
    place.gestures.perform("claim")
    assert place.window.batch.text == f"Claim  ·  0 of {len(rows)}"
    place.window.batch.stopAsked.emit()
    qtbot.waitUntil(lambda: place.bulk.is_idle)
    done = [one for one in shop.incidents.values() if one.assignee]
    assert 0 < len(done) < len(rows)
    assert all(one.assignee and one.assignee.id == ANA.id for one in done)


def test_what_takes_words_is_for_one_incident(
    place: Workplace, rows: list[IncidentRow], qtbot: QtBot
) -> None:
    place.gestures.perform("reply")
    assert place.window.queue.notice.text == "Reply: choose one incident for that."
    assert place.desk.open_id is None


def test_what_none_of_them_can_do_is_refused_at_once(
    place: Workplace, rows: list[IncidentRow], qtbot: QtBot
) -> None:
    place.gestures.perform("close")
    told = "Close: none of those that are selected can do it."
    assert place.window.queue.notice.text == f"{told} Not possible: it is “New”."
    assert (place.window.undo.text, place.window.report.lines) == ("", [])


def test_escape_dismisses_the_report_once_nothing_else_is_to_be_left(
    place: Workplace, shop: LittleShop, rows: list[IncidentRow], qtbot: QtBot
) -> None:
    shop.change(rows[2].id, lambda found, at: rules.claim(found, LUIS, at))
    qtbot.waitUntil(lambda: place.desk.queue.rows[rows[2].id].assignee is not None)
    place.window.queue.table.selectAll()
    place.gestures.perform("claim")
    report = place.window.report
    qtbot.waitUntil(lambda: bool(report.lines) and place.bulk.is_idle)
    place.gestures.perform("back")  # the selection
    assert report.isVisible()
    place.gestures.perform("back")
    assert not report.isVisible()


def test_a_batch_of_another_gesture_begins_a_new_report(
    place: Workplace, shop: LittleShop, rows: list[IncidentRow], qtbot: QtBot
) -> None:
    shop.change(rows[2].id, lambda found, at: rules.claim(found, LUIS, at))
    qtbot.waitUntil(lambda: place.desk.queue.rows[rows[2].id].assignee is not None)
    place.window.queue.table.selectAll()
    place.gestures.perform("claim")
    qtbot.waitUntil(lambda: bool(place.window.report.lines) and place.bulk.is_idle)
    place.window.queue.table.selectAll()
    place.gestures.perform("pause")
    qtbot.waitUntil(lambda: place.bulk.is_idle)
    assert not any("Claim" in line for line in place.window.report.lines)
