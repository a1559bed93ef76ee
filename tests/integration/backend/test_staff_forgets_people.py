"""Who leads forgets people over HTTP, on a real database; an audit tells each time, and names no person."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI

from backend.incidents import rules
from backend.incidents.model import Incident
from backend.incidents.store import IncidentStore
from backend.kit.mongo import Database
from backend.resolution.app import ResolutionSettings, create_app
from shared.contracts.resources import Contact
from shared.contracts.vocabulary import Role
from shared.tokens import TokenSigner
from tests.support.any_request import send_anything
from tests.support.keys import employee_token, served_keys
from tests.support.openings import NOON, cause, opening

pytestmark = pytest.mark.database
API = "/api/v1"
EMAIL = "marta@example.org"
WHY = {"reason": "She asked for it by phone"}


@pytest.fixture
def store(database: Database) -> IncidentStore:
    store = IncidentStore(database, "intake")
    store.prepare()
    return store


@pytest.fixture
def app(
    database: Database, database_uri: str, employees_signer: TokenSigner, monkeypatch: pytest.MonkeyPatch
) -> Iterator[OpenAPI]:
    monkeypatch.setattr("backend.resolution.app.connect", lambda _uri, _name: database)
    with served_keys(employees_signer) as employees:
        yield create_app(
            ResolutionSettings(
                mongodb_uri=database_uri,
                employees_url=employees,
                customers_url="http://127.0.0.1:9",
                webform_url="http://127.0.0.1:9",
            )
        )


@pytest.fixture
def desk(app: OpenAPI) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def lead(employees_signer: TokenSigner) -> dict[str, str]:
    return {"Authorization": f"Bearer {employee_token(employees_signer, Role.SUPERVISOR)}"}


@pytest.fixture
def agent(employees_signer: TokenSigner) -> dict[str, str]:
    return {"Authorization": f"Bearer {employee_token(employees_signer, Role.AGENT)}"}


def open_one(store: IncidentStore, email: str = EMAIL, customer_id: str | None = None) -> Incident:
    contact = Contact(name="Marta Ruiz", email=email, customer_id=customer_id)
    change = rules.open_incident(opening().model_copy(update={"contact": contact}), NOON)
    store.open_many([(change, cause(change.incident.id))])
    return store.get(change.incident.id)


def audit(desk: FlaskClient, lead: dict[str, str], **query: Any) -> list[dict[str, Any]]:
    found: dict[str, Any] = desk.get(f"{API}/person-audit", headers=lead, query_string=query).get_json()
    return list(found["entries"])


def test_an_incident_is_erased_and_the_audit_tells_by_whom_and_why(
    desk: FlaskClient, store: IncidentStore, lead: dict[str, str]
) -> None:
    incident = open_one(store)
    path = f"{API}/incidents/{incident.id}/erasure"
    answers = [desk.post(path, json=WHY, headers=lead) for _ in range(2)]
    assert [(each.status_code, each.headers["ETag"]) for each in answers] == [(200, '"2"')] * 2
    row = answers[0].get_json()
    assert (row["state"], row["subject"], row["customer_name"]) == ("closed", "—", "—")
    detail = desk.get(f"{API}/incidents/{incident.id}", headers=lead).get_json()
    assert (detail["contact"], detail["description"]) == (None, "—")
    assert detail["erased_at"]
    entry = audit(desk, lead)[0]
    assert (entry["what"], entry["by"]["name"], entry["reason"], entry["incidents"]) == (
        "incident-erased", "Ana", WHY["reason"], [incident.reference],
    )  # fmt: skip


def test_a_guest_is_erased_by_their_address_and_the_audit_does_not_name_them(
    desk: FlaskClient, store: IncidentStore, lead: dict[str, str]
) -> None:
    hers = [open_one(store), open_one(store, "Marta@Example.org")]
    others = [open_one(store, "leo@example.org"), open_one(store, customer_id="c-marta0001")]
    answer = desk.post(f"{API}/erasures", json={**WHY, "email": "MARTA@example.org"}, headers=lead)
    assert set(answer.get_json()["incidents"]) == {one.reference for one in hers}
    assert all(store.get(one.id).contact is None for one in hers)
    assert all(store.get(one.id) == one for one in others)
    [entry] = audit(desk, lead)
    assert entry["what"] == "person-erased"
    assert "marta" not in str(entry).lower()


def test_that_nothing_was_found_is_told_too(desk: FlaskClient, lead: dict[str, str]) -> None:
    answer = desk.post(f"{API}/erasures", json={**WHY, "email": EMAIL}, headers=lead)
    assert answer.get_json() == {"incidents": []}
    assert [entry["incidents"] for entry in audit(desk, lead)] == [[]]
    assert audit(desk, lead, since="2126-01-01T00:00:00Z") == []


def test_nobody_else_may_and_nothing_is_erased_without_a_reason(
    desk: FlaskClient, store: IncidentStore, lead: dict[str, str], agent: dict[str, str]
) -> None:
    incident = open_one(store)
    path = f"{API}/incidents/{incident.id}/erasure"
    assert desk.post(path, json=WHY, headers=agent).status_code == 403
    assert desk.post(f"{API}/erasures", json={**WHY, "email": EMAIL}, headers=agent).status_code == 403
    assert desk.get(f"{API}/person-audit", headers=agent).status_code == 403
    assert desk.post(path, json={"reason": " "}, headers=lead).status_code == 400
    assert desk.post(path, json={}, headers=lead).status_code == 400
    assert (
        desk.post(f"{API}/incidents/{opening().incident_id}/erasure", json=WHY, headers=lead).status_code
        == 404
    )
    assert store.get(incident.id) == incident
    assert audit(desk, lead) == []


def test_an_erased_incident_takes_no_further_move(
    desk: FlaskClient, store: IncidentStore, lead: dict[str, str]
) -> None:
    incident = open_one(store)
    desk.post(f"{API}/incidents/{incident.id}/erasure", json=WHY, headers=lead)
    path = f"{API}/incidents/{incident.id}/reopening"
    answer = desk.post(path, json={}, headers={**lead, "If-Match": '"2"'})
    assert (answer.status_code, answer.get_json()["detail"]) == (
        409, "It was erased and takes no more changes.",
    )  # fmt: skip


def test_every_request_is_answered_as_described_whoever_sends_it(
    app: OpenAPI, store: IncidentStore, lead: dict[str, str], agent: dict[str, str]
) -> None:
    answered: Counter[int] = Counter()
    for found in schemathesis.openapi.from_wsgi("/openapi.json", app).get_all_operations():
        operation = found.ok()
        if not operation.path.endswith(("/assignment", "/notes")):  # they ask employees, which are not here
            known = {"incident_id": str(open_one(store).id)}
            send_anything(operation, [{}, lead, agent], known, answered)
    assert {200, 400, 401, 403, 404} <= answered.keys(), answered
