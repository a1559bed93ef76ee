"""Turning out goes on until it worked after the last token, through outages and restarts."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import unquote

import pytest

from backend.employees.doorkeeper import BrokerDoorkeeper
from backend.kit.mongo import Database
from backend.kit.open_sessions import OpenSessions
from backend.kit.sessions import InvalidSessionError, Sessions
from tests.support.silence import ExpectedLog

pytestmark = pytest.mark.database
ANA = "e-aaaaaaaa"
LASTS = timedelta(minutes=10)
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


class House:
    """A management API that answers as a test says, and a clock that it sets."""

    def __init__(self, database: Database, url: str) -> None:
        self.now = BEGAN
        self.answer = 204
        self.asked: list[str] = []
        self.connections: list[dict[str, str]] = []
        self.database = database
        self.url = url
        self.sessions = Sessions(database, lambda: self.now)
        self.doorkeeper = self.restarted()
        self.doorkeeper.prepare()

    def restarted(self) -> BrokerDoorkeeper:
        """Return a doorkeeper who knows only what is written down."""
        sessions = OpenSessions(self.database, lambda: self.now)
        return BrokerDoorkeeper(self.database, lambda: self.now, self.url, LASTS, sessions)

    def asks(self) -> bool:
        """Tell whether a doorkeeper who was just started turns Ana out."""
        before = len(self.asked)
        self.restarted().go_round()
        return self.asked[before:] == [f"/api/connections/username/{ANA}"]


@pytest.fixture
def house(database: Database) -> Iterator[House]:
    class Management(BaseHTTPRequestHandler):
        def do_DELETE(self) -> None:  # http.server's name
            house.asked.append(self.path)
            self.send_response(house.answer)
            self.end_headers()

        def do_GET(self) -> None:  # http.server's name
            name = unquote(self.path.removeprefix("/api/connections/"))
            known = {one["name"]: one for one in house.connections}
            listed = [{"name": one["name"]} for one in house.connections]  # as RabbitMQ lists those of a user
            body = json.dumps(listed if name == f"username/{ANA}" else known[name]).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Management) as server:
        house = House(database, f"http://127.0.0.1:{server.server_port}")
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield house
        server.shutdown()
        thread.join()


def test_it_goes_on_after_a_restart_until_the_last_token_has_expired(house: House) -> None:
    house.doorkeeper.turn_out(ANA)
    house.now += LASTS
    assert house.asks()
    house.now += timedelta(seconds=1)
    assert house.asks()
    assert not house.asks()


@pytest.mark.parametrize("nobody_there", [204, 404])
def test_through_an_outage_it_goes_on_until_it_has_worked(
    house: House, expected_log: ExpectedLog, nobody_there: int
) -> None:
    expected_log("broker connections not closed")
    house.answer = 503
    house.doorkeeper.turn_out(ANA)
    house.now += timedelta(days=2)
    assert house.asks()
    house.answer = nobody_there
    assert house.asks()
    assert not house.asks()


def test_who_may_work_here_again_is_left_alone(house: House) -> None:
    house.doorkeeper.turn_out(ANA)
    house.doorkeeper.let_in(ANA)
    assert not house.asks()


def test_who_is_disabled_again_is_turned_out_for_as_long_again(house: House) -> None:
    house.doorkeeper.turn_out(ANA)
    house.now += LASTS
    house.doorkeeper.turn_out(ANA)
    house.now += LASTS
    assert house.asks()
    assert house.asks()


def test_where_a_session_alone_has_ended_only_the_connections_of_open_ones_are_left(house: House) -> None:
    kept, ended = house.sessions.open(ANA), house.sessions.open(ANA)
    house.connections = [
        {"name": "10.0.0.1:1 -> 10.0.0.9:5672", "user_provided_name": f"console {ANA} {kept.tag}"},
        {"name": "10.0.0.2:2 -> 10.0.0.9:5672", "user_provided_name": f"console {ANA} {ended.tag}"},
        {"name": "10.0.0.3:3 -> 10.0.0.9:5672"},
    ]
    house.sessions.close(ended.id)
    house.doorkeeper.turn_out_ended(ANA)
    house.doorkeeper.go_round()
    closed = [unquote(path.removeprefix("/api/connections/")) for path in house.asked]
    assert closed == ["10.0.0.2:2 -> 10.0.0.9:5672", "10.0.0.3:3 -> 10.0.0.9:5672"]


def test_signing_out_and_a_copied_token_end_the_news_as_well(house: House) -> None:
    sessions = Sessions(house.database, lambda: house.now, ended=house.doorkeeper.turn_out_ended)
    signed_out, copied = sessions.open(ANA), sessions.open(ANA)
    house.connections = [
        {"name": "signed-out", "user_provided_name": f"console {ANA} {signed_out.tag}"},
        {"name": "copied", "user_provided_name": f"console {ANA} {copied.tag}"},
    ]
    sessions.close(signed_out.id)
    house.doorkeeper.go_round()
    assert house.asked == ["/api/connections/signed-out"]
    sessions.renew(sessions.renew(copied.refresh_token).refresh_token)
    with pytest.raises(InvalidSessionError):
        sessions.renew(copied.refresh_token)
    house.asked.clear()
    house.doorkeeper.go_round()
    assert "/api/connections/copied" in house.asked


def test_ended_sessions_are_watched_until_their_last_token_has_expired(house: House) -> None:
    house.connections = [{"name": "10.0.0.2:2 -> 10.0.0.9:5672", "user_provided_name": "console"}]
    house.doorkeeper.turn_out_ended(ANA)
    for seconds, is_watched in ((0, True), (1, True), (0, False)):
        house.now += (LASTS if house.now == BEGAN else timedelta()) + timedelta(seconds=seconds)
        house.asked.clear()
        house.restarted().go_round()
        assert bool(house.asked) is is_watched


def test_a_session_that_ends_does_not_let_in_who_is_disabled(house: House) -> None:
    house.doorkeeper.turn_out(ANA)
    house.doorkeeper.turn_out_ended(ANA)
    assert house.asks()
