"""Customers take out all that is known about them, or the staff does for them, over three real services."""

import json
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from io import BytesIO
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
import schemathesis
from flask.testing import FlaskClient

from backend.customers.app import CustomersSettings, create_app
from backend.customers.exporting import Exports
from backend.files.app import FilesSettings
from backend.files.app import create_app as create_files
from backend.incidents import rules
from backend.incidents.model import Incident
from backend.incidents.store import IncidentStore
from backend.kit.mongo import Database
from backend.kit.problems import Problem
from backend.kit.stalling import LONGEST_S
from backend.resolution.app import ResolutionSettings
from backend.resolution.app import create_app as create_resolution
from shared.clock import utc_now
from shared.contracts.resources import Actor, Contact, FileRef
from shared.contracts.vocabulary import ActorKind, Role
from shared.messaging.memory import MemoryBroker, MemoryPublisher
from shared.tokens import AUDIENCE, Issuer, TokenSigner
from tests.support.account_mails import EVA, Mailbox, bearer, confirmed
from tests.support.any_request import send_anything
from tests.support.keys import MINUTE, employee_token, new_key_pem, served_keys
from tests.support.openings import ANA, NOON, cause, later, opening
from tests.support.served import Doorway, away
from tests.support.silence import ExpectedLog

pytestmark = pytest.mark.database
API = "/api/v1"
PROOF = {"password": EVA["password"]}
WHY = {"reason": "Asked for in the shop"}
TEXT = "El asa está partida."


class Shop:
    """Customers, resolution and files, which ask each other."""

    def __init__(
        self, doors: dict[str, Doorway], signers: dict[Issuer, TokenSigner], database: Database
    ) -> None:
        self.doors = doors
        self.store = IncidentStore(database, "intake")
        self.store.prepare()
        self._signers = signers

    def staff(self, role: Role = Role.SUPERVISOR) -> dict[str, str]:
        return {"Authorization": f"Bearer {employee_token(self._signers[Issuer.EMPLOYEES], role)}"}

    def send_file(self, name: str) -> FileRef:
        guest = self._signers[Issuer.WEBFORM].sign({"sub": "guest", "aud": AUDIENCE}, MINUTE)
        app: Any = self.doors["files"].app
        sent = {"file": (BytesIO(TEXT.encode()), name)}
        headers = {"Authorization": f"Bearer {guest}"}
        answer = app.test_client().post(f"{API}/files", data=sent, headers=headers)
        return FileRef.model_validate(answer.get_json())

    def incident_of(self, customer_id: str | None, email: str = EVA["email"]) -> Incident:
        """Open one with two files, a reply and a note."""
        contact = Contact(name="Eva", email=email, customer_id=customer_id)
        sent = (self.send_file("asa.txt"),)
        command = opening().model_copy(update={"contact": contact, "files": sent})
        change = rules.open_incident(command, NOON)
        self.store.open_many([(change, cause(change.incident.id))])
        by = Actor(kind=ActorKind.CUSTOMER, id=customer_id, name="Eva")
        second = (self.send_file("asa.txt"),)
        for move in (
            lambda found: rules.comment(found, by, later(1), uuid4(), "Otra foto.", second),
            lambda found: rules.reply(found, ANA, later(2), uuid4(), "Sale otra mañana."),
            lambda found: rules.note(found, ANA, later(3), uuid4(), "Cliente de siempre."),
        ):
            self.store.change(change.incident.id, move, cause())
        return change.incident


@pytest.fixture
def shop(
    database: Database,
    database_uri: str,
    customers_settings: CustomersSettings,
    broker: MemoryBroker,
    employees_signer: TokenSigner,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Shop]:
    for service in ("customers", "files", "resolution"):
        monkeypatch.setattr(f"backend.{service}.app.connect", lambda _uri, _name: database)
    monkeypatch.setattr("backend.customers.pace.REGISTER_S", 0.0)
    webform = TokenSigner(new_key_pem(), Issuer.WEBFORM)
    with ExitStack() as stack:
        doors = {name: stack.enter_context(Doorway()) for name in ("customers", "files", "resolution")}
        keys = {
            "mongodb_uri": database_uri,
            "employees_url": customers_settings.employees_url,
            "customers_url": doors["customers"].url,
            "webform_url": stack.enter_context(served_keys(webform)),
        }
        doors["resolution"].app = create_resolution(ResolutionSettings(**keys))
        doors["files"].app = create_files(FilesSettings(**keys, mail_in_url="http://127.0.0.1:9"))
        places = {f"{name}_url": doors[name].url for name in ("resolution", "files")}
        settings = customers_settings.model_copy(update=places)
        doors["customers"].app = create_app(settings, MemoryPublisher(broker))
        signers = {Issuer.EMPLOYEES: employees_signer, Issuer.WEBFORM: webform}
        yield Shop(doors, signers, database)


