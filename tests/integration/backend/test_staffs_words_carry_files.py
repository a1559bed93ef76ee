"""Replies and notes with files, over HTTP: who finds them in the conversation, and how many there may be."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from backend.incidents.rules import open_incident
from backend.incidents.store import IncidentStore
from backend.kit.causes import Cause
from backend.kit.mongo import connect
from deploy.local.stack import Stack
from shared.clock import utc_now
from shared.ids import uuid7
from tests.support.callers import OWNER, Callers
from tests.support.openings import opening

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def store(stack: Stack) -> Iterator[IncidentStore]:
    database = connect(stack.settings("resolution")["MONGODB_URI"])
    yield IncidentStore(database, "intake")
    database.client.close()


@pytest.fixture
def callers(stack: Stack) -> Callers:
    return Callers(stack)


@pytest.fixture
def incident(stack: Stack, store: IncidentStore) -> str:
    """Return the address of a new incident."""
    identity: UUID = uuid7(utc_now())
    command = opening(OWNER).model_copy(update={"incident_id": identity})
    store.open_many([(open_incident(command, utc_now()), Cause(identity, uuid4()))])
    return f"{stack.url('resolution')}/api/v1/incidents/{identity}"


def test_words_of_the_staff_carry_files_and_a_notes_stay_inside(
    callers: Callers, stack: Stack, incident: str
) -> None:
    def sent(name: str) -> dict[str, Any]:
        address = f"{stack.url('files')}/api/v1/files"
        found = httpx.post(address, files={"file": (name, b"hola")}, headers=callers.employee()).json()
        assert isinstance(found, dict)
        return found

    label, secret = sent("etiqueta.txt"), sent("nota.txt")
    for version, (noun, file) in enumerate((("replies", label), ("notes", secret)), start=1):
        headers = callers.employee() | {"If-Match": f'"{version}"'}
        body = {"text": "Aquí va.", "files": [file]}
        assert httpx.post(f"{incident}/{noun}", headers=headers, json=body).status_code == 201
    for_staff = httpx.get(incident, headers=callers.employee()).json()["messages"]
    assert [each["files"] for each in for_staff] == [[label], [secret]]
    for_customer = httpx.get(incident, headers=callers.customer()).text
    assert label["id"] in for_customer
    assert secret["id"] not in for_customer


def test_whoever_learns_the_id_of_a_notes_file_gets_none_of_it(
    callers: Callers, stack: Stack, incident: str
) -> None:
    files = f"{stack.url('files')}/api/v1/files"
    file = httpx.post(files, files={"file": ("a.txt", b"hola")}, headers=callers.employee()).json()
    customers = (callers.customer(), callers.guest(UUID(incident.rpartition("/")[2])))

    def say(noun: str, version: int) -> list[int]:
        headers = callers.employee() | {"If-Match": f'"{version}"'}
        body = {"text": "Aquí va.", "files": [file]}
        assert httpx.post(f"{incident}/{noun}", headers=headers, json=body).status_code == 201
        return [httpx.get(f"{files}/{file['id']}", headers=each).status_code for each in customers]

    assert say("notes", 1) == [404, 404]
    assert httpx.get(f"{files}/{file['id']}", headers=callers.employee()).status_code == 200
    assert say("replies", 2) == [200, 200]
    assert say("notes", 3) == [200, 200]


@pytest.mark.parametrize("noun", ["replies", "notes"])
def test_words_whose_file_is_gone_are_refused_by_its_name_and_nothing_is_said(
    callers: Callers, stack: Stack, incident: str, noun: str
) -> None:
    files = f"{stack.url('files')}/api/v1/files"
    there = httpx.post(files, files={"file": ("a.txt", b"hola")}, headers=callers.employee()).json()
    gone = {"id": str(uuid4()), "name": "etiqueta.pdf", "media_type": "application/pdf", "size": 7}
    key = str(uuid4())
    headers = callers.employee() | {"If-Match": '"1"', "Idempotency-Key": key}
    body = {"text": "Aquí va.", "files": [there, gone]}
    answer = httpx.post(f"{incident}/{noun}", headers=headers, json=body)
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (422, "urn:ventanilla:problem:unknown-file")
    assert problem["files"] == [gone]
    assert "etiqueta.pdf" in problem["detail"]
    assert httpx.get(incident, headers=callers.employee()).json()["messages"] == []
    again = httpx.post(f"{incident}/{noun}", headers=headers, json={**body, "files": [there]})
    assert again.status_code == 201


def test_another_incidents_file_goes_along_with_no_reply(
    callers: Callers, stack: Stack, store: IncidentStore, incident: str
) -> None:
    other: UUID = uuid7(utc_now())
    command = opening(OWNER).model_copy(update={"incident_id": other})
    store.open_many([(open_incident(command, utc_now()), Cause(other, uuid4()))])
    files = f"{stack.url('files')}/api/v1/files"
    file = httpx.post(files, files={"file": ("a.txt", b"hola")}, headers=callers.employee()).json()
    headers, body = callers.employee() | {"If-Match": '"1"'}, {"text": "Aquí va.", "files": [file]}
    assert httpx.post(f"{incident}/replies", headers=headers, json=body).status_code == 201
    elsewhere = f"{incident.rpartition('/')[0]}/{other}/replies"
    answer = httpx.post(elsewhere, headers=headers, json=body)
    assert (answer.status_code, answer.json()["files"]) == (422, [file])


def test_more_than_five_files_are_refused(callers: Callers, incident: str) -> None:
    file = {"id": str(uuid4()), "name": "a.txt", "media_type": "text/plain", "size": 1}
    headers = callers.employee() | {"If-Match": '"1"'}
    answer = httpx.post(f"{incident}/replies", headers=headers, json={"text": "x", "files": [file] * 6})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "files")
