"""Macros over HTTP on a real database: one's own, those for everybody, and who may write which."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from backend.kit.mongo import Database
from backend.knowledge.app import KnowledgeSettings, create_app
from shared.contracts.vocabulary import Role
from shared.tokens import Issuer, TokenSigner
from tests.support.keys import employee_token, new_key_pem, served_keys

pytestmark = pytest.mark.database
MACROS = "/api/v1/macros"
ANA, LUIS = "e-anagarcia", "e-luisromero"
BROKEN: dict[str, Any] = {
    "name": "Llega rota",
    "texts": {"es": "Hola, {customer}: hoy sale otra.", "en": "Hello {customer}, another one is on its way."},
    "steps": {"priority": "high", "tags": ["rota"], "wait_days": 3},
}
As = Callable[..., dict[str, str]]


@pytest.fixture
def shop(
    database_uri: str,
    database: Database,
    employees_signer: TokenSigner,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[FlaskClient]:
    monkeypatch.setattr("backend.knowledge.app.connect", lambda _uri, _name: database)
    webform_signer = TokenSigner(new_key_pem(), Issuer.WEBFORM)
    with served_keys(employees_signer) as employees, served_keys(webform_signer) as webform:
        settings = KnowledgeSettings(mongodb_uri=database_uri, employees_url=employees, webform_url=webform)
        yield create_app(settings).test_client()


@pytest.fixture
def as_(employees_signer: TokenSigner) -> As:
    """Return the headers of an employee, and perhaps the version seen."""

    def headers(who: str, role: Role = Role.AGENT, seen: int | None = None) -> dict[str, str]:
        token = {"Authorization": f"Bearer {employee_token(employees_signer, role, sub=who)}"}
        return token | ({"If-Match": f'"{seen}"'} if seen is not None else {})

    return headers


def names(shop: FlaskClient, headers: dict[str, str]) -> list[str]:
    return [one["name"] for one in shop.get(MACROS, headers=headers).json["macros"]]


def test_ones_own_macros_are_ones_own(shop: FlaskClient, as_: As) -> None:
    written = shop.post(MACROS, json=BROKEN, headers=as_(ANA))
    assert written.status_code == 201
    place = written.headers["Location"]
    assert shop.get(place, headers=as_(ANA)).json["steps"]["wait_days"] == 3
    assert names(shop, as_(ANA)) == ["Llega rota"]
    assert names(shop, as_(LUIS)) == []
    assert shop.get(place, headers=as_(LUIS)).status_code == 404
    assert shop.put(place, json=BROKEN, headers=as_(LUIS, Role.ADMIN, 1)).status_code == 404
    assert shop.delete(place, headers=as_(LUIS, Role.ADMIN, 1)).status_code == 404


def test_those_for_everybody_are_written_by_supervisors_and_seen_by_all(shop: FlaskClient, as_: As) -> None:
    shared = BROKEN | {"is_shared": True}
    assert shop.post(MACROS, json=shared, headers=as_(LUIS)).status_code == 403
    place = shop.post(MACROS, json=shared, headers=as_(ANA, Role.SUPERVISOR)).headers["Location"]
    assert names(shop, as_(LUIS)) == ["Llega rota"]
    assert shop.put(place, json=shared, headers=as_(LUIS, seen=1)).status_code == 403
    assert shop.delete(place, headers=as_(LUIS, seen=1)).status_code == 403
    assert shop.delete(place, headers=as_(ANA, Role.SUPERVISOR, 1)).status_code == 204
    assert names(shop, as_(LUIS)) == []


def test_a_macro_is_changed_over_the_version_that_was_seen(shop: FlaskClient, as_: As) -> None:
    place = shop.post(MACROS, json=BROKEN, headers=as_(ANA)).headers["Location"]
    renamed = BROKEN | {"name": "Rota"}
    assert shop.put(place, json=renamed, headers=as_(ANA)).status_code == 428
    assert shop.put(place, json=renamed, headers=as_(ANA, seen=1)).headers["ETag"] == '"2"'
    assert shop.put(place, json=renamed, headers=as_(ANA, seen=1)).status_code == 412
    audit = shop.get(f"{place}/audit", headers=as_(LUIS, Role.SUPERVISOR)).json["entries"]
    assert [one["what"] for one in audit] == ["changed", "written"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"texts": {}, "steps": {}}, "needs words or something to do"),
        ({"texts": {"es": "Hola, {clienta}"}}, "nothing is called {clienta}"),
        ({"steps": {"resolve": True, "wait_days": 2}}, "does not wait"),
        ({"steps": {"claim": True, "team": "returns"}}, "another team"),
        ({"steps": {"wait_days": 0}}, "greater than or equal to 1"),
        ({"name": ""}, "at least 1 character"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_reason(
    shop: FlaskClient, as_: As, wrong: dict[str, Any], said: str
) -> None:
    answer = shop.post(MACROS, json=BROKEN | wrong, headers=as_(ANA))
    assert answer.status_code == 400
    assert said in answer.text