@pytest.fixture
def site(shop: Shop) -> FlaskClient:
    app: Any = shop.doors["customers"].app
    client: FlaskClient = app.test_client()
    return client


def opened_zip(content: bytes) -> tuple[dict[str, Any], ZipFile]:
    zipped = ZipFile(BytesIO(content))
    assert zipped.testzip() is None
    documents = {
        name: json.loads(zipped.read(f"{name}.json"))
        for name in ("account", "incidents", "manifest")
        if f"{name}.json" in zipped.namelist()
    }
    return documents, zipped


def test_a_customer_takes_out_all_that_is_known_about_them_as_they_see_it(
    shop: Shop, site: FlaskClient, mails: Mailbox
) -> None:
    opened = confirmed(site, mails)
    customer_id = opened["customer"]["id"]
    incident = shop.incident_of(customer_id)
    shop.incident_of(None, "leo@example.org")
    change = {"surname": "Núñez"}
    site.patch(f"{API}/customers/{customer_id}", json=change, headers={**shop.staff(), "If-Match": '"2"'})
    answer = site.post(f"{API}/customers/me/export", json=PROOF, headers=bearer(opened))
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="ventanilla-')
    told, zipped = opened_zip(answer.data)
    assert (told["account"]["profile"]["email"], told["account"]["profile"]["surname"]) == (
        EVA["email"],
        "Núñez",
    )
    assert len(told["account"]["sessions"]) == 1
    assert [entry["what"] for entry in told["account"]["changes_by_staff"]] == ["changed"]
    [only] = told["incidents"]
    assert only["row"]["reference"] == incident.reference
    assert [message["text"] for message in only["messages"]] == ["Otra foto.", "Sale otra mañana."]
    assert "Cliente de siempre" not in str(told)
    assert "García" not in str(told)
    place = f"files/{incident.reference}"
    for name in ("asa.txt", "asa (2).txt"):
        assert zipped.read(f"{place}/{name}").decode() == TEXT
    assert told["manifest"]["gone"] == []


def test_who_reads_no_further_holds_up_an_export_for_a_minute_at_most(
    site: FlaskClient, mails: Mailbox
) -> None:
    opened = confirmed(site, mails)
    with socket.socket() as line:
        given = {"gunicorn.socket": line}
        path = f"{API}/customers/me/export"
        answer = site.post(path, json=PROOF, headers=bearer(opened), environ_overrides=given)
        assert (answer.status_code, line.gettimeout()) == (200, LONGEST_S)


def test_without_a_proof_nothing_is_handed_out(shop: Shop, site: FlaskClient, mails: Mailbox) -> None:
    opened = confirmed(site, mails)
    path = f"{API}/customers/me/export"
    assert site.post(path, json={"password": "wrong"}, headers=bearer(opened)).status_code == 403
    assert site.post(path, json=PROOF).status_code == 401
    assert site.post(path, json=PROOF, headers=shop.staff()).status_code == 403


def test_who_leads_takes_out_a_customers_data_and_the_audit_tells(
    shop: Shop, site: FlaskClient, mails: Mailbox
) -> None:
    customer_id = confirmed(site, mails)["customer"]["id"]
    incident = shop.incident_of(customer_id)
    path = f"{API}/customers/{customer_id}"
    assert site.post(f"{path}/export", headers=shop.staff(Role.AGENT)).status_code == 403
    told, _ = opened_zip(site.post(f"{path}/export", headers=shop.staff()).data)
    assert [each["row"]["reference"] for each in told["incidents"]] == [incident.reference]
    [entry] = site.get(f"{path}/audit", headers=shop.staff()).get_json()["entries"]
    assert (entry["what"], entry["by"]["name"]) == ("exported", "Ana")
    assert site.post(f"{API}/customers/c-nobody00/export", headers=shop.staff()).status_code == 404


