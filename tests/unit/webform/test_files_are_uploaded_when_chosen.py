"""What a script uploads as soon as it is chosen: kept for this form, and said in a piece of the page."""

import re
from html import unescape
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shared.contracts.commands import OpenIncident
from shared.contracts.envelope import Envelope
from shared.messaging.memory import MemoryBroker
from tests.support.forms import FILLED, Visitor
from tests.support.incidents_seen import seen
from tests.support.little_desk import LittleDesk
from tests.support.multipart import post_form
from tests.support.silence import ExpectedLog
from tests.unit.webform.test_following_an_incident import link, place

PHOTO = ("foto.jpg", b"a photo")
OPENING = "/incidents/new/files"


def upload(client: FlaskClient, address: str = OPENING, **changes: str) -> TestResponse:
    """Upload the photo as the form's script does."""
    hidden = Visitor(client).open()
    said = {"csrf_token": hidden["csrf_token"], "ticket": hidden["ticket"], "choice": "1", **changes}
    return post_form(client, address, said, [PHOTO])


def sealed(answer: TestResponse) -> str:
    (found,) = re.findall(r'name="kept" value="([^"]+)"', answer.text)
    return unescape(found)


def test_what_was_uploaded_goes_along_when_the_form_is_sent(
    served: FlaskClient, broker: MemoryBroker
) -> None:
    answer = upload(served)
    assert answer.status_code == 201
    assert answer.text.lstrip().startswith("<li>")
    assert Visitor(served).send(kept=sealed(answer)).status_code == 303
    (delivery,) = broker.queues["intake.commands"]
    command = Envelope.parse(delivery.body).content()
    assert isinstance(command, OpenIncident)
    assert [file.name for file in command.files] == ["foto.jpg"]


def test_choosing_it_again_is_another_file_and_trying_again_is_not(
    served: FlaskClient, desk: LittleDesk
) -> None:
    hidden = Visitor(served).open()
    for choice in ("1", "1", "2"):
        upload(served, choice=choice, csrf_token=hidden["csrf_token"], ticket=hidden["ticket"])
    assert len(desk.files.kept) == 2


def test_a_refused_file_has_its_sentence(served: FlaskClient, desk: LittleDesk) -> None:
    desk.files.fault = "locked-file"
    answer = upload(served)
    assert answer.status_code == 400
    assert '<p class="error">“foto.jpg” is locked with a password' in answer.text


def test_with_files_away_it_is_another_status(
    served: FlaskClient, desk: LittleDesk, expected_log: ExpectedLog
) -> None:
    desk.files.is_up = False
    expected_log("a file was not taken")
    assert upload(served).status_code == 503


@pytest.mark.parametrize("missing", ["csrf_token", "ticket"])
def test_nothing_is_kept_for_a_form_that_is_not_ours(
    served: FlaskClient, desk: LittleDesk, missing: str
) -> None:
    answer = upload(served, **{missing: "forged"})
    assert answer.status_code == 400
    assert 'class="error"' not in answer.text
    assert not desk.files.kept


def test_what_was_uploaded_for_a_message_goes_with_no_new_incident(
    served: FlaskClient, broker: MemoryBroker, desk: LittleDesk
) -> None:
    answer = upload(served, link(place(desk, seen()), "/files"))
    assert answer.status_code == 201
    hidden = Visitor(served).open()
    post_form(served, "/incidents/new", {**hidden, **FILLED, "kept": sealed(answer)}, [])
    (delivery,) = broker.queues["intake.commands"]
    command = Envelope.parse(delivery.body).content()
    assert isinstance(command, OpenIncident)
    assert not command.files


def test_without_the_link_nothing_is_kept_for_a_message(served: FlaskClient, desk: LittleDesk) -> None:
    address = link(place(desk, seen()), "/files").partition("?")[0]
    assert upload(served, address).status_code == 404
    assert upload(served, f"{address}?key={uuid4()}").status_code == 404
    assert not desk.files.kept


def test_what_is_kept_already_is_shown_again_for_the_other_language(
    served: FlaskClient, desk: LittleDesk
) -> None:
    kept = sealed(upload(served))
    hidden = Visitor(served).open()
    said = {"csrf_token": hidden["csrf_token"], "ticket": hidden["ticket"], "kept": kept}
    answer = post_form(served, f"{OPENING}?lang=es", said, [])
    assert answer.status_code == 201
    assert "Quitar" in answer.text
    assert sealed(answer) == kept
    assert len(desk.files.kept) == 1


@pytest.mark.parametrize(("language", "advice"), [("en", "Save it as JPG"), ("es", "Guárdala como JPG")])
def test_a_photo_of_an_iphone_is_refused_with_what_helps(
    served: FlaskClient, desk: LittleDesk, language: str, advice: str
) -> None:
    desk.files.fault = "unknown-kind"
    hidden = Visitor(served).open()
    said = {"csrf_token": hidden["csrf_token"], "ticket": hidden["ticket"]}
    answer = post_form(served, f"{OPENING}?lang={language}", said, [("IMG_1.HEIC", b"a photo")])
    assert answer.status_code == 400
    assert advice in answer.text
