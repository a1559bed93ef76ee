"""``resolution`` as its callers meet it: what each may see, and changes on the version that was seen."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from backend.incidents.rules import open_incident
from backend.incidents.store import IncidentStore
from backend.kit.causes import Cause
from backend.kit.mongo import connect
from deploy.local.site import ADMINISTRATOR_EMAIL
from deploy.local.stack import Stack
from shared.clock import utc_now
from shared.contracts.commands import OpenIncident
from shared.contracts.resources import Contact
from shared.contracts.vocabulary import Language
from shared.ids import uuid7
from tests.support.callers import ANA, LUIS, OWNER, Callers
from tests.support.openings import opening

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def store(stack: Stack) -> Iterator[IncidentStore]:
    database = connect(stack.settings("resolution")["MONGODB_URI"])
    yield IncidentStore(database, "intake")
    database.client.close()


@pytest.fixture(scope="module")
def http(stack: Stack) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{stack.url('resolution')}/api/v1", timeout=30) as client:
        yield client


@pytest.fixture(scope="module")
def callers(stack: Stack) -> Callers:
    return Callers(stack)


@pytest.fixture
def incident_id(store: IncidentStore) -> UUID:
    identity = uuid7(utc_now())
    command = OpenIncident(
        incident_id=identity,
        category="damaged",
        subject="La tetera llegó rota",
        description="El asa estaba partida.",
        contact=Contact(name="Marta Ruiz", email="marta@example.com", customer_id=OWNER),
        language=Language.SPANISH,
    )
    store.open_many([(open_incident(command, utc_now()), Cause(identity, uuid4()))])
    return identity


def seen(version: int, **more: str) -> dict[str, str]:
    return {"If-Match": f'"{version}"', **more}


def test_a_change_answers_with_the_row_and_its_new_version(
    http: httpx.Client, callers: Callers, incident_id: UUID
) -> None:
    answer = http.put(f"/incidents/{incident_id}/claim", headers=callers.employee() | seen(1))
    assert answer.status_code == 200
    assert answer.headers["ETag"] == '"2"'
    assert answer.json()["assignee"] == {"id": ANA["sub"], "name": "Ana García"}


def test_a_stale_change_is_stopped_and_told_what_came_in_between(
    http: httpx.Client, callers: Callers, incident_id: UUID
) -> None:
    http.post(
        f"/incidents/{incident_id}/notes", headers=callers.employee(LUIS) | seen(1), json={"text": "Ojo."}
    )
    answer = http.post(
        f"/incidents/{incident_id}/replies", headers=callers.employee() | seen(1), json={"text": "Hola."}
    )
    assert answer.status_code == 412
    problem = answer.json()
    assert problem["current"]["version"] == 2
    assert [message["text"] for message in problem["messages"]] == ["Ojo."]
    assert [entry["what"] for entry in problem["since"]] == ["noted"]


def test_of_two_people_who_claim_at_once_one_has_it(
    http: httpx.Client, callers: Callers, incident_id: UUID
) -> None:
    def claim(who: dict[str, Any]) -> int:
        return http.put(
            f"/incidents/{incident_id}/claim", headers=callers.employee(who) | seen(1)
        ).status_code

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(claim, (ANA, LUIS))) == [200, 412]


@pytest.mark.parametrize("what", ["words", "incident", "noun", "person"])
def test_a_key_that_was_used_for_something_else_is_refused_and_nothing_is_dropped_silently(
    http: httpx.Client, callers: Callers, store: IncidentStore, incident_id: UUID, what: str
) -> None:
    other = incident_id
    if what == "incident":
        command = opening()
        store.open_many([(open_incident(command, utc_now()), Cause(command.incident_id, uuid4()))])
        other = command.incident_id
    key = {"Idempotency-Key": str(uuid4())}
    first = f"/incidents/{incident_id}/notes"
    http.post(first, headers=callers.employee() | seen(1, **key), json={"text": "Uno."}).raise_for_status()
    answer = http.post(
        f"/incidents/{other}/{'replies' if what == 'noun' else 'notes'}",
        headers=callers.employee(LUIS if what == "person" else ANA) | seen(2, **key),
        json={"text": "Dos." if what == "words" else "Uno."},
    )
    assert answer.status_code == 422
    assert "another request" in answer.json()["title"]
    assert [message.text for message in store.conversation(incident_id)[0]] == ["Uno."]


@pytest.mark.parametrize("noun", ["replies", "notes"])
def test_words_that_are_added_are_created_in_their_incident(
    http: httpx.Client, callers: Callers, incident_id: UUID, noun: str
) -> None:
    place = f"/incidents/{incident_id}"
    answer = http.post(f"{place}/{noun}", headers=callers.employee() | seen(1), json={"text": "Hola."})
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"2"')
    assert answer.headers["Location"] == f"/api/v1{place}"


def test_a_repeated_request_changes_nothing_and_gets_the_same_answer(
    http: httpx.Client, callers: Callers, incident_id: UUID
) -> None:
    headers = callers.employee() | seen(1, **{"Idempotency-Key": str(uuid4())})
    answers = [
        http.post(f"/incidents/{incident_id}/replies", headers=headers, json={"text": "Hola."})
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    detail = http.get(f"/incidents/{incident_id}", headers=callers.employee()).json()
    assert [message["text"] for message in detail["messages"]] == ["Hola."]


def test_what_a_colleague_has_only_who_leads_gives_back(
    http: httpx.Client, callers: Callers, incident_id: UUID
) -> None:
    claim = f"/incidents/{incident_id}/claim"
    http.put(claim, headers=callers.employee(ANA) | seen(1)).raise_for_status()
    refused = http.delete(claim, headers=callers.employee(LUIS) | seen(2))
    assert (refused.status_code, refused.json()["detail"]) == (403, "Ana García has it.")
    leader = {**LUIS, "role": "supervisor"}
    assert http.delete(claim, headers=callers.employee(leader) | seen(2)).status_code == 200


def test_an_incident_is_given_to_who_works_here_under_their_own_name(
    http: httpx.Client, callers: Callers, stack: Stack, incident_id: UUID
) -> None:
    admin = {"email": ADMINISTRATOR_EMAIL, "password": stack.environment()["ADMIN_PASSWORD"]}
    people = httpx.Client(base_url=stack.url("employees"))
    with people:
        me = people.post("/api/v1/sessions", json=admin).json()["employee"]
    to = {"assignee": {"id": me["id"], "name": "Somebody else"}}
    address = f"/incidents/{incident_id}/assignment"
    answer = http.put(address, headers=callers.employee() | seen(1), json=to)
    assert answer.json()["assignee"] == {"id": me["id"], "name": me["name"]}
    taken = http.put(address, headers=callers.employee() | seen(2), json=to)
    assert (taken.status_code, taken.json()["detail"]) == (403, f"{me['name']} has it.")
    nobody = {"assignee": {"id": "e-nobodyhere", "name": "Ana"}}
    refused = http.put(address, headers=callers.employee() | seen(2), json=nobody)
    assert (refused.status_code, refused.json()["title"]) == (422, "Nobody of this id works here.")


def test_a_note_calls_only_who_works_here(
    http: httpx.Client, callers: Callers, incident_id: UUID, stack: Stack, store: IncidentStore
) -> None:
    admin = {"email": ADMINISTRATOR_EMAIL, "password": stack.environment()["ADMIN_PASSWORD"]}
    me = httpx.post(f"{stack.url('employees')}/api/v1/sessions", json=admin).json()["employee"]
    place = f"/incidents/{incident_id}/notes"
    note = {"text": "¿Lo miras?", "mentions": [me["id"], me["id"]]}
    answer = http.post(place, headers=callers.employee() | seen(1), json=note)
    assert answer.status_code == 201, answer.text
    (kept,) = store.conversation(incident_id)[0]
    assert [(one.id, one.name) for one in kept.mentions] == [(me["id"], me["name"])]
    nobody = {"text": "¿Y tú?", "mentions": ["e-nobodyhere"]}
    refused = http.post(place, headers=callers.employee() | seen(2), json=nobody)
    assert (refused.status_code, refused.json()["title"]) == (422, "Nobody of this id works here.")
    assert len(store.conversation(incident_id)[0]) == 1


def test_words_in_another_encoding_of_json_arrive_too(
    http: httpx.Client, callers: Callers, incident_id: UUID
) -> None:
    headers = callers.employee() | seen(1) | {"Content-Type": "application/json"}
    body = '{"text": "Ojo, ñandú"}'.encode("utf-16")
    answer = http.post(f"/incidents/{incident_id}/notes", headers=headers, content=body)
    assert answer.status_code == 201, answer.text


def test_an_illegal_move_names_both_states(http: httpx.Client, callers: Callers, incident_id: UUID) -> None:
    answer = http.put(f"/incidents/{incident_id}/closure", headers=callers.employee() | seen(1))
    assert answer.status_code == 409
    assert (answer.json()["state"], answer.json()["target"]) == ("open", "closed")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 428),
        ({"If-Match": "yesterday"}, 400),
        ({"If-Match": "1"}, 400),
        ({"If-Match": 'W/"1"'}, 400),
        ({"If-Match": "*"}, 400),
        ({"If-Match": '"1"'}, 200),
    ],
)
def test_a_change_needs_the_version_that_was_seen(
    http: httpx.Client, callers: Callers, incident_id: UUID, headers: dict[str, str], status: int
) -> None:
    answer = http.put(f"/incidents/{incident_id}/claim", headers=callers.employee() | headers)
    assert answer.status_code == status


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": ""},
        {"text": "x" * 10_001},
        {"text": {"$ne": None}},
        {"text": "hola", "state": "closed"},
        {"text": "a\x00b"},
    ],
)
def test_a_body_that_breaks_its_rules_is_refused_whole(
    http: httpx.Client, callers: Callers, incident_id: UUID, body: dict[str, Any]
) -> None:
    answer = http.post(f"/incidents/{incident_id}/replies", headers=callers.employee() | seen(1), json=body)
    assert answer.status_code == 400
    assert answer.json()["errors"]
    assert http.get(f"/incidents/{incident_id}", headers=callers.employee()).headers["ETag"] == '"1"'


def test_the_customer_reads_no_notes_no_address_and_first_names_only(
    http: httpx.Client, callers: Callers, incident_id: UUID
) -> None:
    http.post(
        f"/incidents/{incident_id}/notes", headers=callers.employee() | seen(1), json={"text": "Pesado."}
    )
    http.post(
        f"/incidents/{incident_id}/replies", headers=callers.employee() | seen(2), json={"text": "Hola."}
    )
    for headers in (callers.customer(), callers.guest(incident_id)):
        answer = http.get(f"/incidents/{incident_id}", headers=headers)
        assert answer.status_code == 200
        assert "Pesado" not in answer.text
        assert "García" not in answer.text
        assert "marta@example.com" not in answer.text
        assert [message["author"]["name"] for message in answer.json()["messages"]] == ["Ana"]


def test_a_stranger_is_told_that_there_is_no_such_incident(
    http: httpx.Client, callers: Callers, incident_id: UUID
) -> None:
    strangers = (callers.customer("c-stranger"), callers.guest(uuid4()))
    answers = [http.get(f"/incidents/{incident_id}", headers=headers) for headers in strangers]
    answers.append(http.get(f"/incidents/{uuid4()}", headers=callers.employee()))
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


def test_customers_and_guests_neither_read_the_queue_nor_change_anything(
    http: httpx.Client, callers: Callers, incident_id: UUID
) -> None:
    for headers in (callers.customer(), callers.guest(incident_id)):
        assert http.get("/incidents", headers=headers).status_code == 403
        assert http.put(f"/incidents/{incident_id}/claim", headers=headers | seen(1)).status_code == 403
    assert http.get("/incidents").status_code == 401


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
