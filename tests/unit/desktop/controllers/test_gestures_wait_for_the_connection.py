from pytestqt.qtbot import QtBot

from desktop.workplace import Workplace
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import MessageKind, State
from tests.support.little_services import LittleServices
from tests.support.little_shop import ANA, LUIS, LittleShop, rules
from tests.support.writing import said, send, write
from tests.unit.desktop.conftest import Opener


def cut(services: LittleServices) -> None:
    services.broken = lambda method, _path: None if method == "GET" else 0


def mend(services: LittleServices) -> None:
    services.broken = lambda _method, _path: None


def claim_offline(place: Workplace, services: LittleServices, qtbot: QtBot) -> None:
    cut(services)
    place.gestures.perform("claim")
    qtbot.waitUntil(lambda: place.window.waiting.text == "1 gesture waits for the connection")


def test_a_gesture_waits_visibly_and_is_done_when_the_services_are_back(
    place: Workplace, shop: LittleShop, services: LittleServices, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    claim_offline(place, services, qtbot)
    mend(services)
    place.queue.completed.emit()
    qtbot.waitUntil(lambda: shop.incidents[row.id].assignee is not None)
    qtbot.waitUntil(lambda: place.window.waiting.text == "")


def test_it_asks_again_by_itself(
    place: Workplace, shop: LittleShop, services: LittleServices, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    claim_offline(place, services, qtbot)
    mend(services)
    qtbot.waitUntil(lambda: shop.incidents[row.id].assignee is not None)


def test_several_are_done_in_the_order_in_which_they_were_asked(
    place: Workplace, shop: LittleShop, services: LittleServices, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    claim_offline(place, services, qtbot)
    write(place, "Hoy sale otra tetera.")
    send(place, qtbot)
    place.gestures.perform("pause")
    qtbot.waitUntil(lambda: place.window.waiting.text == "3 gestures wait for the connection")
    mend(services)
    place.outbox.go_on()
    qtbot.waitUntil(lambda: shop.incidents[row.id].state is State.WAITING)
    assert [entry.what for entry in shop.timelines[row.id]][-3:] == ["claimed", "replied", "paused"]
    assert said(shop, row) == [(MessageKind.REPLY, "Hoy sale otra tetera.")]


def test_what_a_colleague_did_meanwhile_is_reported_and_not_overridden(
    place: Workplace, shop: LittleShop, services: LittleServices, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    claim_offline(place, services, qtbot)
    shop.change(row.id, lambda found, at: rules.claim(found, LUIS, at))
    mend(services)
    place.outbox.go_on()
    notice = place.window.incident.notice
    qtbot.waitUntil(lambda: notice.text == "Luis Romero took it just before you. Luis Romero has it.")
    assert place.window.waiting.text == ""


def test_words_that_came_in_stop_the_reply_that_waited(
    place: Workplace, shop: LittleShop, services: LittleServices, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    cut(services)
    write(place, "Hola")
    send(place, qtbot)
    qtbot.waitUntil(lambda: place.window.waiting.text != "")
    shop.comment(row.id, "Ya no hace falta")
    mend(services)
    place.outbox.go_on()
    editor = place.window.incident.editor
    qtbot.waitUntil(lambda: editor.guard.unseen is not None)
    assert said(shop, row) == [(MessageKind.MESSAGE, "Ya no hace falta")]
    assert editor.field.toPlainText() == "Hola"


def test_who_changes_their_mind_sends_nothing_and_keeps_the_words(
    place: Workplace, shop: LittleShop, services: LittleServices, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    cut(services)
    write(place, "Hola")
    send(place, qtbot)
    qtbot.waitUntil(lambda: place.window.waiting.text != "")
    place.window.waiting.dropAsked.emit()
    assert place.window.waiting.text == ""
    assert place.window.incident.editor.field.toPlainText() == "Hola"
    assert not place.window.incident.editor.field.isReadOnly()


def test_an_answer_that_was_lost_on_its_way_is_no_conflict(
    place: Workplace, shop: LittleShop, services: LittleServices, open_incident: Opener, qtbot: QtBot
) -> None:
    row: IncidentRow = shop.open()
    open_incident(row)
    claim_offline(place, services, qtbot)
    shop.change(row.id, lambda found, at: rules.claim(found, ANA, at))
    mend(services)
    place.outbox.go_on()
    qtbot.waitUntil(lambda: "release" in place.window.incident.header.offered())
    qtbot.waitUntil(lambda: place.errands.is_idle)
    assert place.window.incident.notice.text == ""


def test_what_failed_after_the_wait_is_reported_incident_by_incident(
    place: Workplace, shop: LittleShop, services: LittleServices, open_incident: Opener, qtbot: QtBot
) -> None:
    rows = [shop.open("First"), shop.open("Second")]
    cut(services)
    for row in rows:
        open_incident(row)
        place.gestures.perform("claim")
    qtbot.waitUntil(lambda: place.window.waiting.text == "2 gestures wait for the connection")
    place.incidents.close()
    for row in rows:
        shop.change(row.id, lambda found, at: rules.claim(found, LUIS, at))
    mend(services)
    place.outbox.go_on()
    why = "Claim: Luis Romero took it just before you. Luis Romero has it."
    expected = {f"{row.reference}  {why}" for row in rows}
    qtbot.waitUntil(lambda: set(place.window.report.lines) == expected)


def test_many_at_once_wait_too_and_are_done_when_the_services_are_back(
    place: Workplace, shop: LittleShop, services: LittleServices, qtbot: QtBot
) -> None:
    rows = [shop.open(f"Number {number}") for number in range(6)]
    qtbot.waitUntil(lambda: place.desk.model.count == len(rows))
    cut(services)
    place.window.queue.table.selectAll()
    place.gestures.perform("claim")
    qtbot.waitUntil(lambda: place.window.waiting.text == "6 gestures wait for the connection")
    qtbot.waitUntil(lambda: place.bulk.is_idle)
    mend(services)
    place.outbox.go_on()
    qtbot.waitUntil(lambda: all(one.assignee for one in shop.incidents.values()))
