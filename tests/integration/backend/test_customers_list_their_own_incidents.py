"""The list of a customer's own incidents: which, by when an answer is due, and what was answered last."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from backend.incidents import rules
from backend.incidents.model import Incident
from backend.incidents.store import IncidentStore
from backend.kit.mongo import Database
from backend.resolution.app import ResolutionSettings, create_app
from shared.tokens import AUDIENCE, Issuer, TokenSigner
from tests.support.keys import MINUTE, employee_token, new_key_pem, served_keys
from tests.support.openings import ANA, LUIS, MARTA, NOON, cause, later, opening
from tests.support.promised_database import promise

pytestmark = pytest.mark.database


@pytest.fixture
def store(database: Database) -> IncidentStore:
    made = IncidentStore(database, "resolution")
    made.prepare()
    return made


@pytest.fixture
def signer() -> TokenSigner:
    return TokenSigner(new_key_pem(), Issuer.CUSTOMERS)


@pytest.fixture
def resolution(
    database: Database,
    database_uri: str,
    signer: TokenSigner,
    employees_signer: TokenSigner,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[FlaskClient]:
    monkeypatch.setattr("backend.resolution.app.connect", lambda _uri, _name: database)
    with served_keys(signer) as customers, served_keys(employees_signer) as employees:
        yield create_app(
            ResolutionSettings(
                mongodb_uri=database_uri,
                employees_url=employees,
                customers_url=customers,
                webform_url="http://127.0.0.1:9",
            )
        ).test_client()


def opened(store: IncidentStore, customer_id: str | None = MARTA.id) -> Incident:
    change = rules.open_incident(opening(customer_id), NOON)
    store.open_many([(change, cause(change.incident.id))])
    return change.incident


def own(resolution: FlaskClient, signer: TokenSigner, customer_id: str | None = MARTA.id) -> dict:  # type: ignore[type-arg]
    token = signer.sign({"sub": customer_id, "name": MARTA.name, "aud": AUDIENCE}, MINUTE)
    answer = resolution.get("/api/v1/own-incidents", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    return {one["row"]["id"]: one for one in answer.get_json()["incidents"]}


def test_a_customer_lists_their_own_and_nobody_elses(
    resolution: FlaskClient, signer: TokenSigner, store: IncidentStore, database: Database
) -> None:
    promise(database)
    hers = opened(store)
    opened(store, "c-somebodyelse")
    opened(store, None)
    (only,) = own(resolution, signer).values()
    assert only["row"]["id"] == str(hers.id)
    assert (only["row"]["team"], only["last_answer"]) == (None, None)
    assert only["row"]["answer_due"].startswith("2026-11-24T14:00")
    assert own(resolution, signer, "c-nobodyno") == {}


def test_the_list_says_what_was_answered_last_and_no_note(
    resolution: FlaskClient, signer: TokenSigner, store: IncidentStore
) -> None:
    answered, silent = opened(store), opened(store)
    store.change(answered.id, lambda one: rules.reply(one, ANA, later(1), uuid4(), "Hola, Marta."), cause())
    text = "Mañana\n\nsale otra. " * 20
    store.change(answered.id, lambda one: rules.reply(one, LUIS, later(2), uuid4(), text), cause())
    store.change(answered.id, lambda one: rules.note(one, ANA, later(3), uuid4(), "Es de fiar."), cause())
    store.change(silent.id, lambda one: rules.note(one, ANA, later(3), uuid4(), "Es de fiar."), cause())
    listed = own(resolution, signer)
    last = listed[str(answered.id)]["last_answer"]
    assert last["excerpt"].startswith("Mañana sale otra. Mañana")
    assert last["excerpt"].endswith("…")
    assert last["at"].startswith("2026-11-24T12:02")
    assert listed[str(answered.id)]["row"]["answer_due"] is None
    assert listed[str(silent.id)]["last_answer"] is None
    assert "fiar" not in str(listed)


def test_only_a_customer_has_a_list_of_their_own(
    resolution: FlaskClient, employees_signer: TokenSigner
) -> None:
    headers = {"Authorization": f"Bearer {employee_token(employees_signer)}"}
    assert resolution.get("/api/v1/own-incidents", headers=headers).status_code == 403
    assert resolution.get("/api/v1/own-incidents").status_code == 401
