"""Files of a conversation: sent with a message, shown beside it, and handed on from ``files``."""

from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shared.contracts.commands import CommentIncident, ReopenIncident
from shared.contracts.resources import FileRef, IncidentDetail
from shared.contracts.vocabulary import State
from shared.messaging.memory import MemoryBroker
from tests.support.forms import hidden_of
from tests.support.incidents_seen import ANA, CUSTOMER, said, seen
from tests.support.little_desk import LittleDesk
from tests.support.multipart import NamedFile, carried, post_form
from tests.support.silence import ExpectedLog
from tests.unit.webform.test_following_an_incident import ENGLISH, commands, link, place

PHOTO, PDF = ("foto.jpg", b"a photo"), ("factura.pdf", b"an invoice")


def write(
    client: FlaskClient, incident: IncidentDetail, move: str, *files: NamedFile, **fields: object
) -> TestResponse:
    hidden = hidden_of(client.get(link(incident), headers=ENGLISH).text)
    said = {"text": "Mira.", **hidden, **fields}
    return post_form(client, link(incident, f"/{move}"), said, files)


def keep(desk: LittleDesk, incident: IncidentDetail, name: str, kind: str) -> FileRef:
    ref = FileRef(id=uuid4(), name=name, media_type=kind, size=1_234_567)
    desk.files.kept[ref.id] = (ref, b"the bytes of it")
    desk.files.owners[ref.id] = incident.row.id
    return ref


@pytest.fixture
def incident(desk: LittleDesk) -> IncidentDetail:
    return place(desk, seen(State.WAITING, said(2, ANA, "¿Nos mandas una foto?")))


@pytest.fixture
def answered(desk: LittleDesk) -> tuple[IncidentDetail, FileRef, FileRef]:
    """An incident whose customer has sent a photo, and whose clerk an invoice."""
    incident = seen(State.ASSIGNED, said(2, ANA, "Su factura."), said(3, CUSTOMER, "Gracias."))
    photo = keep(desk, incident, "La tetera.jpg", "image/jpeg")
    invoice = keep(desk, incident, "factura.pdf", "application/pdf")
    reply, thanks = incident.messages
    messages = (reply.model_copy(update={"files": (invoice,)}), thanks)
    return place(desk, incident.model_copy(update={"files": (photo,), "messages": messages})), photo, invoice


def test_a_message_carries_files(served: FlaskClient, broker: MemoryBroker, incident: IncidentDetail) -> None:
    assert write(served, incident, "comments", PHOTO, PDF).status_code == 303
    (wish,) = commands(broker)
    assert isinstance(wish, CommentIncident)
    assert [file.name for file in wish.files] == ["foto.jpg", "factura.pdf"]
    assert "With 2 files" in served.get(link(incident), headers=ENGLISH).text


def test_who_opens_it_again_may_send_files_too(
    served: FlaskClient, broker: MemoryBroker, desk: LittleDesk
) -> None:
    incident = place(desk, seen(State.RESOLVED))
    write(served, incident, "reopening", PHOTO)
    (wish,) = commands(broker)
    assert isinstance(wish, ReopenIncident)
    assert [file.name for file in wish.files] == ["foto.jpg"]


@pytest.mark.parametrize("move", ["comments", "reopening"])
def test_files_without_a_word_wait_for_one(
    served: FlaskClient, broker: MemoryBroker, incident: IncidentDetail, move: str
) -> None:
    back = write(served, incident, move, PHOTO, text=" ")
    assert back.status_code == 400
    assert not commands(broker)
    assert write(served, incident, move, kept=carried(back.text)).status_code == 303
    assert [file.name for file in commands(broker)[0].files] == ["foto.jpg"]  # type: ignore[union-attr]


def test_a_double_click_is_one_message_with_each_file_once(
    served: FlaskClient, broker: MemoryBroker, desk: LittleDesk, incident: IncidentDetail
) -> None:
    hidden = hidden_of(served.get(link(incident), headers=ENGLISH).text)
    for _ in range(2):
        post_form(served, link(incident, "/comments"), {**hidden, "text": "Mira."}, [PHOTO])
    first, second = commands(broker)
    assert first == second
    assert len(desk.files.kept) == 1


