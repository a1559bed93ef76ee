"""``files`` as its callers meet it: what is taken, and who sees it."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from backend.incidents.rules import comment, open_incident
from backend.incidents.store import IncidentStore
from backend.kit.causes import Cause
from backend.kit.mongo import Database, connect
from deploy.local.stack import Stack
from shared.clock import utc_now
from shared.contracts.resources import FileRef
from shared.contracts.vocabulary import FILE_MAX_BYTES, Role
from shared.ids import uuid7
from tests.support.callers import ANA, OWNER, Callers
from tests.support.openings import MARTA, opening
from tests.support.pictures import SECRET, bomb, document, photograph, picture

pytestmark = pytest.mark.stack
LEADER, ADMIN = {**ANA, "role": Role.SUPERVISOR}, {**ANA, "role": Role.ADMIN}


@pytest.fixture(scope="module")
def incidents(stack: Stack) -> Iterator[Database]:
    database = connect(stack.settings("files")["MONGODB_URI"])
    yield database
    database.client.close()


@pytest.fixture(scope="module")
def http(stack: Stack) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{stack.url('files')}/api/v1", timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def callers(stack: Stack) -> Callers:
    return Callers(stack)


@pytest.fixture
def send(http: httpx.Client, callers: Callers) -> Any:
    def send(content: bytes, name: str = "foto.jpg", **headers: str) -> httpx.Response:
        sent = {"file": (name, content, "image/jpeg")}
        return http.post("/files", files=sent, headers=callers.guest() | headers)

    return send


def taken(answer: httpx.Response) -> FileRef:
    assert answer.status_code == 201, answer.text
    return FileRef.model_validate(answer.json())


def opened_with(incidents: Database, *files: FileRef) -> UUID:
    """Open an incident that names files, as intake does."""
    store, incident_id = IncidentStore(incidents, "intake"), uuid7(utc_now())
    command = opening(OWNER).model_copy(update={"incident_id": incident_id, "files": files})
    store.open_many([(open_incident(command, utc_now()), Cause(incident_id, uuid4()))])
    return incident_id


def test_a_photograph_is_kept_without_its_place_and_with_a_thumbnail(
    http: httpx.Client, callers: Callers, send: Any
) -> None:
    answer = send(photograph(), "../La tetera\u202e rota.JPG")
    ref = taken(answer)
    assert (ref.name, ref.media_type) == ("La tetera rota.JPG", "image/jpeg")
    assert answer.headers["Location"] == f"/api/v1/files/{ref.id}"
    read = http.get(f"/files/{ref.id}", headers=callers.employee())
    assert len(read.content) == ref.size == int(read.headers["Content-Length"])
    assert SECRET not in read.content
    small = http.get(f"/files/{ref.id}/thumbnail", headers=callers.employee())
    assert Image.open(BytesIO(small.content)).size == (320, 240)
    assert small.headers["Content-Type"] == "image/webp"


def test_a_file_is_handed_out_so_that_no_browser_makes_a_page_of_it(
    http: httpx.Client, callers: Callers, send: Any
) -> None:
    ref = taken(send("<script>alert(1)</script> ñandú".encode(), "Reclamación 3.html"))
    assert (ref.name, ref.media_type) == ("Reclamación 3.txt", "text/plain")
    answer = http.get(f"/files/{ref.id}", headers=callers.employee())
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"Reclamacion 3.txt\"; filename*=UTF-8''Reclamaci%C3%B3n%203.txt"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    shown = http.get(f"/files/{taken(send(picture())).id}", headers=callers.employee())
    assert shown.headers["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize("what", ["", "/thumbnail"])
def test_who_has_it_already_gets_it_no_second_time(
    http: httpx.Client, callers: Callers, send: Any, what: str
) -> None:
    address = f"/files/{taken(send(picture())).id}{what}"
    first = http.get(address, headers=callers.employee())
    again = http.get(address, headers=callers.employee() | {"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert http.head(address, headers=callers.employee()).status_code == 200


@pytest.mark.parametrize(
    ("content", "name", "status", "kind"),
    [
        (b"", "foto.jpg", 422, "empty-file"),
        (b"MZ\x90\x00\x03\x00", "foto.jpg", 422, "unknown-kind"),
        (b"\xff\xd8\xff\xe0 no picture", "foto.jpg", 422, "broken-file"),
        (bomb(50_000, 50_000), "foto.png", 422, "too-many-pixels"),
        (document("script at opening"), "factura.pdf", 422, "active-content"),
        (b"a" * (FILE_MAX_BYTES + 1), "largo.txt", 413, "file-too-large"),
        (b"a" * (FILE_MAX_BYTES + 100_000), "largo.txt", 413, "file-too-large"),
    ],
    ids=["empty", "program", "no picture", "bomb", "script", "a byte too much", "far too much"],
)
def test_what_is_not_taken_is_refused_with_its_reason(
    send: Any, content: bytes, name: str, status: int, kind: str
) -> None:
    answer = send(content, name)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == f"urn:ventanilla:problem:{kind}"


def test_the_largest_file_is_taken_and_handed_out_whole(
    http: httpx.Client, callers: Callers, send: Any
) -> None:
    content = b"ten million letters " * (FILE_MAX_BYTES // 20)
    ref = taken(send(content, "largo.txt"))
    assert http.get(f"/files/{ref.id}", headers=callers.employee()).content == content


def test_a_body_that_is_no_form_with_one_file_is_refused(http: httpx.Client, callers: Callers) -> None:
    guest = callers.guest()
    assert http.post("/files", json={"file": "x"}, headers=guest).status_code == 415
    assert http.post("/files", headers=guest).status_code == 400
    two = [("file", ("a.txt", b"a")), ("file", ("b.txt", b"b"))]
    assert http.post("/files", files=two, headers=guest).status_code == 400
    other = {"picture": ("a.txt", b"a")}
    assert http.post("/files", files=other, headers=guest).status_code == 400
    broken = {"Content-Type": "multipart/form-data", **guest}
    assert http.post("/files", content=b"x" * 100, headers=broken).status_code == 400


def test_a_repeated_upload_is_one_file_even_at_the_same_moment(send: Any, incidents: Database) -> None:
    key, content = str(uuid4()), picture()
    with ThreadPoolExecutor(3) as all_at_once:
        answers = list(all_at_once.map(lambda _: send(content, **{"Idempotency-Key": key}), range(3)))
    assert len({taken(answer).id for answer in answers}) == 1
    assert incidents["files.files"].count_documents({"metadata.upload_key": {"$regex": key}}) == 1
    other = send(picture("PNG"), **{"Idempotency-Key": key})
    assert (other.status_code, other.json()["type"]) == (422, "urn:ventanilla:problem:reused-key")


def test_only_those_see_a_file_who_see_its_incident(
    http: httpx.Client, callers: Callers, send: Any, incidents: Database
) -> None:
    ref = taken(send(picture()))
    strangers = [callers.customer(), callers.guest(), callers.guest(uuid4())]
    for what in ("", "/thumbnail"):
        for headers in strangers:
            assert http.get(f"/files/{ref.id}{what}", headers=headers).status_code == 404
    incident_id = opened_with(incidents, ref)
    for what in ("", "/thumbnail"):
        for headers in (callers.employee(), callers.customer(), callers.guest(incident_id)):
            assert http.get(f"/files/{ref.id}{what}", headers=headers).status_code == 200
        for headers in (callers.customer("c-stranger"), callers.guest(), callers.guest(uuid4())):
            refused = http.get(f"/files/{ref.id}{what}", headers=headers)
            nothing = http.get(f"/files/{uuid4()}{what}", headers=headers)
            assert (refused.status_code, refused.content) == (nothing.status_code, nothing.content)
        assert http.get(f"/files/{ref.id}{what}").status_code == 401


def test_a_file_of_another_incident_is_left_out_of_a_message_and_what_is_said_of_it_is_not_believed(
    send: Any, incidents: Database, expected_log: Any
) -> None:
    expected_log("a file was left out")
    first, second = taken(send(picture())), taken(send(document(), "factura.pdf"))
    mine, other = opened_with(incidents, first), opened_with(incidents)
    store = IncidentStore(incidents, "resolution")
    lie = second.model_copy(update={"name": "x.exe", "size": 1})
    gone = second.model_copy(update={"id": uuid4()})
    cause = Cause(uuid4(), uuid4())
    store.change(
        other,
        lambda found: comment(found, MARTA, utc_now(), uuid4(), "Mira.", (first, lie, gone)),
        cause,
    )
    assert store.get(mine).files == (first,)
    assert store.conversation(other)[0][0].files == (second,)


def test_only_an_admin_removes_a_file(http: httpx.Client, callers: Callers, send: Any) -> None:
    address = f"/files/{taken(send(picture())).id}"
    assert http.delete(address, headers=callers.employee(LEADER)).status_code == 403
    assert http.delete(address, headers=callers.employee(ADMIN)).status_code == 204
    assert http.delete(address, headers=callers.employee(ADMIN)).status_code == 404
    for what in ("", "/thumbnail"):
        assert http.get(address + what, headers=callers.employee()).status_code == 404


def test_customers_themselves_send_nothing(http: httpx.Client, callers: Callers) -> None:
    answer = http.post("/files", files={"file": ("a.txt", b"a")}, headers=callers.customer())
    assert answer.status_code == 403


@settings(max_examples=25)
@given(
    st.sampled_from(
        [b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"%PDF-1.7\n", b"PK\x03\x04"]
    ),
    st.binary(max_size=300),
    st.text(max_size=60),
)
def test_no_file_under_any_name_makes_the_service_stumble(
    stack: Stack, beginning: bytes, rest: bytes, name: str
) -> None:
    sent = {"file": (name.encode("utf-8", "ignore").decode() or "x", beginning + rest, "image/png")}
    answer = httpx.post(
        f"{stack.url('files')}/api/v1/files", files=sent, headers=Callers(stack).guest(), timeout=60
    )
    assert answer.status_code in {201, 400, 422}, answer.text
    if answer.status_code == 201:
        assert re.search(r"\.(jpe?g|png|gif|webp|pdf|txt|log)$", answer.json()["name"], re.IGNORECASE)
