"""``knowledge`` over HTTP on a real database: who may do what, versions, events, followers."""

from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from backend.kit.mongo import Database
from backend.knowledge.app import KnowledgeSettings, create_app
from shared.contracts.envelope import Envelope
from shared.contracts.vocabulary import Role
from shared.tokens import Issuer, TokenSigner
from tests.support.keys import employee_token, new_key_pem, served_keys

pytestmark = pytest.mark.database
API = "/api/v1"
LABELS = {"es": "Drones", "en": "Drones"}
TEXT = {"title": "Los paquetes tardan", "body": "Dos días más por la nieve."}
TEXTS = {"es": TEXT, "en": TEXT}


@pytest.fixture
def webform_signer() -> TokenSigner:
    return TokenSigner(new_key_pem(), Issuer.WEBFORM)


@pytest.fixture
def shop(database_uri, database, employees_signer, webform_signer, monkeypatch):
    monkeypatch.setattr("backend.knowledge.app.connect", lambda _uri, _name: database)
    with served_keys(employees_signer) as employees, served_keys(webform_signer) as webform:
        settings = KnowledgeSettings(mongodb_uri=database_uri, employees_url=employees, webform_url=webform)
        yield create_app(settings).test_client()


@pytest.fixture
def as_(employees_signer):
    """Return the headers of an employee with a role, and perhaps the version seen."""

    def headers(role: Role, seen: int | None = None) -> dict[str, str]:
        token = {"Authorization": f"Bearer {employee_token(employees_signer, role)}"}
        return token | ({"If-Match": f'"{seen}"'} if seen is not None else {})

    return headers


def told(database: Database) -> list[tuple[str, int]]:
    """Return what waits in the outbox, in its order."""
    found = database["outbox"].find().sort("_id", 1)
    envelopes = [Envelope.parse(document["body"]) for document in found]
    return [(envelope.type, envelope.version) for envelope in envelopes]


