"""Whatever is sent to the services of the staff, they answer as their descriptions say."""

import threading
from collections import Counter
from contextlib import contextmanager
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import schemathesis
from werkzeug.serving import make_server

from backend.employees.app import create_app as create_employees
from backend.incidents.rules import open_incident
from backend.incidents.store import IncidentStore
from backend.kit.http import create_service
from backend.kit.tokens import TokenVerifier
from backend.metrics.api import Answering, metrics_api
from backend.metrics.board import Board
from backend.metrics.following import Shown
from backend.metrics.records import RecordStore
from backend.metrics.steps import facts_of
from backend.presence.app import PresenceSettings
from backend.presence.app import create_app as create_presence
from backend.resolution.app import ResolutionSettings
from backend.resolution.app import create_app as create_resolution
from backend.search.app import SearchSettings
from backend.search.app import create_app as create_search
from shared.contracts.figures import Check
from shared.contracts.vocabulary import Role
from shared.messaging.memory import MemoryBroker, MemoryPublisher
from shared.tokens import AUDIENCE, JWKS_PATH, Issuer, TokenSigner
from tests.support.any_request import send_anything
from tests.support.index import incident, reader_of
from tests.support.keys import MINUTE, employee_token, new_key_pem, served_keys
from tests.support.lives import Life
from tests.support.openings import NOON, cause, later, opening
from tests.support.staff import bearer, session, take_on

pytestmark = pytest.mark.database
OWNER = "c-ownerown"
PARTS = 4
"""So many tests share the operations of ``employees``: each of them hashes passwords."""


@pytest.fixture
def signers(key_file):
    others = {issuer: TokenSigner(new_key_pem(), issuer) for issuer in (Issuer.CUSTOMERS, Issuer.WEBFORM)}
    return {Issuer.EMPLOYEES: TokenSigner.from_file(key_file, Issuer.EMPLOYEES), **others}


@contextmanager
def served(app):
    """Serve an application over HTTP, as ``resolution`` asks ``employees``."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


@pytest.fixture
def keys(signers, employees_settings, database):
    """Where the keys of those are whose tokens count; the employees' with the real service behind it."""
    with (
        served(create_employees(employees_settings)) as employees,
        served_keys(signers[Issuer.CUSTOMERS]) as customers,
        served_keys(signers[Issuer.WEBFORM]) as webform,
    ):
        yield {"employees_url": employees, "customers_url": customers, "webform_url": webform}


@pytest.fixture
def callers(signers):
    customer = signers[Issuer.CUSTOMERS].sign({"sub": OWNER, "name": "Marta", "aud": AUDIENCE}, MINUTE * 5)
    guest = signers[Issuer.WEBFORM].sign({"sub": "guest", "aud": AUDIENCE}, MINUTE * 5)
    staff = [employee_token(signers[Issuer.EMPLOYEES], role) for role in Role]
    return [{}, *({"Authorization": f"Bearer {token}"} for token in (customer, guest, *staff))]


def operations(app):
    return [found.ok() for found in schemathesis.openapi.from_wsgi("/openapi.json", app).get_all_operations()]


def test_resolution(database, database_uri, keys, callers, monkeypatch):
    monkeypatch.setattr("backend.resolution.app.connect", lambda _uri, _name: database)
    store = IncidentStore(database, "intake")
    store.prepare()
    app = create_resolution(ResolutionSettings(mongodb_uri=database_uri, **keys))
    answered: Counter[int] = Counter()
    for operation in operations(app):
        command = opening(OWNER)
        store.open_many([(open_incident(command, NOON), cause(command.incident_id))])
        known = {"incident_id": str(command.incident_id)}
        send_anything(operation, callers, known, answered, version=1)
    assert {200, 400, 401, 403, 404, 409, 412} <= answered.keys(), answered


@pytest.mark.parametrize("part", range(PARTS))
def test_employees(employees_settings, database, expected_log, part):
    expected_log("broker connections not closed")
    app = create_employees(employees_settings)
    client = app.test_client()
    asked = operations(app)[part::PARTS]
    # Beforehand: some requests end the session that they come from, or demand a second factor of everybody.
    admins = [bearer(session(client)) for _ in asked]
    answered: Counter[int] = Counter()
    for number, (operation, admin) in enumerate(zip(asked, admins, strict=True)):
        known = {
            "employee_id": take_on(client, admin, f"ana{number}@example.com").get_json()["id"],
            "session_id": client.get("/api/v1/sessions", headers=admin).get_json()["sessions"][-1]["id"],
            "view_id": _saved_view(client, admin),
        }
        send_anything(operation, [{}, admin, admin, admin], known, answered, version=1)
    assert {200, 400, 401, 404} <= answered.keys(), answered


def _saved_view(client, admin):
    body = {"name": "Urgent", "definition": {}}
    return client.post("/api/v1/views", json=body, headers=admin).get_json()["id"]


def test_presence(keys, callers):
    settings = PresenceSettings(amqp_url="amqp://127.0.0.1:9/ventanilla", employees_url=keys["employees_url"])
    app = create_presence(settings, MemoryPublisher(MemoryBroker()))
    answered: Counter[int] = Counter()
    for operation in operations(app):
        send_anything(operation, callers, {"incident_id": str(uuid4())}, answered)
    assert {200, 204, 400, 401} <= answered.keys(), answered


def test_metrics(database, keys, callers):
    lives = [Life.begun(), Life.begun().move("reply-ana", later(1)).move("resolve-luis", later(2))]
    board, shown = Board(ZoneInfo("Europe/Madrid")), Shown()
    board.take_in([(None, facts_of(life.record())) for life in lives], {})
    shown.put(board)
    verifier = TokenVerifier({Issuer.EMPLOYEES: keys["employees_url"] + JWKS_PATH})
    app = create_service("metrics", checks={}, verifier=verifier)
    checked = Check(began_at=NOON, ended_at=NOON, incidents=2, deviations=())
    app.register_api(metrics_api(Answering(shown, RecordStore(database), lambda: checked, lambda: later(9))))
    answered: Counter[int] = Counter()
    for operation in operations(app):
        send_anything(operation, [{}, *callers[-len(Role) :]], {}, answered)
    assert {200, 400, 401, 403} <= answered.keys(), answered


def test_search(tmp_path, keys, callers):
    reader_of(tmp_path, incident("La tetera llegó rota"))
    app = create_search(SearchSettings(index_dir=tmp_path, **keys))
    answered: Counter[int] = Counter()
    for operation in operations(app):
        send_anything(operation, callers, {}, answered)
    assert {200, 400, 401, 403} <= answered.keys(), answered


def test_search_without_an_index_says_that_it_has_none(tmp_path, keys, callers, expected_log):
    expected_log("without an index")
    app = create_search(SearchSettings(index_dir=tmp_path, **keys))
    answer = app.test_client().get(f"/api/v1/search?q={uuid4()}", headers=callers[-1])
    assert answer.status_code == 503
