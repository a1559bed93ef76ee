"""Accounts: sign in, register, one's own incidents, and what is said when it fails."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from shared.clock import utc_now
from shared.contracts.commands import OpenIncident
from shared.contracts.envelope import Envelope
from shared.contracts.vocabulary import State
from shared.messaging.memory import MemoryBroker
from tests.support.forms import FILLED, hidden_of
from tests.support.incidents_seen import ANA, said, seen
from tests.support.little_accounts import LINK_TOKEN, LOCKED_S, MARTA, PASSWORD
from tests.support.little_desk import LittleDesk
from tests.support.signed_in import ENGLISH, post, sign_in
from tests.support.silence import ExpectedLog


def test_who_signs_in_finds_their_incidents_with_their_links(served: FlaskClient, desk: LittleDesk) -> None:
    incident = seen()
    desk.incidents[incident.row.id] = incident
    assert sign_in(served).location == "/incidents"
    page = served.get("/incidents", headers=ENGLISH).text
    assert f"/incidents/{incident.row.reference}?key=" in page
    assert "La tetera llegó rota" in page


def test_the_list_says_what_was_answered_last_and_by_when_we_answer(
    served: FlaskClient, desk: LittleDesk
) -> None:
    due = utc_now() + timedelta(hours=1)
    for incident in (
        seen(State.OPEN, due=due),
        seen(State.WAITING, said(2, ANA, "¿Nos mandas una foto?"), due=due),
        seen(State.ASSIGNED, due=due - timedelta(hours=3)),
    ):
        desk.incidents[incident.row.id] = incident
    sign_in(served)
    first, second, third = served.get("/incidents", headers=ENGLISH).text.split("<li>")[1:]
    assert "We answer to" in first
    assert "¿Nos mandas una foto?" in second
    assert re.search("answered .* at", second)
    assert "We answer" not in second
    assert "are late" in third


def test_a_wrong_password_gets_one_sentence_and_keeps_the_address(served: FlaskClient) -> None:
    answer = sign_in(served, "not that one at all")
    assert answer.status_code == 400
    assert "belong together" in answer.text
    assert 'value="marta@example.com"' in answer.text
    assert "not that one" not in answer.text


def test_who_guesses_too_often_is_told_how_long_to_wait_and_keeps_the_address(
    served: FlaskClient, desk: LittleDesk
) -> None:
    desk.accounts.is_locked = True
    answer = sign_in(served)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, str(LOCKED_S))
    assert "Please try again in 2 minutes." in answer.text
    assert 'value="marta@example.com"' in answer.text
    assert PASSWORD not in answer.text


def test_the_service_learns_from_where_somebody_signs_in(served: FlaskClient, desk: LittleDesk) -> None:
    served.environ_base["REMOTE_ADDR"] = "203.0.113.7"
    sign_in(served)
    assert "203.0.113.7" in desk.asked_by


def test_what_the_signed_in_send_is_theirs_whatever_the_form_says(
    served: FlaskClient, broker: MemoryBroker
) -> None:
    sign_in(served)
    assert post(served, "/incidents/new", **{**FILLED, "email": "other@example.com"}).status_code == 303
    command = Envelope.parse(broker.queues["intake.commands"][0].body).content()
    assert isinstance(command, OpenIncident)
    assert (command.contact.email, command.contact.customer_id) == (MARTA["email"], MARTA["id"])
    assert command.customer_group == MARTA["group"]


def test_a_token_about_to_end_is_renewed(served: FlaskClient, desk: LittleDesk) -> None:
    desk.lifetime = 30
    sign_in(served)
    assert served.get("/incidents").status_code == 200
    assert desk.granted == 2


def test_a_session_that_is_over_leads_to_the_door(served: FlaskClient, desk: LittleDesk) -> None:
    desk.lifetime = 30
    sign_in(served)
    desk.refreshes.clear()
    assert served.get("/incidents").location == "/account/sign-in"


@pytest.mark.parametrize(("lifetime", "token"), [(600, "access-1"), (30, "access-2"), (-5, "access-2")])
def test_signing_out_ends_the_session_everywhere_even_with_a_token_that_is_over(
    served: FlaskClient, desk: LittleDesk, lifetime: int, token: str
) -> None:
    desk.lifetime = lifetime
    sign_in(served)
    served.post("/account/sign-out")
    assert desk.ended == [token]
    assert served.get("/incidents").location == "/account/sign-in"


def test_signing_out_while_customers_is_away_forgets_here(
    served: FlaskClient, desk: LittleDesk, expected_log: ExpectedLog
) -> None:
    expected_log("a session was left open")
    sign_in(served)
    desk.is_up = False
    served.post("/account/sign-out")
    desk.is_up = True
    assert served.get("/incidents").location == "/account/sign-in"


def test_a_session_that_was_ended_elsewhere_counts_no_longer_than_its_token(
    served: FlaskClient, desk: LittleDesk
) -> None:
    desk.lifetime = -5
    sign_in(served)
    assert "Sign out" in served.get("/incidents/new", headers=ENGLISH).text
    desk.refreshes.clear()
    page = served.get("/incidents/new", headers=ENGLISH).text
    assert "Sign out" not in page
    assert 'id="email"' in page


def test_while_customers_is_away_who_is_signed_in_stays_so(served: FlaskClient, desk: LittleDesk) -> None:
    desk.lifetime = -5
    sign_in(served)
    desk.is_up = False
    assert "Sign out" in served.get("/incidents/new", headers=ENGLISH).text
    desk.is_up = True
    desk.refreshes.clear()
    served.get("/incidents")
    assert "Sign out" not in served.get("/incidents/new", headers=ENGLISH).text


@pytest.mark.parametrize(
    ("change", "field"),
    [({"password": "short"}, "password"), ({"email": "no address"}, "email"), ({"name": ""}, "name")],
)
def test_a_refused_registration_says_why_at_its_field(
    served: FlaskClient, change: dict[str, str], field: str
) -> None:
    fields = {"name": "Marta Ruiz", "email": "marta@example.com", "password": PASSWORD, **change}
    answer = post(served, "/account/new", **fields)
    assert answer.status_code == 400
    assert f'id="{field}-error"' in answer.text


def test_who_registers_is_told_to_look_into_their_mail(served: FlaskClient, desk: LittleDesk) -> None:
    fields = {"name": "Marta", "surname": "Ruiz", "email": "marta@example.com", "password": PASSWORD}
    answer = post(served, "/account/new", **fields)
    assert (answer.status_code, answer.location) == (303, "/account/mailed")
    assert desk.registered == [{**fields, "language": "en"}]
    page = served.get("/account/mailed", headers=ENGLISH).text
    assert "Look into your mail" in page
    assert "marta@example.com" in page
    assert served.get("/incidents").location == "/account/sign-in"


def test_a_surname_may_be_left_out(served: FlaskClient, desk: LittleDesk) -> None:
    fields = {"name": "Marta", "email": "marta@example.com", "password": PASSWORD}
    assert post(served, "/account/new", **fields).status_code == 303
    assert desk.registered == [{**fields, "surname": None, "language": "en"}]


@pytest.mark.parametrize(
    ("path", "goal"),
    [
        ("/account/sign-in", "/incidents"),
        ("/account/sign-in?then=places", "/account/sessions"),
        ("/account/new", "/incidents"),
    ],
)
def test_who_is_signed_in_is_led_past_the_door(served: FlaskClient, path: str, goal: str) -> None:
    sign_in(served)
    assert served.get(path).location == goal


def test_who_is_signed_in_and_not_believed_stands_at_the_door_and_is_led_in_no_circle(
    served: FlaskClient, desk: LittleDesk
) -> None:
    sign_in(served)
    desk.is_list_refused = True
    assert served.get("/incidents").location == "/account/sign-in"
    assert served.get("/account/sign-in").status_code == 200


def test_a_mailed_link_signs_in_by_its_button_and_not_by_being_looked_at(
    served: FlaskClient, desk: LittleDesk
) -> None:
    path = f"/account/confirm?token={LINK_TOKEN}"
    assert "Confirm your e-mail" in served.get(path, headers=ENGLISH).text
    assert desk.granted == 0
    assert post(served, path).location == "/incidents"
    assert served.get("/incidents").status_code == 200


def test_a_link_that_works_no_more_says_what_to_do(served: FlaskClient) -> None:
    answer = post(served, "/account/confirm?token=used-already")
    assert answer.status_code == 410
    assert "works no more" in answer.text
    assert "/account/new" in answer.text


def test_switching_the_language_of_a_mailed_link_keeps_it(served: FlaskClient) -> None:
    page = served.get(f"/account/confirm?token={LINK_TOKEN}", headers=ENGLISH).text
    assert f'href="?token={LINK_TOKEN}&amp;lang=es"' in page


def test_while_accounts_are_away_a_mailed_link_is_kept(served: FlaskClient, desk: LittleDesk) -> None:
    path = f"/account/confirm?token={LINK_TOKEN}"
    desk.is_up = False
    answer = post(served, path)
    assert answer.status_code == 503
    assert f'action="{path}' in answer.text


@pytest.mark.parametrize("path", ["/account/sign-in", "/account/new", f"/account/confirm?token={LINK_TOKEN}"])
def test_the_enter_key_presses_the_forms_own_button(served: FlaskClient, path: str) -> None:
    page = served.get(path, headers=ENGLISH).text
    assert 'form="account"' not in page
    assert 'name="switch"' not in page


def test_who_was_signed_out_in_another_window_is_told_so(served: FlaskClient) -> None:
    sign_in(served)
    hidden = hidden_of(served.get("/incidents/new").text)
    served.post("/account/sign-out")
    answer = served.post("/incidents/new", data={**hidden, **FILLED}, headers=ENGLISH)
    assert answer.status_code == 400
    assert "signed out since" in answer.text
    assert "open for too long" not in answer.text
    assert FILLED["description"] in answer.text


def test_while_the_services_are_away_the_list_says_so(served: FlaskClient, desk: LittleDesk) -> None:
    sign_in(served)
    desk.is_up = False
    answer = served.get("/incidents", headers=ENGLISH)
    assert answer.status_code == 503
    assert "They are safe" in answer.text


@pytest.mark.parametrize(
    ("path", "heading"),
    [("/account/sign-in", "You are not signed in yet"), ("/account/new", "No account was made")],
)
def test_what_is_wrong_is_headed_by_what_did_not_happen(served: FlaskClient, path: str, heading: str) -> None:
    answer = post(served, path, email="")
    assert heading in answer.text
    assert "Not sent yet" not in answer.text
