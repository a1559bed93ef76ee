"""A snapshot over real HTTP: rows as they come, and no end that was not told."""

import json
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from pytestqt.qtbot import QtBot

from desktop.services.api import Api
from desktop.services.session import Session
from desktop.services.snapshots import Receiver
from desktop.state.failure import Failure, Kind
from desktop.state.rows import Row
from tests.support.little_services import ANA_IS, PASSWORD, LittleServices
from tests.support.little_shop import LittleShop


@dataclass
class Told:
    """What a receiver was told."""

    rows: list[Row] = field(default_factory=list)
    ends: list[datetime | Failure] = field(default_factory=list)

    def receiver(self) -> Receiver:
        return Receiver(self.rows.extend, self.ends.append, self.ends.append)


@pytest.fixture
def api(services: LittleServices, qtbot: QtBot) -> Api:
    session = Session(services.url)
    with qtbot.waitSignal(session.signedIn):
        session.sign_in(ANA_IS["email"], PASSWORD)
    return Api(services.url, session)


def snapshot(api: Api, qtbot: QtBot) -> Told:
    told = Told()
    api.snapshot(None, told.receiver())
    qtbot.waitUntil(lambda: bool(told.ends))
    return told


def test_every_row_comes_with_the_moment_of_the_snapshot(api: Api, shop: LittleShop, qtbot: QtBot) -> None:
    rows = [shop.open(f"Número {number}") for number in range(400)]
    told = snapshot(api, qtbot)
    assert [row.whole() for row in told.rows] == rows
    assert isinstance(told.ends[0], datetime)


def test_an_empty_queue_is_a_snapshot_too(api: Api, qtbot: QtBot) -> None:
    told = snapshot(api, qtbot)
    assert told.rows == []
    assert isinstance(told.ends[0], datetime)


HEAD = json.dumps({"as_of": "2026-11-24T12:00:00Z"}).encode() + b"\n"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (HEAD, Kind.UNREACHABLE),
        (HEAD + b'{"rows": 3}\n', Kind.UNREACHABLE),
        (HEAD + b'{"id": 7}\n', Kind.UNINTELLIGIBLE),
        (b"<html>\n", Kind.UNINTELLIGIBLE),
        (b"", Kind.UNREACHABLE),
    ],
)
def test_what_breaks_off_or_is_none_has_failed(
    api: Api, services: LittleServices, qtbot: QtBot, body: bytes, kind: Kind
) -> None:
    services.broken = lambda _method, path: body if path == "/api/v1/queue" else None
    (end,) = snapshot(api, qtbot).ends
    assert isinstance(end, Failure)
    assert end.kind is kind


def test_who_cancels_hears_nothing_more(api: Api, shop: LittleShop, qtbot: QtBot) -> None:
    shop.open()
    told = Told()
    api.snapshot(None, told.receiver()).cancel()
    snapshot(api, qtbot)
    assert told.ends == []
