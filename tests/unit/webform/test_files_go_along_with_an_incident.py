"""Files go along with the form: kept once, carried in signed fields, and no reason to lose a word."""

import re
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shared.clock import utc_now
from shared.contracts.knowledge import Suggestion, SuggestionKind
from shared.messaging.memory import MemoryBroker
from tests.support.forms import FILLED, hidden_of
from tests.support.little_desk import LittleDesk
from tests.support.multipart import Sender, carried
from tests.support.sent_files import PDF, PHOTO, names, opened, said


def test_files_go_along_under_the_names_that_were_given_to_them(sender: Sender, broker: MemoryBroker) -> None:
    assert sender.send(PHOTO, PDF).status_code == 303
    (command,) = opened(broker)
    assert [(file.name, file.size) for file in command.files] == [("foto.jpg", 7), ("factura.pdf", 10)]


def test_a_form_without_files_is_what_it_was(sender: Sender, broker: MemoryBroker) -> None:
    assert sender.send().status_code == 303
    assert names(broker) == [[]]


def test_what_was_kept_is_not_asked_for_again(sender: Sender, broker: MemoryBroker, desk: LittleDesk) -> None:
    back = sender.send(PHOTO, PDF, email="nobody")
    assert back.status_code == 400
    assert "foto.jpg" in back.text
    assert "10 MB" in back.text
    assert sender.send(kept=carried(back.text)).status_code == 303
    assert names(broker) == [["foto.jpg", "factura.pdf"]]
    assert len(desk.files.uploads) == 2


def test_a_form_that_was_open_for_too_long_keeps_its_files(sender: Sender, broker: MemoryBroker) -> None:
    sender.hidden = {"csrf_token": "forged", "ticket": "forged"}
    back = sender.send(PHOTO)
    assert back.status_code == 400
    sender.hidden = hidden_of(back.text)
    assert sender.send(kept=carried(back.text)).status_code == 303
    assert names(broker) == [["foto.jpg"]]


def test_the_page_with_help_and_the_way_back_from_it_carry_the_files(
    sender: Sender, broker: MemoryBroker, desk: LittleDesk
) -> None:
    found = Suggestion(kind=SuggestionKind.ANSWER, id=uuid4(), title="How to return it", score=0.9)
    desk.knowledge.suggestions = [found]
    assert sender.send(PHOTO).location == "/incidents/new/help"
    preview = sender.client.get("/incidents/new/help").text
    assert sender.send(kept=carried(preview), back="1").location == "/incidents/new"
    again = sender.client.get("/incidents/new").text
    assert "foto.jpg" in again
    assert sender.send(kept=carried(again), suggested="1").status_code == 303
    assert names(broker) == [["foto.jpg"]]


def test_the_other_language_keeps_the_files(sender: Sender, broker: MemoryBroker) -> None:
    refused = sender.send(PHOTO, email="")
    page = sender.client.get("/incidents/new?lang=es")
    assert "Fotos y documentos" in page.text
    assert carried(page.text) == carried(refused.text)
    assert not opened(broker)


def test_who_goes_to_sign_in_takes_the_files_along(sender: Sender) -> None:
    away = sender.send(PHOTO, **{"sign-in": "1"})
    assert away.status_code == 303
    back = sender.client.get("/incidents/new", headers={"Accept-Language": "en"})
    assert len(carried(back.text)) == 1
    assert FILLED["description"] in back.text


def test_where_there_is_no_room_for_files_the_words_are_carried(sender: Sender) -> None:
    names = [(f"{number}{'ñandú' * 20}.jpg", b"%d" % number) for number in range(5)]
    long = "".join(sha256(b"%d" % number).hexdigest() for number in range(60))
    sender.send(*names, email="", description=long)
    page = sender.client.get("/incidents/new?lang=es")
    assert FILLED["subject"] in page.text
    assert not carried(page.text)


