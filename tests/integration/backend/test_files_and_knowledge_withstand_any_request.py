"""Whatever is sent to ``files`` and ``knowledge``, they answer as their descriptions say, and never crash."""

from collections import Counter
from io import BytesIO

import pytest
import schemathesis

from backend.files.app import FilesSettings
from backend.files.app import create_app as create_files
from backend.knowledge.app import KnowledgeSettings
from backend.knowledge.app import create_app as create_knowledge
from shared.contracts.vocabulary import Role
from shared.tokens import AUDIENCE, Issuer, TokenSigner
from tests.support.any_request import send_anything
from tests.support.keys import MINUTE, employee_token, new_key_pem, served_keys
from tests.support.pictures import picture

pytestmark = pytest.mark.database
TEXT = {"title": "¿Cuándo llega?", "body": "Mañana."}


@pytest.fixture
def webform_signer():
    return TokenSigner(new_key_pem(), Issuer.WEBFORM)


@pytest.fixture
def keys(employees_signer, webform_signer):
    with served_keys(employees_signer) as employees, served_keys(webform_signer) as webform:
        yield {"employees_url": employees, "webform_url": webform}


@pytest.fixture
def callers(employees_signer, webform_signer):
    guest = webform_signer.sign({"sub": "guest", "aud": AUDIENCE}, MINUTE)
    tokens = [employee_token(employees_signer, role) for role in Role]
    return [{}, *({"Authorization": f"Bearer {token}"} for token in (guest, *tokens))]


def test_files(database, database_uri, keys, callers, monkeypatch):
    monkeypatch.setattr("backend.files.app.connect", lambda _uri, _name: database)
    nowhere = "http://127.0.0.1:9"
    app = create_files(
        FilesSettings(mongodb_uri=database_uri, customers_url=nowhere, mail_in_url=nowhere, **keys)
    )
    answered: Counter[int] = Counter()
    for found in schemathesis.openapi.from_wsgi("/openapi.json", app).get_all_operations():
        sent = {"file": (BytesIO(picture()), "foto.jpg")}
        kept = app.test_client().post("/api/v1/files", data=sent, headers=callers[1]).json
        send_anything(found.ok(), callers, {"file_id": kept["id"]}, answered)
    assert {200, 400, 401, 403, 404} <= answered.keys(), answered


def test_knowledge(database, database_uri, keys, callers, monkeypatch):
    monkeypatch.setattr("backend.knowledge.app.connect", lambda _uri, _name: database)
    app = create_knowledge(KnowledgeSettings(mongodb_uri=database_uri, **keys))
    body = {"texts": {"es": TEXT, "en": TEXT}}
    known = app.test_client().post("/api/v1/known-incidents", json=body, headers=callers[-1]).json
    answered: Counter[int] = Counter()
    for found in schemathesis.openapi.from_wsgi("/openapi.json", app).get_all_operations():
        send_anything(found.ok(), callers, {"thing_id": known["id"], "slug": "late"}, answered)
    assert {200, 400, 401, 403, 404, 412} <= answered.keys(), answered
