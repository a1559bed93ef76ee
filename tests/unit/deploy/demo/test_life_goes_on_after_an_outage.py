"""Services that refuse or hang up make the demo's people wait; they come back with what they had to say."""

import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

import httpx
import pytest

from deploy.demo import life
from deploy.demo.life import Customers, Employees, Life
from deploy.demo.people import Staff
from deploy.demo.stories import stories
from deploy.demo.visitor import Visitor
from shared.contracts.vocabulary import Language
from tests.support.served import serving
from tests.support.waiting import eventually

PAGE = """<form action="/incidents/new"></form><article class="message ours"></article>
<form action="/incidents/1/comments"></form><form action="/incidents/1/resolution"></form>"""


@dataclass
class Shop:
    """One service that is whatever its people ask for, and in the state that a test puts it in."""

    url: str = ""
    mood: str = "well"
    asked: int = 0
    said: list[str] = field(default_factory=list)


@pytest.fixture
def shop() -> Iterator[Shop]:
    shop = Shop()

    class Handler(_Handler):
        own = shop

    with serving(Handler) as shop.url:
        yield shop


@pytest.fixture(params=["customers", "employees"])
def people(request: pytest.FixtureRequest, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Life]:
    monkeypatch.setattr(life, "_AFTER_AN_OUTAGE_S", 0.02)
    people: Life = Customers(shop.url, 6000, random.Random(1))
    if request.param == "employees":
        people = Employees(Staff(shop.url, "tetera-azul-48"), shop.url, 6000, random.Random(1))
    yield people
    people.stop()
    assert not people.is_alive()


@pytest.mark.parametrize("mood", ["refusing", "hanging up", "talking nonsense"])
def test_people_go_on_when_the_service_is_back(shop: Shop, people: Life, mood: str) -> None:
    shop.mood = mood
    people.start()
    eventually(lambda: shop.asked >= 5)
    assert people.is_alive()
    shop.mood, before = "well", shop.asked
    eventually(lambda: shop.asked >= before + 5)


@pytest.mark.parametrize("mood", ["refusing", "hanging up"])
def test_a_customer_says_again_what_did_not_arrive(shop: Shop, mood: str) -> None:
    visitor = Visitor(shop.url, stories(Language.SPANISH)[0], random.Random(1))
    assert visitor.open_incident()
    shop.said.clear()
    shop.mood = f"{mood} words"
    with suppress(httpx.HTTPError):
        visitor.come_back()
    shop.mood = "well"
    assert visitor.come_back()
    assert shop.said == ["/incidents/1/comments"]
    visitor.leave()


class _Handler(BaseHTTPRequestHandler):
    own: Shop

    def do_GET(self) -> None:
        self._answer(reading=True)

    def do_POST(self) -> None:
        self._answer(reading=False)

    def log_message(self, *_args: Any) -> None:
        """Keep the test's output quiet."""

    def _answer(self, *, reading: bool) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.own.asked += 1
        mood = self.own.mood
        if mood.endswith(" words"):
            mood = "well" if reading else mood.removesuffix(" words")
        if mood == "hanging up":
            return
        if mood == "refusing":
            self._send(503, "{}")
        elif mood == "talking nonsense":
            self._send(200, "<html>")
        else:
            self._be_well(reading=reading)

    def _be_well(self, *, reading: bool) -> None:
        if self.path.startswith("/api/v1/sessions"):
            self._send(201, '{"access_token": "a"}')
        elif self.path.startswith("/api/v1"):
            self._send(200, '{"as_of": "2026-11-24T12:00:00Z", "rows": []}')
        elif reading:
            self._send(200, PAGE)
        else:
            self.own.said.append(self.path)
            self._send(303, "")

    def _send(self, status: int, text: str) -> None:
        self.send_response(status)
        self.send_header("Location", "/incidents/1")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())
