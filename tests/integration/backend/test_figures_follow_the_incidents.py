"""The figures in the running stack: soon, for whom they are, and the same whoever is killed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from backend.employees.handlers import NewEmployee, claims_of, take_on
from backend.incidents.rules import open_incident
from backend.incidents.store import IncidentStore
from backend.kit.causes import Cause
from backend.kit.mongo import connect
from deploy.local.broker import VHOST
from deploy.local.stack import Stack
from shared.clock import utc_now
from shared.contracts.envelope import Envelope
from shared.contracts.figures import FiguresChanged
from shared.contracts.vocabulary import Language, Role
from shared.ids import uuid7
from shared.messaging.ports import StreamState
from shared.messaging.rabbit.stream import StreamReader
from shared.tokens import Issuer, TokenSigner
from tests.support.callers import ANA, Callers
from tests.support.lives import MOVES
from tests.support.openings import ANA as ANA_ACTS
from tests.support.openings import LUIS, opening
from tests.support.waiting import eventually

pytestmark = pytest.mark.stack
BOSS = {**ANA, "sub": "e-bossboss1", "name": "Berta Boss", "role": "supervisor"}
ANAS_OWN = {**ANA, "sub": str(ANA_ACTS.id)}


class Shop:
    """Changes incidents as the services do, and asks for the figures."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._database = connect(stack.settings("resolution")["MONGODB_URI"])
        self._store = IncidentStore(self._database, "resolution")
        self._callers = Callers(stack)
        self._http = httpx.Client(base_url=f"{stack.url('metrics')}/api/v1", timeout=60)

    def close(self) -> None:
        self._http.close()
        self._database.client.close()

    def open(self, category: str, *moves: str) -> UUID:
        incident_id = uuid7(utc_now())
        command = opening(None, category).model_copy(update={"incident_id": incident_id})
        self._store.open_many([(open_incident(command, utc_now()), Cause(uuid4(), uuid4()))])
        for name in moves:
            move = MOVES[name]
            self._store.change(incident_id, lambda one, m=move: m(one, utc_now()), Cause(uuid4(), uuid4()))
        return incident_id

    def ask(self, path: str, claims: dict[str, Any] = BOSS, **params: str) -> httpx.Response:
        return self._http.get(path, params=params, headers=self._callers.employee(claims))

    def get(self, path: str, claims: dict[str, Any] = BOSS, **params: str) -> dict[str, Any]:
        found: dict[str, Any] = self.ask(path, claims, **params).raise_for_status().json()
        return found

    def arrivals(self, category: str) -> int:
        return int(self.get("/figures", category=category)["total"]["arrivals"])

    def check(self) -> dict[str, Any]:
        answer = self._http.post("/checks", headers=self._callers.employee(BOSS))
        found: dict[str, Any] = answer.raise_for_status().json()
        return found


@pytest.fixture(scope="module")
def shop(stack: Stack) -> Iterator[Shop]:
    shop = Shop(stack)
    yield shop
    shop.close()


def name() -> str:
    """Return a category that nobody used before."""
    return f"c{uuid4().hex[:10]}"


def test_what_happens_is_counted_soon(shop: Shop) -> None:
    category = name()
    incident = shop.open(category, "claim-ana", "reply-ana", "resolve-luis", "well-rated")
    eventually(lambda: shop.get("/figures", category=category)["total"]["ratings"] == 1)
    found = shop.get("/figures", category=category, group="employee")
    assert (found["total"]["arrivals"], found["total"]["answers"], found["total"]["stars"]) == (1, 2, 5)
    assert {line["name"] for line in found["lines"]} == {ANA_ACTS.name, LUIS.name, None}
    since = (utc_now() - timedelta(hours=1)).isoformat()
    behind = shop.get("/incidents", measure="answers", since=since, category=category)
    assert (behind["total"], [row["id"] for row in behind["rows"]]) == (1, [str(incident)])


def test_the_backlog_is_what_is_open_now(shop: Shop) -> None:
    category = name()
    mine, new = shop.open(category, "claim-ana"), shop.open(category)
    eventually(lambda: shop.get("/backlog", category=category)["total"] == 2)
    found = shop.get("/backlog", category=category)
    assert (found["unassigned"], found["loads"][0]["employee"]["id"]) == (1, ANA_ACTS.id)
    for params, expected in (({"unassigned": "true"}, new), ({"state": "assigned"}, mine)):
        rows = shop.get("/incidents", category=category, **params)["rows"]
        assert [row["id"] for row in rows] == [str(expected)]