def test_who_leads_takes_out_a_guests_data_without_notes_and_the_audit_tells(
    shop: Shop, site: FlaskClient
) -> None:
    incident = shop.incident_of(None)
    shop.incident_of("c-somebodyelse")
    body = {**WHY, "email": "EVA@example.com"}
    answer = site.post(f"{API}/guest-exports", json=body, headers=shop.staff())
    told, zipped = opened_zip(answer.data)
    assert [each["row"]["reference"] for each in told["incidents"]] == [incident.reference]
    assert "Cliente de siempre" not in str(told)
    assert zipped.read(f"files/{incident.reference}/asa.txt").decode() == TEXT
    desk: Any = shop.doors["resolution"].app
    [entry] = desk.test_client().get(f"{API}/person-audit", headers=shop.staff()).get_json()["entries"]
    assert (entry["what"], entry["incidents"]) == ("person-exported", [incident.reference])
    agent = shop.staff(Role.AGENT)
    assert site.post(f"{API}/guest-exports", json=body, headers=agent).status_code == 403


@pytest.mark.parametrize("service", ["resolution", "files"])
def test_while_a_service_is_away_nothing_is_sent(
    shop: Shop, site: FlaskClient, mails: Mailbox, expected_log: ExpectedLog, service: str
) -> None:
    opened = confirmed(site, mails)
    shop.incident_of(opened["customer"]["id"])
    expected_log("no data could be taken out")
    path = f"{API}/customers/me/export"
    with away(shop.doors[service]):
        answer = site.post(path, json=PROOF, headers=bearer(opened))
    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    assert answer.headers["Retry-After"]
    assert site.post(path, json=PROOF, headers=bearer(opened)).status_code == 200


def test_a_file_that_was_removed_for_good_is_named_in_the_manifest(
    shop: Shop, site: FlaskClient, mails: Mailbox
) -> None:
    opened = confirmed(site, mails)
    incident = shop.incident_of(opened["customer"]["id"])
    files: Any = shop.doors["files"].app
    headers = shop.staff(Role.ADMIN)
    assert (
        files.test_client().delete(f"{API}/files/{incident.files[0].id}", headers=headers).status_code == 204
    )
    told, _ = opened_zip(site.post(f"{API}/customers/me/export", json=PROOF, headers=bearer(opened)).data)
    assert told["manifest"]["gone"] == [f"files/{incident.reference}/asa.txt"]


def test_the_token_that_an_export_reads_with_opens_nothing_here(
    site: FlaskClient, mails: Mailbox, customers_settings: CustomersSettings
) -> None:
    opened = confirmed(site, mails)
    signer = TokenSigner.from_file(customers_settings.signing_key_file, Issuer.CUSTOMERS)
    claims = {"sub": opened["customer"]["id"], "aud": AUDIENCE, "sid": "export"}
    headers = {"Authorization": f"Bearer {signer.sign(claims, MINUTE)}"}
    assert site.get(f"{API}/customers/me", headers=headers).status_code == 401


def test_every_request_for_an_export_is_answered_as_described(
    shop: Shop, site: FlaskClient, mails: Mailbox
) -> None:
    opened = confirmed(site, mails)
    callers, known = [{}, shop.staff(), bearer(opened)], {"customer_id": opened["customer"]["id"]}
    answered: Counter[int] = Counter()
    app = shop.doors["customers"].app
    for found in schemathesis.openapi.from_wsgi("/openapi.json", app).get_all_operations():
        if "export" in found.ok().path:
            send_anything(found.ok(), callers, known, answered)
    assert {200, 400, 401, 403} <= answered.keys(), answered


@pytest.mark.parametrize("whose", ["somebody", "the same"])
def test_a_place_is_taken_before_anything_is_asked_for_and_one_for_each_person(whose: str) -> None:
    unused: Any = None
    exports = Exports(unused, unused, unused, unused, utc_now)
    places = [exports._place("the same")]
    if whose == "somebody":
        places.append(exports._place("another"))
    with pytest.raises(Problem, match="Others are being served"):
        exports.of_guest(whose, "asked for it", "token")
    for place in places:
        place.close()
    exports._place("the same").close()
