import socket
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.services.wire import Call, Wire
from desktop.state.failure import Failure, Kind
from tests.support.little_services import LittleServices


def outcome(url: str, qtbot: QtBot, **call: Any) -> bytes | Failure:
    wire, answers = Wire(url), []
    wire.send(Call("GET", "/api/v1/teams", **call), None, answers.append, answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    found: bytes | Failure = answers[0]
    return found


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, Kind.SIGNED_OUT),
        (403, Kind.FORBIDDEN),
        (404, Kind.GONE),
        (409, Kind.IMPOSSIBLE),
        (412, Kind.STALE),
        (429, Kind.BUSY),
        (500, Kind.BROKEN),
        (302, Kind.BROKEN),
    ],
)
def test_a_status_becomes_a_kind(services: LittleServices, qtbot: QtBot, status: int, kind: Kind) -> None:
    services.broken = lambda _method, _path: status
    found = outcome(services.url, qtbot)
    assert isinstance(found, Failure)
    assert found.kind is kind


def test_nobody_there(qtbot: QtBot) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    found = outcome(f"http://127.0.0.1:{port}", qtbot)
    assert isinstance(found, Failure)
    assert found.kind is Kind.UNREACHABLE


def test_a_server_that_never_answers_is_given_up(qtbot: QtBot) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        found = outcome(f"http://127.0.0.1:{silent.getsockname()[1]}", qtbot, timeout_ms=200)
    assert isinstance(found, Failure)
    assert found.kind is Kind.SLOW


def test_a_cancelled_request_calls_nobody(services: LittleServices, qtbot: QtBot) -> None:
    wire, answers = Wire(services.url), []
    exchange = wire.send(Call("GET", "/x"), None, answers.append, answers.append)
    exchange.cancel()
    second: list[Any] = []
    wire.send(Call("GET", "/y"), None, second.append, second.append)
    qtbot.waitUntil(lambda: bool(second))
    assert answers == []
