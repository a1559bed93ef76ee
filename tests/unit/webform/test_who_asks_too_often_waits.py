"""Fair use: who does a thing too often is told how long to wait, and gets back what was typed."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shared.ids import reference_of
from shared.links import Links
from shared.messaging.memory import MemoryBroker
from tests.support.forms import FILLED, Visitor, hidden_of
from tests.support.incidents_seen import seen
from tests.support.little_desk import PASSWORD, LittleDesk
from tests.support.multipart import Sender, carried, post_form
from tests.support.sent_files import PHOTO
from tests.unit.webform.conftest import site
from webform.waits import in_words

ENGLISH = {"Accept-Language": "en"}
KNOWN_ID = "01900000-0000-7000-8000-000000000001"


@pytest.fixture
def with_limits(broker: MemoryBroker, key_file: Path, desk: LittleDesk) -> Iterator[object]:
    """Open sites with these limits; they close with the test."""
    with ExitStack() as stack:
        yield lambda **limits: stack.enter_context(site(broker, key_file, desk.url, **limits))


def post(client: FlaskClient, path: str, shown: str = "", **fields: str) -> TestResponse:
    hidden = hidden_of(client.get(shown or path, headers=ENGLISH).text)
    return client.post(path, data={**hidden, **fields}, headers=ENGLISH)


def test_the_form_comes_back_filled_in_and_says_how_long_to_wait(with_limits, broker: MemoryBroker) -> None:
    visitor = Visitor(with_limits(limit_opening="address=1/hour").test_client())
    assert visitor.send().status_code == 303
    answer = visitor.send(description="Y la tapa también.")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    assert "Not sent yet" in answer.text
    assert in_words_of(answer) in answer.text
    assert "Y la tapa también." in answer.text
    assert FILLED["email"] in answer.text
    assert len(broker.queues["intake.commands"]) == 1


def in_words_of(answer: TestResponse) -> str:
    minutes = -(-int(answer.headers["Retry-After"]) // 60)
    return f"please try again in {minutes} minutes" if 1 < minutes < 60 else "please try again in 1 "


def test_the_sentence_is_in_the_pages_language(with_limits) -> None:
    visitor = Visitor(with_limits(limit_opening="address=1/day").test_client(), "es")
    visitor.send()
    assert "vuelve a intentarlo dentro de " in visitor.send().text


def test_what_was_refused_can_be_sent_when_the_time_has_come(with_limits, broker: MemoryBroker) -> None:
    visitor = Visitor(with_limits(limit_opening="address=1/second").test_client())
    answers = [visitor.send(subject=f"Sobre la tetera {number}") for number in range(4)]
    (refused, *_) = [answer for answer in answers if answer.status_code == 429]
    hidden = hidden_of(refused.text)
    while (answer := visitor.send(hidden)).status_code == 429:
        assert int(answer.headers["Retry-After"]) == 1
    assert answer.status_code == 303


def test_looking_costs_nothing(with_limits) -> None:
    visitor = Visitor(with_limits(limit_opening="address=1/hour").test_client())
    for _ in range(3):
        assert visitor.send(back="1").location == "/incidents/new"
    assert "key=" in (visitor.send().location or "")
    assert visitor.send(back="1").location == "/incidents/new"


def test_a_button_that_only_shows_elsewhere_opens_no_way_around(with_limits, desk: LittleDesk) -> None:
    incident = seen()
    desk.incidents[incident.row.id] = incident
    client = with_limits(limit_comments="incident=1/hour").test_client()
    page = page_of(incident.row.id)
    move = page.replace("?", "/resolution?")
    answers = [post(client, move, page, text=f"Ya va {number}", back="1") for number in range(2)]
    assert [answer.status_code for answer in answers] == [303, 429]


def page_of(incident_id) -> str:  # type: ignore[no-untyped-def]
    key = Links("a link key for tests only").key_of(incident_id)
    return f"/incidents/{reference_of(incident_id)}?key={key}"


@pytest.mark.parametrize("move", ["comments", "reopening", "resolution"])
def test_what_one_writes_to_an_incident_comes_back(with_limits, desk: LittleDesk, move: str) -> None:
    incident = seen()
    desk.incidents[incident.row.id] = incident
    client = with_limits(limit_comments="incident=1/hour").test_client()
    page = page_of(incident.row.id)
    path = page.replace("?", f"/{move}?")
    assert post(client, path, page, text="Primero").status_code == 303
    answer = post(client, path, page, text="Y otra cosa más")
    assert answer.status_code == 429
    assert "Y otra cosa más" in answer.text


def post_files(client: FlaskClient, path: str, shown: str, **fields: str) -> TestResponse:
    hidden = hidden_of(client.get(shown, headers=ENGLISH).text)
    return post_form(client, path, {**hidden, **fields}, [PHOTO])


@pytest.mark.parametrize("uploads", ["off", "address=1/hour"])
def test_files_chosen_too_soon_stay_with_the_form_or_are_asked_for_again(
    with_limits, desk: LittleDesk, uploads: str
) -> None:
    incident = seen()
    desk.incidents[incident.row.id] = incident
    limits = {"limit_comments": "incident=1/hour", "limit_opening": "address=1/hour"}
    client = with_limits(**limits, limit_uploads=uploads).test_client()
    page = page_of(incident.row.id)
    answers = []
    for path, shown in (("/incidents/new", "/incidents/new"), (page.replace("?", "/comments?"), page)):
        post(client, path, shown, **FILLED, text="Primero")
        answers.append(post_files(client, path, shown, **{**FILLED, "subject": "Otra"}, text="Mira."))
    assert [answer.status_code for answer in answers] == [429, 429]
    kept = [len(carried(answer.text)) for answer in answers]
    lost = ["Please choose them again" in answer.text for answer in answers]
    assert (kept, lost) == ([1, 1], [False, False]) if uploads == "off" else ([1, 0], [False, True])


def test_what_a_form_carried_before_it_came_too_soon_it_carries_still(with_limits) -> None:
    sender = Sender(with_limits(limit_opening="address=1/hour", limit_uploads="address=1/hour").test_client())
    kept = carried(sender.send(PHOTO, email="nobody").text)
    answer = sender.send(kept=kept)
    assert answer.status_code == 429
    assert carried(answer.text) == kept


def test_a_stranger_without_the_key_uses_up_nobodys_incident(with_limits, desk: LittleDesk) -> None:
    incident = seen()
    desk.incidents[incident.row.id] = incident
    client = with_limits(limit_comments="incident=1/hour").test_client()
    page = page_of(incident.row.id)
    path = page.replace("?", "/comments?")
    for _ in range(3):
        assert client.post(f"{path}x", data={"text": "hola"}).status_code == 404
    assert post(client, path, page, text="Primero").status_code == 303


def test_a_rating_comes_back(with_limits, desk: LittleDesk) -> None:
    incident = seen()
    desk.incidents[incident.row.id] = incident
    client = with_limits(limit_comments="incident=1/hour").test_client()
    page = page_of(incident.row.id)
    path = page.replace("?", "/rating?")
    post(client, path, page, stars="4", word="Bien")
    answer = post(client, path, page, stars="2", word="Pensándolo mejor")
    assert answer.status_code == 429
    assert "Pensándolo mejor" in answer.text


def test_each_email_and_each_account_has_its_share(with_limits) -> None:
    client = with_limits(limit_opening="account=2/hour email=1/hour").test_client()
    guest = Visitor(client)
    assert guest.send().status_code == 303
    assert guest.send(email=" MARTA@example.com ").status_code == 429
    assert guest.send(email="luis@example.com").status_code == 303
    # Nobody can use up the share of who is signed in, by giving their e-mail.
    post(client, "/account/sign-in", email="marta@example.com", password=PASSWORD)
    answers = [guest.send(subject=f"Asunto {number}").status_code for number in range(3)]
    assert answers == [303, 303, 429]


@pytest.mark.parametrize(
    ("setting", "path", "fields"),
    [
        ("limit_sign_in", "/account/sign-in", {"email": "marta@example.com", "password": "not it"}),
        (
            "limit_registration",
            "/account/new",
            {"name": "Marta", "email": "m@example.com", "password": "x"},
        ),
        ("limit_mailed_links", "/account/sign-in-link", {"email": "marta@example.com"}),
        ("limit_mailed_links", "/account/reset", {"email": "marta@example.com"}),
        ("limit_lost_links", "/incidents/links", {"email": "marta@example.com"}),
        ("limit_following", f"/known-incidents/{KNOWN_ID}/followers", {"name": "Marta", "email": "wrong"}),
    ],
)
def test_every_other_form_says_it_too(with_limits, setting: str, path: str, fields: dict[str, str]) -> None:
    client = with_limits(**{setting: "address=1/hour"}).test_client()
    shown = "/account/sign-in" if "known" in path else path
    assert post(client, path, shown, **fields).status_code != 429
    answer = post(client, path, shown, **fields)
    assert answer.status_code == 429
    assert "please try again in" in answer.text
    for name in fields.keys() - {"password"}:
        assert f'value="{fields[name]}"' in answer.text


def test_a_mailed_link_is_not_pressed_without_end(with_limits) -> None:
    client = with_limits(limit_mailed_links="address=1/hour").test_client()
    assert post(client, "/account/confirm?token=guessed").status_code == 410
    answer = post(client, "/account/confirm?token=guessed")
    assert answer.status_code == 429
    assert "please try again in" in answer.text


def test_suggestions_end_without_a_word(with_limits) -> None:
    client = with_limits(limit_search="address=1/hour").test_client()
    assert client.get("/incidents/suggestions?text=tetera").status_code == 200
    answer = client.get("/incidents/suggestions?text=tetera")
    assert (answer.status_code, answer.text) == (429, "")
    assert int(answer.headers["Retry-After"]) > 0


def test_files_are_not_uploaded_without_end(with_limits) -> None:
    client = with_limits(limit_uploads="address=1/hour").test_client()
    answers = [client.post("/incidents/new/files", headers=ENGLISH).status_code for _ in range(2)]
    assert answers == [400, 429]


def test_a_program_gets_a_problem_document(with_limits) -> None:
    client = with_limits(limit_opening="address=1/hour").test_client()
    Visitor(client).send()
    answer = client.post("/incidents/new", data=FILLED, headers={"Accept": "application/json", **ENGLISH})
    assert answer.status_code == 429
    assert answer.mimetype == "application/problem+json"
    problem = answer.get_json()
    assert problem["type"] == "urn:ventanilla:problem:too-often"
    assert problem["status"] == 429
    assert "please try again in" in problem["detail"]
    assert int(answer.headers["Retry-After"]) > 0


def status_of(app: Flask, forwarded: str, connection: str = "198.51.100.1") -> int:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    place = {"environ_base": {"REMOTE_ADDR": connection}}
    return app.test_client().get("/incidents/suggestions?text=x", headers=headers, **place).status_code


def test_nobody_is_believed_about_where_they_are(with_limits) -> None:
    app = with_limits(limit_search="address=1/hour")
    assert [status_of(app, "203.0.113.1"), status_of(app, "203.0.113.2")] == [200, 429]
    assert status_of(app, "", "198.51.100.2") == 200


def test_as_many_proxies_are_believed_as_there_are(with_limits) -> None:
    app = with_limits(limit_search="address=1/hour", trusted_proxies=1)
    assert status_of(app, "203.0.113.1") == 200
    assert status_of(app, "203.0.113.2") == 200
    # What the browser itself had sent stands before what the proxy added.
    assert status_of(app, "198.51.100.77, 203.0.113.1") == 429


def test_a_household_cannot_move_within_its_network(with_limits) -> None:
    app = with_limits(limit_search="address=1/hour")
    assert status_of(app, "", "2001:db8:1:2::1") == 200
    assert status_of(app, "", "2001:db8:1:2:ffff::9") == 429
    assert status_of(app, "", "2001:db8:1:3::1") == 200


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 segundo"),
        (59, "59 segundos"),
        (60, "1 minuto"),
        (61, "2 minutos"),
        (3599, "1 hora"),
        (3600, "1 hora"),
        (5400, "2 horas"),
        (86400, "1 día"),
    ],
)
def test_the_wait_is_said_in_words_and_never_too_short(app: Flask, seconds: int, words: str) -> None:
    with app.test_request_context(headers={"Accept-Language": "es"}):
        assert in_words(seconds) == words


def test_neither_addresses_nor_emails_are_logged(with_limits, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    visitor = Visitor(with_limits(limit_opening="address=1/hour email=1/hour").test_client())
    visitor.send()
    visitor.send()
    assert "exceeded" in caplog.text
    assert "marta@example.com" not in caplog.text
    assert "127.0.0.1" not in caplog.text.replace("http://127.0.0.1", "")
