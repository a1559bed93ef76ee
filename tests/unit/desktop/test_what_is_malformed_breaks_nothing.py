"""Whatever comes over the wire, the console goes on: with what it knows, and says what is the matter."""

import json
from collections.abc import Callable
from threading import Event
from time import thread_time

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.state.connection import Freshness
from desktop.views.editor_view import EditorView
from desktop.workplace import Workplace
from shared.contracts.vocabulary import TEXT_MAX, MessageKind
from shared.messaging.ports import StreamState
from tests.support.little_services import LittleServices
from tests.support.little_shop import LUIS, LittleShop, rules
from tests.support.silence import ExpectedLog
from tests.unit.desktop.conftest import Opener


def of_another_release(body: bytes) -> bytes:
    envelope = json.loads(body)
    return json.dumps(envelope | {"dataschema": "urn:ventanilla:incident.opened:99"}).encode()


def with_another_field(body: bytes) -> bytes:
    envelope = json.loads(body)
    envelope["data"]["row"]["mood"] = "sunny"
    return json.dumps(envelope).encode()


def without_its_row(body: bytes) -> bytes:
    envelope = json.loads(body)
    return json.dumps(envelope | {"data": {}}).encode()


@pytest.mark.parametrize(
    "spoil",
    [
        of_another_release,
        with_another_field,
        without_its_row,
        lambda body: body[: len(body) // 2],
        lambda _body: b"",
        lambda _body: b"<html>502 Bad Gateway</html>",
        lambda _body: b"\xff\xfe\x00",
        lambda _body: b"[]",
    ],
)
def test_an_event_that_nobody_understands_is_dropped_and_the_next_one_is_shown(
    place: Workplace,
    shop: LittleShop,
    qtbot: QtBot,
    expected_log: ExpectedLog,
    spoil: Callable[[bytes], bytes],
) -> None:
    expected_log("dropped a malformed event")
    first = shop.open("Before")
    shop.broker.live.append(spoil(shop.broker.live[-1]))
    second = shop.open("After")
    qtbot.waitUntil(lambda: place.desk.queue.rows.keys() == {first.id, second.id})
    assert place.queue.connection.freshness is Freshness.LIVE


def test_events_twice_and_in_the_wrong_order_end_in_the_newest(
    place: Workplace, shop: LittleShop, qtbot: QtBot
) -> None:
    row = shop.open()
    for number in range(5):
        shop.comment(row.id, f"Message {number}")
    told = shop.broker.live[:]
    shop.broker.live += [*reversed(told), *told]
    other = shop.open("The last")
    qtbot.waitUntil(lambda: other.id in place.desk.queue.rows)
    assert place.desk.queue.rows[row.id].version == 6
    assert place.desk.model.rowCount() == 2


@pytest.mark.parametrize(
    "answer",
    [b"<html><h1>It works!</h1>", b'{"as_of": "2026-11-24T10:00:00Z"}\n{"id": "', 500, 503, 429, 0],
)
def test_a_list_that_does_not_come_whole_is_said_and_what_is_known_stays(
    place: Workplace, shop: LittleShop, services: LittleServices, qtbot: QtBot, answer: bytes | int
) -> None:
    row = shop.open()
    qtbot.waitUntil(lambda: row.id in place.desk.queue.rows)
    services.broken = lambda _method, path: answer if path == "/api/v1/queue" else None
    for kind in ("offline", "subscribed", "live"):
        place.queue.on_state(StreamState(kind))
    qtbot.waitUntil(lambda: "could not be fetched" in place.window.queue.notice.text)
    assert row.id in place.desk.queue.rows
    services.broken = lambda _method, _path: None
    qtbot.waitUntil(lambda: place.queue.connection.freshness is Freshness.LIVE)


@pytest.mark.parametrize("answer", [b"<html>", b"{}", b"null", 500, 0])
def test_a_conversation_that_does_not_come_is_said_and_fetched_again_on_wish(
    place: Workplace, shop: LittleShop, services: LittleServices, qtbot: QtBot, answer: bytes | int
) -> None:
    row = shop.open()
    qtbot.waitUntil(lambda: row.id in place.desk.queue.rows)
    services.broken = lambda _method, path: answer if str(row.id) in path else None
    place.incidents.open(row.id)
    notice = place.window.incident.notice
    qtbot.waitUntil(lambda: "could not be fetched" in notice.text)
    services.broken = lambda _method, _path: None
    notice.press("Try again")
    qtbot.waitUntil(lambda: place.desk.detail is not None)


def test_while_a_server_does_not_answer_one_goes_on_to_another_incident(
    place: Workplace, shop: LittleShop, services: LittleServices, qtbot: QtBot
) -> None:
    slow, quick = shop.open("Slow"), shop.open("Quick")
    qtbot.waitUntil(lambda: place.desk.model.rowCount() == 2)
    answers = Event()
    services.broken = lambda _method, path: answers.wait(20) and None if str(slow.id) in path else None
    place.incidents.open(slow.id)
    header = place.window.incident.header
    qtbot.waitUntil(lambda: ("GET", f"/api/v1/incidents/{slow.id}") in services.requests)
    assert header.isVisible()
    place.incidents.open(quick.id)
    qtbot.waitUntil(lambda: place.desk.detail is not None and place.desk.detail.row.id == quick.id)
    answers.set()
    place.incidents.open(slow.id)
    qtbot.waitUntil(lambda: place.desk.detail is not None and place.desk.detail.row.id == slow.id)


def pasted(editor: EditorView, text: str) -> float:
    """Paste a text, and return the seconds of work until the window is free again."""
    data = QMimeData()
    data.setText(text)
    began = thread_time()
    editor.field.insertFromMimeData(data)
    editor.grab()
    return thread_time() - began


@pytest.mark.parametrize("text", ["x" * 1_000_000, "una línea\n" * 100_000, "muchas palabras " * 62_500])
def test_a_megabyte_is_not_pasted_and_that_is_said_without_a_pause(
    place: Workplace, shop: LittleShop, open_incident: Opener, text: str
) -> None:
    open_incident(shop.open())
    editor = place.window.incident.editor
    editor.start(MessageKind.REPLY)
    assert pasted(editor, text) < 0.25
    assert "1000000" in editor.notice.text or "at most 10000" in editor.notice.text
    assert editor.field.toPlainText() == ""


def test_a_text_that_is_only_too_long_is_there_to_be_shortened(
    place: Workplace, shop: LittleShop, open_incident: Opener
) -> None:
    open_incident(shop.open())
    editor = place.window.incident.editor
    editor.start(MessageKind.REPLY)
    assert pasted(editor, "palabra " * 4_000) < 1
    assert f"of {TEXT_MAX} characters" in editor._status.text()
    assert not editor._send.isEnabled()


def test_html_is_shown_as_it_was_written(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    bold = "<b>¡Hola!</b> <img src='x.png'> está roto"
    row = shop.open(f"{bold} {bold}", customer="<i>Marta</i>", description=f"{bold} & <script>")
    open_incident(row)
    assert place.window.incident.conversation.texts() == [f"{bold} & <script>"]
    for shown in place.window.findChildren(QLabel):
        if "<b>" in shown.text() or "<i>" in shown.text():
            assert shown.textFormat() is Qt.TextFormat.PlainText, shown.text()
        assert "<b>" not in shown.toolTip()
    model = place.desk.model
    for column in range(model.columnCount()):
        hint = str(model.index(0, column).data(Qt.ItemDataRole.ToolTipRole) or "")
        assert "<b>" not in hint
        assert "<i>" not in hint


def test_a_hundred_changes_a_second_leave_the_window_most_of_its_time(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    rows = [shop.open(f"Incident {number}") for number in range(100)]
    qtbot.waitUntil(lambda: place.desk.model.rowCount() == 100)
    open_incident(rows[0])
    began, made = thread_time(), 0.0
    for number in range(300):
        before = thread_time()
        shop.change(rows[number % 100].id, lambda found, at: rules.note(found, LUIS, at, found.id, "Nota."))
        made += thread_time() - before
        if number % 10 == 0:
            QApplication.processEvents()
    qtbot.waitUntil(lambda: all(place.desk.queue.version_of(row.id) == 4 for row in rows))
    # Three seconds' worth of changes.
    assert thread_time() - began - made < 1.5