def test_anybody_reads_the_categories_in_their_order_and_a_second_time_only_what_is_new(shop: FlaskClient):
    answer = shop.get(f"{API}/categories")
    assert [one["slug"] for one in answer.json["categories"]][:2] == ["damaged", "missing"]
    assert answer.json["categories"][0]["fields"][0]["choices"]
    assert answer.headers["Cache-Control"] == "public, max-age=30"
    again = shop.get(f"{API}/categories", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_an_admin_makes_and_changes_a_category_and_its_audit_tells_who(shop: FlaskClient, as_: Any):
    body = {"names": LABELS, "team": "technical", "position": 3}
    assert shop.put(f"{API}/categories/drones", json=body, headers=as_(Role.SUPERVISOR)).status_code == 403
    assert shop.put(f"{API}/categories/drones", json=body, headers=as_(Role.ADMIN)).status_code == 201
    assert shop.put(f"{API}/categories/drones", json=body, headers=as_(Role.ADMIN)).status_code == 428
    assert shop.put(f"{API}/categories/drones", json=body, headers=as_(Role.ADMIN, 2)).status_code == 412
    changed = shop.put(
        f"{API}/categories/drones", json={**body, "is_active": False}, headers=as_(Role.ADMIN, 1)
    )
    assert (changed.status_code, changed.headers["ETag"], changed.json["is_active"]) == (200, '"2"', False)
    audit = shop.get(f"{API}/categories/drones/audit", headers=as_(Role.SUPERVISOR)).json["entries"]
    assert [(one["what"], one["version"], one["by"]["name"]) for one in audit] == [
        ("changed", 2, "Ana"),
        ("defined", 1, "Ana"),
    ]


def test_customers_see_an_answer_from_its_publishing_to_its_withdrawal(
    shop: FlaskClient, as_: Any, database: Database
):
    draft = {"texts": {"es": TEXT}, "category": "late"}
    written = shop.post(f"{API}/answers", json=draft, headers=as_(Role.SUPERVISOR))
    assert written.status_code == 201
    place = written.headers["Location"]
    assert shop.get(f"{API}/published-answers").json["answers"] == []
    published = {**draft, "is_published": True}
    assert shop.put(place, json=published, headers=as_(Role.SUPERVISOR, 1)).status_code == 200
    (shown,) = shop.get(f"{API}/published-answers").json["answers"]
    assert shown["texts"] == {"es": TEXT}
    assert shop.put(place, json=draft, headers=as_(Role.SUPERVISOR, 1)).status_code == 412
    assert shop.delete(place, headers=as_(Role.SUPERVISOR, 2)).status_code == 204
    assert shop.get(f"{API}/published-answers").json["answers"] == []
    assert shop.get(place, headers=as_(Role.AGENT)).status_code == 404
    assert told(database) == [("answer.published", 2), ("answer.withdrawn", 3)]


def test_an_agent_reads_drafts_and_writes_none(shop: FlaskClient, as_: Any):
    draft = {"texts": {"es": TEXT}}
    assert shop.post(f"{API}/answers", json=draft, headers=as_(Role.AGENT)).status_code == 403
    shop.post(f"{API}/answers", json=draft, headers=as_(Role.SUPERVISOR))
    assert len(shop.get(f"{API}/answers", headers=as_(Role.AGENT)).json["answers"]) == 1
    assert shop.get(f"{API}/answers").status_code == 401


def test_who_follows_a_known_incident_is_counted_once_and_shown_to_nobody(
    shop: FlaskClient, as_: Any, database: Database, webform_signer: TokenSigner
):
    from datetime import timedelta

    announced = shop.post(f"{API}/known-incidents", json={"texts": TEXTS}, headers=as_(Role.SUPERVISOR))
    place = announced.headers["Location"]
    token = webform_signer.sign({"sub": "guest", "aud": "ventanilla"}, timedelta(minutes=2))
    form = {"Authorization": f"Bearer {token}"}
    for email in ("marta@example.org", "Marta@Example.org", "luis@example.org"):
        follower = {"email": email, "name": "Marta", "language": "es"}
        assert shop.post(f"{place}/followers", json=follower, headers=form).status_code == 204
    (known,) = shop.get(f"{API}/known-incidents").json["known_incidents"]
    assert known["followers"] == 2
    assert "example.org" not in str(known)
    assert shop.post(f"{place}/followers", json=follower, headers=as_(Role.ADMIN)).status_code == 403
    missing = f"{API}/known-incidents/{uuid4()}/followers"
    assert shop.post(missing, json=follower, headers=form).status_code == 404
    assert shop.put(f"{place}/resolution", headers=as_(Role.SUPERVISOR, 1)).status_code == 200
    assert shop.get(f"{API}/known-incidents").json["known_incidents"] == []
    assert shop.post(f"{place}/followers", json=follower, headers=form).status_code == 409
    assert shop.put(f"{place}/resolution", headers=as_(Role.SUPERVISOR, 2)).status_code == 409
    assert told(database) == [("known-incident.announced", 1), ("known-incident.solved", 2)]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"texts": {}},
        {"texts": {"fr": TEXT}},
        {"texts": {"es": {"title": "\u200b", "body": "x"}}},
        {"texts": {"es": {**TEXT, "html": "<b>"}}},
        {"texts": {"es": TEXT}, "category": "No Slug"},
        {"texts": {"es": {**TEXT, "body": "x" * 10_001}}},
    ],
)
def test_a_malformed_answer_is_refused_whole(shop: FlaskClient, as_: Any, body: dict[str, Any]):
    refused = shop.post(f"{API}/answers", json=body, headers=as_(Role.SUPERVISOR))
    assert (refused.status_code, refused.mimetype) == (400, "application/problem+json")
    assert shop.get(f"{API}/answers", headers=as_(Role.AGENT)).json["answers"] == []
