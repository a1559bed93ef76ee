"""Search in the running stack: what happens is found soon, whoever is killed, and by nobody else."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from backend.incidents import rules
from backend.incidents.model import Change, Incident
from backend.incidents.rules import open_incident
from backend.incidents.store import IncidentStore
from backend.kit.causes import Cause
from backend.kit.mongo import connect
from backend.kit.outbox import outbox_document
from deploy.local.stack import Stack
from shared.clock import utc_now
from shared.contracts.events import AnswerPublished, AnswerWithdrawn, KnowledgeEvent
from shared.contracts.knowledge import Answer, AnswerText
from shared.contracts.topology import event_key
from shared.contracts.vocabulary import Language
from shared.ids import uuid7
from shared.tokens import AUDIENCE, Issuer, TokenSigner
from tests.support.keys import MINUTE
from tests.support.messages import ANA
from tests.support.openings import opening
from tests.support.waiting import eventually

pytestmark = pytest.mark.stack
CUSTOMER = "c-searcher1"


class Shop:
    """Changes incidents and answers as the services do, and asks the search."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._database = connect(stack.settings("resolution")["MONGODB_URI"])
        self._store = IncidentStore(self._database, "resolution")
        self._http = httpx.Client(base_url=f"{stack.url('search')}/api/v1", timeout=30)

    def close(self) -> None:
        self._http.close()
        self._database.client.close()

    def open(self, subject: str, customer_id: str | None = None) -> Incident:
        incident_id = uuid7(utc_now())
        command = opening(customer_id).model_copy(update={"incident_id": incident_id, "subject": subject})
        change = open_incident(command, utc_now())
        self._store.open_many([(change, Cause(uuid4(), uuid4()))])
        return change.incident

    def change(self, incident_id: UUID, rule: Any) -> None:
        def decide(found: Incident) -> Change:
            return rule(found)  # type: ignore[no-any-return]

        self._store.change(incident_id, decide, Cause(uuid4(), uuid4()))

    def keep(self, answer: Answer, event: type[KnowledgeEvent]) -> None:
        document = answer.model_dump()
        key = document.pop("id")
        self._database["answers"].replace_one({"_id": key}, {**document}, upsert=True)
        told = event.model_validate(
            {"id": key, "version": answer.version, "category": answer.category, "actor": ANA}
        )
        self._database["outbox"].insert_one(
            outbox_document(told, event_key(told), "knowledge", Cause(uuid4(), uuid4()))
        )

    def erase(self, incident_id: UUID) -> None:
        """Forget an incident's person over HTTP, as who leads does."""
        claims = {"sub": "e-anaanaan", "name": "Ana García", "role": "supervisor", "teams": []}
        key = self._stack.site.signing_key(Issuer.EMPLOYEES.value)
        token = TokenSigner.from_file(key, Issuer.EMPLOYEES).sign({"aud": AUDIENCE, **claims}, MINUTE)
        url = f"{self._stack.url('resolution')}/api/v1/incidents/{incident_id}/erasure"
        headers = {"Authorization": f"Bearer {token}"}
        self._http.post(url, json={"reason": "Asked for"}, headers=headers).raise_for_status()

    def remove(self, incident: Incident) -> None:
        """Take an incident away, and then tell that something happened to it."""
        self._database["incidents"].delete_one({"_id": incident.id})
        told = rules.resolve(incident, ANA, utc_now()).event
        self._database["outbox"].insert_one(
            outbox_document(told, event_key(told), "resolution", Cause(uuid4(), uuid4()))
        )

    def ask(self, path: str, issuer: Issuer, claims: dict[str, Any], **params: str) -> httpx.Response:
        key = self._stack.site.signing_key(issuer.value)
        token = TokenSigner.from_file(key, issuer).sign({"aud": AUDIENCE, **claims}, MINUTE)
        return self._http.get(path, params=params, headers={"Authorization": f"Bearer {token}"})

    def search(self, typed: str, **params: str) -> dict[str, Any]:
        claims = {"sub": "e-anaanaan", "name": "Ana García", "role": "agent", "teams": []}
        answer = self.ask("/search", Issuer.EMPLOYEES, claims, q=typed, **params)
        found: dict[str, Any] = answer.raise_for_status().json()
        return found

    def found(self, typed: str, **params: str) -> set[str]:
        return {hit["subject"] for hit in self.search(typed, limit="100", **params)["hits"]}

    def suggested(self, text: str, customer_id: str | None = None) -> list[str]:
        claims = {"sub": "guest", **({"customer": customer_id} if customer_id else {})}
        answer = self.ask("/suggestions", Issuer.WEBFORM, claims, text=text)
        return [each["title"] for each in answer.raise_for_status().json()["suggestions"]]


@pytest.fixture(scope="module")
def shop(stack: Stack) -> Iterator[Shop]:
    shop = Shop(stack)
    yield shop
    shop.close()


def word() -> str:
    """Return a word that nobody used before."""
    return f"zz{uuid4().hex[:10]}"


def test_an_incident_is_found_soon_and_as_it_stands(shop: Shop) -> None:
    name = word()
    incident = shop.open(f"Tetera {name} rota")
    hit = eventually(lambda: shop.search(incident.reference)["hits"])[0]
    assert hit["id"] == str(incident.id)
    assert (hit["state"], hit["customer_name"]) == ("open", incident.contact.name)
    assert shop.found(f"teteras {name[:6]}") == {incident.subject}
    note = word()
    shop.change(incident.id, lambda found: rules.note(found, ANA, utc_now(), uuid4(), f"Ojo: {note}"))
    assert eventually(lambda: shop.search(note)["hits"])[0]["excerpt"]["is_note"]
    shop.change(incident.id, lambda found: rules.resolve(found, ANA, utc_now()))
    assert eventually(lambda: shop.found(name, state="resolved")) == {incident.subject}
    assert shop.found(name, state="open") == set()