def test_an_agent_sees_their_own_figures_only(shop: Shop) -> None:
    category = name()
    shop.open(category, "reply-ana", "resolve-luis")
    eventually(lambda: shop.get("/figures", category=category)["total"]["resolutions"] == 1)
    own = shop.get("/figures", ANAS_OWN, category=category)["total"]
    assert (own["answers"], own["resolutions"], own["arrivals"]) == (1, 0, 0)
    assert shop.ask("/figures", ANAS_OWN, employee=str(LUIS.id)).status_code == 403
    assert shop.ask("/usual", ANAS_OWN).status_code == 403
    assert shop.get("/usual")["categories"] is not None


def test_dashboards_are_told_over_the_stream(shop: Shop, stack: Stack) -> None:
    heard: list[FiguresChanged] = []
    live: list[bool] = []

    def hear(envelopes: list[Envelope]) -> None:
        contents = (each.content() for each in envelopes)
        heard.extend(each for each in contents if isinstance(each, FiguresChanged))

    def note(state: StreamState) -> None:
        if state.kind == "live":
            live.append(True)

    def is_told() -> bool:
        told = bool(heard)
        heard.clear()
        return told

    wanted = NewEmployee("Berta", "berta@example.com", Role.SUPERVISOR, (), Language.SPANISH, "no hash")
    berta = take_on(wanted, utc_now)
    signer = TokenSigner.from_file(stack.site.signing_key("employees"), Issuer.EMPLOYEES)
    token = signer.sign(claims_of(berta, "s1", VHOST), timedelta(minutes=10))
    url = stack.site.broker.open_amqp_url
    reader = StreamReader(url, name=berta.id, password=lambda: token, on_events=hear, on_state=note)
    reader.start()
    try:
        eventually(lambda: bool(live))
        category = name()
        shop.open(category)
        # What is told may be of something before: who asks whenever they are told finds it in the end.
        eventually(lambda: is_told() and shop.arrivals(category) == 1)
    finally:
        reader.stop()


def test_killed_at_any_moment_it_loses_and_doubles_nothing(shop: Shop, stack: Stack) -> None:
    category = name()
    for count in (1, 2, 3):
        for _ in range(4):
            shop.open(category, "reply-ana")
        stack.kill_part("metrics")
        stack.wait_until_ready("metrics")
        eventually(lambda count=count: shop.arrivals(category) == 4 * count)
    eventually(lambda: shop.get("/figures", category=category)["total"]["answers"] == 12)
    assert shop.check()["deviations"] == []


def test_made_anew_while_it_runs_they_are_the_same(shop: Shop, stack: Stack) -> None:
    category = name()
    shop.open(category, "reply-ana", "resolve-ana")
    eventually(lambda: shop.get("/figures", category=category)["total"]["resolutions"] == 1)
    settings = {**os.environ, **stack.settings("metrics")}
    command = [sys.executable, "-m", "backend.metrics.rebuild"]
    done = subprocess.run(command, env=settings, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    shop.open(category)
    eventually(lambda: shop.arrivals(category) == 2)
    assert shop.get("/figures", category=category)["total"]["resolutions"] == 1
    assert shop.check()["deviations"] == []


@pytest.mark.parametrize(
    ("params", "kind"),
    [
        ({"since": "2016-01-01T00:00:00Z", "step": "hour"}, "too-fine"),
        ({"since": "2016-01-01T00:00:00Z", "step": "minute"}, "too-fine"),
        ({"since": "2026-02-01T00:00:00Z", "until": "2026-01-01T00:00:00Z"}, "inverted-period"),
        ({"since": "yesterday"}, "invalid-request"),
        ({"group": "weather"}, "invalid-request"),
    ],
)
def test_what_cannot_be_answered_is_said_so(shop: Shop, params: dict[str, str], kind: str) -> None:
    answer = shop.ask("/figures", **params)
    assert (answer.status_code, answer.json()["type"]) == (400, f"urn:ventanilla:problem:{kind}")


def test_long_and_empty_periods_are_answered(shop: Shop) -> None:
    decade = shop.get("/figures", since="2016-01-01T00:00:00Z", step="day")
    assert len(decade["lines"][0]["points"]) > 3650
    empty = shop.get("/figures", since="2016-01-01T00:00:00Z", until="2016-01-01T00:00:00Z")
    assert empty["total"]["arrivals"] == 0
    assert shop.get("/figures", team="nobody-knows", group="team")["lines"] == []
