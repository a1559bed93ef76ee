"""Turning out goes on until it worked after the last token, through outages and restarts."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from backend.employees.doorkeeper import BrokerDoorkeeper
from backend.kit.mongo import Database
from tests.support.silence import ExpectedLog

pytestmark = pytest.mark.database
ANA = "e-aaaaaaaa"
LASTS = timedelta(minutes=10)


class House:
    """A management API that answers as a test says, and a clock that it sets."""

    def __init__(self, database: Database, url: str) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.answer = 204
        self.asked: list[str] = []
        self._database = database
        self.url = url
        self.doorkeeper = self.restarted()
        self.doorkeeper.prepare()

    def restarted(self) -> BrokerDoorkeeper:
        """Return a doorkeeper who knows only what is written down."""
        return BrokerDoorkeeper(self._database, lambda: self.now, self.url, LASTS)

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
