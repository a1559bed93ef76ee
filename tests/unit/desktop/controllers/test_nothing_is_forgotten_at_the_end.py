"""What waits for its ten seconds when the console ends goes out then, or at the next start."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from desktop.app import Console
from desktop.state.leftovers import LeftMove
from desktop.state.moves import prioritized
from desktop.state.undo import UNDO_S
from desktop.workplace import Workplace
from shared.contracts.macros import MacroDraft, MacroSteps
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import Language, MessageKind, Priority, State
from tests.support.little_services import ANA_IS, PASSWORD, LittleServices
from tests.support.little_shop import LUIS, LittleShop, rules
from tests.support.writing import said, send, write
from tests.unit.desktop.conftest import Opener

LAST_TIME = "1 gesture from last time had not gone out; it is sent now."
ASK = MacroDraft(name="Ask", texts={Language.SPANISH: "¿Y la foto?"}, steps=MacroSteps(wait_days=3))
Restart = Callable[[], Workplace]


@pytest.fixture
def undo_s() -> float:
    return UNDO_S


@pytest.fixture
def row(shop: LittleShop, open_incident: Opener) -> IncidentRow:
    """An incident that is open on the screen."""
    made = shop.open()
    open_incident(made)
    return made


def cut(services: LittleServices) -> None:
    services.broken = lambda method, _path: None if method == "GET" else 0


@pytest.fixture
def restart(console: Console, services: LittleServices, qtbot: QtBot) -> Restart:
    """Start again, the services being there."""

    def start() -> Workplace:
        assert console.workplace
        console.workplace.end()
        console.workplace = None
        services.broken = lambda _method, _path: None
        console.sign_in.sign_in(ANA_IS["email"], PASSWORD)
        qtbot.waitUntil(lambda: console.workplace is not None)
        found = console.workplace
        assert found is not None
        qtbot.waitUntil(lambda: found.queue.has_snapshot)
        return found

    return start


def write_with_a_wait(place: Workplace, services: LittleServices, row: IncidentRow, qtbot: QtBot) -> None:
    """Write a reply with a macro after which the incident waits for three days, and send it."""
    macro = services.macros.add(ASK)
    place.macros.use(macro, row)
    assert place.window.incident.editor.notice.text == "Once the reply has arrived, it waits for 3 days."
    send(place, qtbot)


def test_a_reply_and_what_a_macro_does_after_it_go_out_when_the_console_ends(
    place: Workplace,
    console: Console,
    shop: LittleShop,
    services: LittleServices,
    row: IncidentRow,
    qtbot: QtBot,
) -> None:
    write_with_a_wait(place, services, row, qtbot)
    assert said(shop, row) == []
    console.close()
    assert said(shop, row) == [(MessageKind.REPLY, "¿Y la foto?")]
    assert shop.incidents[row.id].state is State.WAITING


def test_what_cannot_go_out_when_the_console_ends_goes_out_at_the_next_start_and_is_told(
    place: Workplace,
    shop: LittleShop,
    services: LittleServices,
    row: IncidentRow,
    restart: Restart,
    qtbot: QtBot,
) -> None:
    cut(services)
    place.gestures.perform("resolve")
    again = restart()
    qtbot.waitUntil(lambda: shop.incidents[row.id].state is State.RESOLVED)
    assert again.window.queue.notice.text == LAST_TIME
    assert restart().window.queue.notice.text == ""


def test_a_macros_words_and_its_wait_go_out_at_the_next_start(
    place: Workplace,
    shop: LittleShop,
    services: LittleServices,
    row: IncidentRow,
    restart: Restart,
    qtbot: QtBot,
) -> None:
    cut(services)
    write_with_a_wait(place, services, row, qtbot)
    restart()
    qtbot.waitUntil(lambda: shop.incidents[row.id].state is State.WAITING)
    assert said(shop, row) == [(MessageKind.REPLY, "¿Y la foto?")]


def test_a_wait_is_remembered_with_words_that_were_not_sent_yet(
    place: Workplace, services: LittleServices, row: IncidentRow, restart: Restart, qtbot: QtBot
) -> None:
    macro = services.macros.add(ASK)
    place.macros.use(macro, row)
    again = restart()
    again.incidents.open(row.id)
    notice = again.window.incident.editor.notice
    qtbot.waitUntil(lambda: notice.text == "Once the reply has arrived, it waits for 3 days.")


def test_what_somebody_did_meanwhile_stops_it_and_is_reported(
    place: Workplace,
    shop: LittleShop,
    services: LittleServices,
    row: IncidentRow,
    restart: Restart,
    qtbot: QtBot,
) -> None:
    cut(services)
    place.gestures.perform("claim")
    qtbot.waitUntil(lambda: place.outbox.is_waiting)
    shop.change(row.id, lambda found, at: rules.claim(found, LUIS, at))
    again = restart()
    qtbot.waitUntil(lambda: len(again.window.report.lines) == 1)
    assert "Luis Romero took it just before you." in again.window.report.lines[0]


def test_words_are_not_sent_over_what_their_author_has_not_seen(
    place: Workplace,
    shop: LittleShop,
    services: LittleServices,
    row: IncidentRow,
    restart: Restart,
    qtbot: QtBot,
) -> None:
    cut(services)
    write(place, "Hoy sale otra tetera.")
    send(place, qtbot)
    place.undo.hurry()
    qtbot.waitUntil(lambda: place.outbox.is_waiting)
    shop.comment(row.id, "Ya no hace falta")
    again = restart()
    qtbot.waitUntil(lambda: row.reference in again.window.queue.notice.text)
    assert said(shop, row) == [(MessageKind.MESSAGE, "Ya no hace falta")]


def test_what_stands_behind_an_unanswered_change_goes_out_at_the_next_start_too(
    place: Workplace,
    shop: LittleShop,
    services: LittleServices,
    row: IncidentRow,
    restart: Restart,
    qtbot: QtBot,
) -> None:
    cut(services)
    place.gestures.perform("claim")
    place.carrier.carry_out(prioritized(Priority.HIGH), row.id)
    restart()
    qtbot.waitUntil(lambda: shop.incidents[row.id].priority is Priority.HIGH)
    assert shop.incidents[row.id].state is State.ASSIGNED


def test_what_is_refused_while_the_console_ends_is_kept(
    place: Workplace,
    shop: LittleShop,
    services: LittleServices,
    row: IncidentRow,
    restart: Restart,
    qtbot: QtBot,
) -> None:
    services.broken = lambda method, _path: None if method == "GET" else 503
    place.gestures.perform("resolve")
    again = restart()
    qtbot.waitUntil(lambda: shop.incidents[row.id].state is State.RESOLVED)
    assert again.window.queue.notice.text == LAST_TIME


def test_a_resolution_that_stands_behind_something_goes_out_when_the_console_ends(
    place: Workplace, console: Console, shop: LittleShop, row: IncidentRow
) -> None:
    place.gestures.perform("claim")
    place.gestures.perform("resolve")
    console.close()
    assert shop.incidents[row.id].state is State.RESOLVED


def test_the_end_of_a_session_gives_up_nothing_that_waits(
    place: Workplace, shop: LittleShop, services: LittleServices, row: IncidentRow, qtbot: QtBot
) -> None:
    cut(services)
    place.gestures.perform("claim")
    qtbot.waitUntil(lambda: place.outbox.is_waiting)
    services.broken = lambda _method, _path: 401
    place.outbox.go_on()
    qtbot.waitUntil(lambda: place.errands.is_idle)
    assert [one.gesture for one in place.errands.left() if isinstance(one, LeftMove)] == ["claim"]