def test_a_refused_file_leaves_the_words_and_the_others(
    served: FlaskClient, broker: MemoryBroker, desk: LittleDesk, incident: IncidentDetail
) -> None:
    kept = carried(write(served, incident, "comments", PDF, text="").text)
    desk.files.fault = "active-content"
    back = write(served, incident, "comments", PHOTO, kept=kept)
    assert back.status_code == 400
    assert "has programs or other files in it" in back.text
    assert "Mira." in back.text
    assert carried(back.text) == kept
    assert not commands(broker)


def test_without_files_the_words_come_back(
    served: FlaskClient, desk: LittleDesk, incident: IncidentDetail, expected_log: ExpectedLog
) -> None:
    desk.files.is_up = False
    expected_log("a file was not taken")
    back = write(served, incident, "comments", PHOTO)
    assert back.status_code == 503
    assert "Mira." in back.text


def test_one_can_be_taken_out_before_sending(
    served: FlaskClient, broker: MemoryBroker, incident: IncidentDetail
) -> None:
    both = carried(write(served, incident, "comments", PHOTO, PDF, text="").text)
    assert write(served, incident, "comments", kept=both, remove=both[0]).status_code == 303
    page = served.get(link(incident), headers=ENGLISH).text
    assert carried(page) == both[1:]
    assert "Mira." in page
    assert not commands(broker)


def test_a_file_goes_with_the_incident_for_which_it_was_sent_and_with_no_other(
    served: FlaskClient, broker: MemoryBroker, desk: LittleDesk, incident: IncidentDetail
) -> None:
    kept = carried(write(served, incident, "comments", PHOTO, text="").text)
    write(served, place(desk, seen()), "comments", kept=kept)
    (wish,) = commands(broker)
    assert isinstance(wish, CommentIncident)
    assert not wish.files


def test_the_conversation_shows_the_files_of_both_sides(
    served: FlaskClient, answered: tuple[IncidentDetail, FileRef, FileRef]
) -> None:
    incident, photo, invoice = answered
    page = served.get(link(incident), headers=ENGLISH).text
    live = served.get(link(incident, "/conversation"), headers=ENGLISH).text
    for html in (page, live):
        assert f'src="{link(incident, f"/files/{photo.id}/thumbnail")}"' in html
        assert f'href="{link(incident, f"/files/{invoice.id}")}"' in html
        assert f"/files/{invoice.id}/thumbnail" not in html
        assert "La tetera.jpg" in html
        assert "1.2\N{NO-BREAK SPACE}MB" in html


def test_a_file_is_handed_on_as_files_says(
    served: FlaskClient, answered: tuple[IncidentDetail, FileRef, FileRef]
) -> None:
    incident, photo, invoice = answered
    answer = served.get(link(incident, f"/files/{invoice.id}"))
    assert (answer.status_code, answer.data) == (200, b"the bytes of it")
    headers = answer.headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"] == 'attachment; filename="factura.pdf"'
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["Content-Length"] == "15"
    shown = served.get(link(incident, f"/files/{photo.id}"))
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert served.head(link(incident, f"/files/{photo.id}")).headers["Content-Length"] == "15"


@pytest.mark.parametrize("what", ["", "/thumbnail"])
def test_who_has_it_already_gets_it_no_second_time(
    served: FlaskClient, answered: tuple[IncidentDetail, FileRef, FileRef], what: str
) -> None:
    incident, photo, _ = answered
    address = link(incident, f"/files/{photo.id}{what}")
    etag = served.get(address).headers["ETag"]
    again = served.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("what", ["", "/thumbnail"])
def test_nobody_reads_another_incidents_file(
    served: FlaskClient, desk: LittleDesk, answered: tuple[IncidentDetail, FileRef, FileRef], what: str
) -> None:
    incident, photo, _ = answered
    other = place(desk, seen())
    assert served.get(link(other, f"/files/{photo.id}{what}")).status_code == 404
    assert served.get(f"/incidents/{incident.row.reference}/files/{photo.id}{what}?key=x").status_code == 404
    assert served.get(link(incident, f"/files/{UUID(int=1)}{what}")).status_code == 404
    assert served.get(link(incident, f"/files/../{photo.id}{what}")).status_code == 404


def test_with_files_away_the_conversation_is_read_all_the_same(
    served: FlaskClient, desk: LittleDesk, answered: tuple[IncidentDetail, FileRef, FileRef]
) -> None:
    incident, photo, _ = answered
    desk.files.is_up = False
    assert served.get(link(incident, f"/files/{photo.id}")).status_code == 503
    assert "La tetera.jpg" in served.get(link(incident), headers=ENGLISH).text