def test_one_of_them_can_be_taken_out(sender: Sender, broker: MemoryBroker) -> None:
    both = carried(sender.send(PHOTO, PDF, email="").text)
    assert sender.send(kept=both, remove=both[0]).location == "/incidents/new"
    page = sender.client.get("/incidents/new").text
    assert carried(page) == both[1:]
    assert FILLED["description"] in page
    sender.send(kept=both[1:])
    assert names(broker) == [["factura.pdf"]]


def test_a_picture_is_shown_small_to_who_has_sent_it_and_to_nobody_else(
    sender: Sender, desk: LittleDesk
) -> None:
    page = sender.send(PHOTO, PDF, email="")
    (address,) = re.findall(r'src="(/files/[^"]+/thumbnail)"', page.text)
    small = sender.client.get(address)
    assert (small.status_code, small.data) == (200, b"a photo")
    assert small.headers["Content-Type"] == "image/webp"
    assert sender.client.get(address.replace("/files/", "/files/x")).status_code == 404


def test_a_double_click_opens_one_incident_with_each_file_once(
    served: FlaskClient, broker: MemoryBroker, desk: LittleDesk
) -> None:
    sender = Sender(served)
    first, second = sender.send(PHOTO), sender.send(PHOTO)
    assert first.location == second.location
    assert len(desk.files.kept) == 1


def test_two_posts_at_once_are_one_incident_and_one_file(
    served: FlaskClient, broker: MemoryBroker, desk: LittleDesk
) -> None:
    sender = Sender(served)
    cookies = served.get_cookie("session")
    assert cookies

    def post(_: int) -> TestResponse:
        other = served.application.test_client()
        other.set_cookie("session", cookies.value)
        twin = Sender.__new__(Sender)
        twin.client, twin.hidden = other, sender.hidden
        return twin.send(PHOTO)

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(post, range(2)))
    assert len({answer.location for answer in answers}) == 1
    assert {file.id for command in opened(broker) for file in command.files} == set(desk.files.kept)
    assert len(desk.files.kept) == 1


def test_the_same_words_with_another_file_are_not_thrown_away(sender: Sender, broker: MemoryBroker) -> None:
    assert sender.send().location != sender.send(PHOTO).location
    assert names(broker) == [[], ["foto.jpg"]]


def test_going_back_and_sending_the_same_again_leads_to_the_incident(
    served: FlaskClient, broker: MemoryBroker
) -> None:
    first, again = Sender(served).send(PHOTO), Sender(served).send(PHOTO)
    assert first.location == again.location
    assert len(opened(broker)) == 1


def test_a_file_that_an_incident_has_is_asked_for_again_by_another(
    sender: Sender, broker: MemoryBroker
) -> None:
    kept = carried(sender.send(PHOTO, email="").text)
    sender.send(kept=kept)
    other = sender.send(kept=kept, description="Otra cosa.")
    assert other.status_code == 400
    assert "went along with what you sent before" in said(other)
    assert "Otra cosa." in other.text
    assert sender.send(PHOTO, description="Otra cosa.").status_code == 303
    first, second = opened(broker)
    assert first.files[0].id != second.files[0].id


@pytest.mark.parametrize("sealed", ["", "nonsense", "a.b.c"])
def test_nobody_names_a_file_that_they_have_not_sent(
    sender: Sender, broker: MemoryBroker, sealed: str
) -> None:
    assert sender.send(kept=[sealed, str(uuid4())]).status_code == 303
    assert names(broker) == [[]]


def test_what_was_chosen_days_ago_is_asked_for_again(
    sender: Sender, broker: MemoryBroker, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = carried(sender.send(PHOTO, email="").text)
    monkeypatch.setattr("webform.attachments.LASTS", utc_now() - utc_now())
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: utc_now().timestamp() + 9)
    later = sender.send(kept=kept)
    assert later.status_code == 400
    assert "chosen too long ago" in said(later)
