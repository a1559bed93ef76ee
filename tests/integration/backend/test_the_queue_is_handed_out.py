"""The queue over HTTP: whole, since a moment, and line by line."""

import json
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.support.callers import Callers
from tests.support.resolution_room import callers, http, incident_id, seen, store

__all__ = ["callers", "http", "incident_id", "store"]
pytestmark = pytest.mark.stack


def in_lines(answer: httpx.Response) -> list[dict[str, Any]]:
    assert answer.headers["Content-Type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.text.splitlines()]


def test_the_queue_since_a_moment_holds_what_changed_after_it(
    http: httpx.Client, callers: Callers, incident_id: UUID
) -> None:
    before = http.get("/incidents", headers=callers.employee()).json()
    assert str(incident_id) in {row["id"] for row in before["rows"]}
    http.put(f"/incidents/{incident_id}/resolution", headers=callers.employee() | seen(1))
    http.put(f"/incidents/{incident_id}/closure", headers=callers.employee() | seen(2))
    answer = http.get("/incidents", params={"updated_after": before["as_of"]}, headers=callers.employee())
    assert {row["id"]: row["state"] for row in answer.json()["rows"]}[str(incident_id)] == "closed"
    whole = http.get("/incidents", headers=callers.employee()).json()["rows"]
    assert str(incident_id) not in {row["id"] for row in whole}


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
