"""Policies and calendars over HTTP on a real database: who may, what is refused, and what is foreseen."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from backend.incidents import rules
from backend.incidents.store import IncidentStore
from backend.kit.mongo import Database
from backend.sla.app import SlaSettings, create_app
from shared.clock import utc_now
from shared.contracts.vocabulary import Role
from shared.tokens import TokenSigner
from tests.support.keys import employee_token, served_keys
from tests.support.openings import cause, opening

pytestmark = pytest.mark.database
POLICY, CALENDAR = "/api/v1/policies/everybody", "/api/v1/calendars/office"
As = Callable[..., dict[str, str]]


@pytest.fixture
def sla(
    database_uri: str, database: Database, employees_signer: TokenSigner, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FlaskClient]:
    monkeypatch.setattr("backend.sla.app.connect", lambda _uri, _name: database)
    with served_keys(employees_signer) as employees:
        yield create_app(SlaSettings(mongodb_uri=database_uri, employees_url=employees)).test_client()


@pytest.fixture
def as_(employees_signer: TokenSigner) -> As:
    """Return the headers of an employee, and perhaps the version seen."""

    def headers(role: Role = Role.ADMIN, seen: int | None = None) -> dict[str, str]:
        token = {"Authorization": f"Bearer {employee_token(employees_signer, role)}"}
        return token | ({"If-Match": f'"{seen}"'} if seen is not None else {})

    return headers


def draft(sla: FlaskClient, as_: As, address: str, **fields: Any) -> dict[str, Any]:
    """Return what is kept at an address with other fields, as it is sent."""
    kept = sla.get(address, headers=as_()).get_json()
    return {name: value for name, value in kept.items() if name not in {"slug", "version"}} | fields


def test_who_leads_reads_what_admins_change_and_the_audit_says_who(sla: FlaskClient, as_: As) -> None:
    first = sla.get("/api/v1/policies", headers=as_(Role.SUPERVISOR)).get_json()["policies"]
    assert [one["slug"] for one in first] == ["urgent", "high", "low", "without-goods", "everybody"]
    assert sla.get("/api/v1/policies", headers=as_(Role.AGENT)).status_code == 403
    body = draft(sla, as_, POLICY, warnings=[60])
    assert sla.put(POLICY, json=body, headers=as_(Role.SUPERVISOR, 1)).status_code == 403
    assert sla.put(POLICY, json=body, headers=as_()).status_code == 428
    assert sla.put(POLICY, json=body, headers=as_(seen=7)).status_code == 412
    answer = sla.put(POLICY, json=body, headers=as_(seen=1))
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    (entry,) = sla.get(f"{POLICY}/audit", headers=as_(Role.SUPERVISOR)).get_json()["entries"]
    assert (entry["what"], entry["version"]) == ("changed", 2)


def test_a_new_calendar_and_a_policy_over_it_are_made(sla: FlaskClient, as_: As) -> None:
    calendar = draft(sla, as_, CALENDAR, time_zone="Atlantic/Canary", closing_days=["2026-12-24"])
    made = sla.put("/api/v1/calendars/canaries", json=calendar, headers=as_())
    assert (made.status_code, made.get_json()["version"]) == (201, 1)
    policy = draft(sla, as_, POLICY, calendar="canaries", position=5)
    assert sla.put("/api/v1/policies/islands", json=policy, headers=as_()).status_code == 201
    names = [one["slug"] for one in sla.get("/api/v1/calendars", headers=as_()).get_json()["calendars"]]
    assert names == ["canaries", "every-day", "office"]


@pytest.mark.parametrize(
    ("address", "fields", "why"),
    [
        (POLICY, {"calendar": "moon"}, "There is no calendar moon."),
        (POLICY, {"goals": {"first_answer": 600, "resolution": 60}}, "later (600 min) than the resolution"),
        (
            POLICY,
            {"escalations": [{"target": "resolution", "percent": 90, "team": "nobody"}]},
            "no team nobody",
        ),
        (CALENDAR, {"week": {}}, "needs an open hour"),
        (CALENDAR, {"time_zone": "Mars/Olympus"}, "Mars/Olympus is no time zone"),
        (CALENDAR, {"country": "ES", "subdivision": "TX"}, "ES has no part TX"),
    ],
)
def test_what_can_not_be_promised_is_refused_with_the_reason(
    sla: FlaskClient, as_: As, address: str, fields: dict[str, Any], why: str
) -> None:
    refused = sla.put(address, json=draft(sla, as_, address, **fields), headers=as_(seen=1))
    assert (refused.status_code in {400, 422}, why in refused.get_data(as_text=True)) == (True, True)
    assert sla.get(address, headers=as_()).headers["ETag"] == '"1"'


def test_it_is_said_beforehand_what_a_change_will_make_of_what_is_under_way(
    sla: FlaskClient, as_: As, database: Database
) -> None:
    store = IncidentStore(database, "intake")
    for category in ("billing", "damaged"):
        change = rules.open_incident(opening(category=category), utc_now())
        store.open_many([(change, cause(change.incident.id))])
    policy = draft(sla, as_, POLICY, goals={"first_answer": 30, "resolution": 60000})
    told = sla.post("/api/v1/previews", json={"slug": "everybody", "policy": policy}, headers=as_())
    found = {"incidents": 2, "earlier": 1, "later": 1, "promised": 0, "released": 0, "overdue": 0}
    assert told.get_json() == found
    calendar = draft(sla, as_, CALENDAR, week={"monday": [{"opens": "09:00", "closes": "10:00"}]})
    told = sla.post("/api/v1/previews", json={"slug": "office", "calendar": calendar}, headers=as_())
    assert told.get_json()["later"] == 2
    assert sla.get(CALENDAR, headers=as_()).headers["ETag"] == '"1"'
    assert sla.post("/api/v1/previews", json={"slug": "office"}, headers=as_()).status_code == 400
    assert sla.post("/api/v1/previews", json={}, headers=as_(Role.SUPERVISOR)).status_code == 403