def test_what_was_erased_is_found_no_more(shop: Shop) -> None:
    name = word()
    incident = shop.open(f"Taza {name}")
    eventually(lambda: shop.found(name))
    shop.remove(incident)
    eventually(lambda: not shop.found(name))


def test_an_answer_is_suggested_from_its_publication_to_its_withdrawal(shop: Shop) -> None:
    name = word()
    answer = Answer(
        id=uuid4(),
        version=1,
        texts={Language.SPANISH: AnswerText(title=f"Cómo limpiar la {name}", body="Con agua y sin jabón.")},
        is_published=True,
        updated_at=utc_now(),
    )
    shop.keep(answer, AnswerPublished)
    title = f"Cómo limpiar la {name}"
    eventually(lambda: shop.suggested(f"quiero limpiar mi {name}") == [title])
    assert shop.suggested("qwerty asdf zxcv") == []
    shop.keep(answer.model_copy(update={"version": 2, "is_published": False}), AnswerWithdrawn)
    eventually(lambda: shop.suggested(f"quiero limpiar mi {name}") == [])


def test_a_customer_is_shown_their_own_incident_and_nobody_elses(shop: Shop) -> None:
    name = word()
    subject = f"La jarra {name} gotea"
    shop.open(subject, CUSTOMER)
    eventually(lambda: shop.suggested(subject, CUSTOMER) == [subject])
    own = shop.ask("/suggestions", Issuer.CUSTOMERS, {"sub": CUSTOMER}, text=subject).json()
    assert [each["title"] for each in own["suggestions"]] == [subject]
    assert shop.suggested(subject) == []
    assert shop.suggested(subject, "c-somebodyelse") == []
    stranger = shop.ask(
        "/suggestions", Issuer.CUSTOMERS, {"sub": "c-stranger1", "customer": CUSTOMER}, text=subject
    )
    assert stranger.json()["suggestions"] == []


@pytest.mark.parametrize("typed", ["", '"', "¿?", "🙃"])
def test_a_search_for_nothing_is_a_problem_document(shop: Shop, typed: str) -> None:
    claims = {"sub": "e-anaanaan", "name": "Ana García", "role": "agent", "teams": []}
    answer = shop.ask("/search", Issuer.EMPLOYEES, claims, q=typed)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")


def test_each_may_ask_only_what_is_theirs(shop: Shop, stack: Stack) -> None:
    employee = {"sub": "e-anaanaan", "name": "Ana García", "role": "agent", "teams": []}
    assert shop.ask("/search", Issuer.CUSTOMERS, {"sub": CUSTOMER}, q="tetera").status_code == 403
    assert shop.ask("/search", Issuer.WEBFORM, {"sub": "guest"}, q="tetera").status_code == 403
    assert shop.ask("/suggestions", Issuer.EMPLOYEES, employee, text="tetera").status_code == 403
    assert httpx.get(f"{stack.url('search')}/api/v1/search?q=tetera").status_code == 401


def test_killing_the_indexer_again_and_again_loses_nothing(shop: Shop, stack: Stack) -> None:
    name = word()
    opened = set()
    for number in range(4):
        opened |= {shop.open(f"{name} {number}-{each}").subject for each in range(10)}
        stack.kill_part("search-indexer")
        stack.wait_until_ready("search-indexer")
    eventually(lambda: shop.found(name) == opened, within=30)


def test_an_index_that_is_rebuilt_under_way_equals_the_one_that_followed(shop: Shop, stack: Stack) -> None:
    name = word()
    opened = {shop.open(f"{name} {number}").subject for number in range(20)}
    eventually(lambda: shop.found(name) == opened)
    settings = stack.settings("search-indexer")
    environment = {**os.environ, **{key: settings[key] for key in ("MONGODB_URI", "INDEX_DIR")}}
    command = [sys.executable, "-m", "backend.search.rebuild"]
    with subprocess.Popen(command, env=environment, cwd=Path.cwd(), stderr=subprocess.DEVNULL) as rebuilding:
        opened |= {shop.open(f"{name} {number}").subject for number in range(20, 40)}
        assert rebuilding.wait(60) == 0
    eventually(lambda: shop.found(name) == opened)


def test_a_broken_index_is_made_anew_at_the_start(shop: Shop, stack: Stack) -> None:
    name = word()
    subject = shop.open(f"Bandeja {name}").subject
    eventually(lambda: shop.found(name))
    directory = Path(stack.settings("search-indexer")["INDEX_DIR"])
    stack.stop_part("search-indexer")
    for file in directory.glob("v*/meta.json"):
        file.write_text("{")
    stack.start_part("search-indexer")
    stack.wait_until_ready("search-indexer")
    assert eventually(lambda: shop.found(name)) == {subject}


def test_what_was_erased_is_found_no_more_and_anything_else_is(shop: Shop) -> None:
    name = word()
    erased, other = shop.open(f"Tetera {name} uno"), shop.open(f"Tetera {name} dos")
    eventually(lambda: len(shop.found(name)) == 2)
    shop.erase(erased.id)
    eventually(lambda: shop.found(name) == {other.subject})
    assert shop.search(erased.reference)["hits"] == []
