"""The queue of ``resolution`` line by line, as consoles fetch it: the fresh first, and a count at the end."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from backend.incidents.rules import open_incident
from backend.incidents.store import IncidentStore
from backend.kit.causes import Cause
from backend.kit.mongo import connect
from deploy.local.stack import Stack
from shared.clock import utc_now
from shared.contracts.commands import OpenIncident
from shared.contracts.resources import Contact
from shared.contracts.vocabulary import Language
from shared.ids import uuid7
from tests.support.callers import OWNER, Callers

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def store(stack: Stack) -> Iterator[IncidentStore]:
    database = connect(stack.settings("resolution")["MONGODB_URI"])
    yield IncidentStore(database, "intake")
    database.client.close()


@pytest.fixture(scope="module")
def http(stack: Stack) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{stack.url('resolution')}/api/v1", timeout=30) as client:
        yield client


@pytest.fixture(scope="module")
def callers(stack: Stack) -> Callers:
    return Callers(stack)


@pytest.fixture
def incident_id(store: IncidentStore) -> UUID:
    identity = uuid7(utc_now())
    command = OpenIncident(
        incident_id=identity,
        category="damaged",
        subject="La tetera llegó rota",
        description="El asa estaba partida.",
        contact=Contact(name="Marta Ruiz", email="marta@example.com", customer_id=OWNER),
        language=Language.SPANISH,
    )
    store.open_many([(open_incident(command, utc_now()), Cause(identity, uuid4()))])
    return identity


def in_lines(answer: httpx.Response) -> list[dict[str, Any]]:
    assert answer.headers["Content-Type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.text.splitlines()]


def test_the_queue_comes_line_by_line_with_its_moment_and_its_count(
    http: httpx.Client, callers: Callers, incident_id: UUID
) -> None:
    first, *rows, last = in_lines(http.get("/queue", headers=callers.employee()))
    assert list(first) == ["as_of"]
    assert last == {"rows": len(rows)}
    whole = http.get("/incidents", headers=callers.employee()).json()["rows"]
    assert {row["id"]: row for row in rows} == {row["id"]: row for row in whole}
    assert rows[0]["updated_at"] >= first["as_of"][:13]  # what is fresh comes first
    assert str(incident_id) in {row["id"] for row in rows}


def test_what_changed_since_comes_line_by_line_too(
    http: httpx.Client, callers: Callers, incident_id: UUID
) -> None:
    first, *_rows, _last = in_lines(http.get("/queue", headers=callers.employee()))
    params = {"updated_after": first["as_of"]}
    _first, *rows, last = in_lines(http.get("/queue", params=params, headers=callers.employee()))
    assert str(incident_id) not in {row["id"] for row in rows}
    assert last == {"rows": len(rows)}


def test_the_lines_are_for_employees(http: httpx.Client, callers: Callers) -> None:
    assert http.get("/queue").status_code == 401
    assert http.get("/queue", headers=callers.customer()).status_code == 403
