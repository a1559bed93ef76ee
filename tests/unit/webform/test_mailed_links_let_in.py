"""Links by mail: asking for one, the pages behind them, and what is said of one that works no more."""

import pytest
from flask.testing import FlaskClient

from tests.support.little_accounts import EASY, LINK_TOKEN, PASSWORD
from tests.support.little_desk import LittleDesk
from tests.support.signed_in import ENGLISH, look, post, sign_in

SIGN_IN = f"/account/sign-in?token={LINK_TOKEN}"
RESET = f"/account/reset?token={LINK_TOKEN}"
EMAIL = f"/account/email?token={LINK_TOKEN}"
NEW = "cuatro palabras y ninguna más"


@pytest.mark.parametrize(("path", "asked"), [("sign-in-link", "sign-in-links"), ("reset", "password-resets")])
def test_whoever_asks_for_a_link_gets_one_and_the_same_answer(
    served: FlaskClient, desk: LittleDesk, path: str, asked: str
) -> None:
    pages = []
    for email in ("marta@example.com", "nobody@example.com", "no address"):
        answer = post(served, f"/account/{path}", email=email)
        assert answer.status_code == 303
        pages.append(look(served, answer.location).replace(email, "EMAIL"))
        assert desk.accounts.mailed[-1] == (asked, email)
    assert pages[0] == pages[1] == pages[2]
    assert "a quarter of an hour" in pages[0]
    assert f'href="/account/{path}"' in pages[0]


def test_the_sign_in_page_hands_its_e_mail_on_to_whoever_wants_a_link(served: FlaskClient) -> None:
    page = look(served, "/account/sign-in")
    assert page.index(">Sign in</button>") < page.index('formaction="/account/sign-in-link"')
    assert 'formaction="/account/reset"' in page


def test_a_link_is_not_asked_for_without_an_e_mail(served: FlaskClient, desk: LittleDesk) -> None:
    answer = post(served, "/account/sign-in-link", email="")
    assert answer.status_code == 400
    assert "Enter your e-mail." in answer.text
    assert not desk.accounts.mailed


def test_while_accounts_are_away_no_link_is_promised(served: FlaskClient, desk: LittleDesk) -> None:
    desk.is_up = False
    answer = post(served, "/account/reset", email="marta@example.com")
    assert answer.status_code == 503
    assert 'value="marta@example.com"' in answer.text


def test_a_link_signs_in_by_its_button_and_not_by_being_looked_at(
    served: FlaskClient, desk: LittleDesk
) -> None:
    assert "One click, and you are in" in look(served, SIGN_IN)
    assert desk.granted == 0
    assert post(served, SIGN_IN).location == "/incidents"
    assert served.get("/incidents").status_code == 200


def test_who_signs_in_anew_by_link_leaves_no_session_behind(served: FlaskClient, desk: LittleDesk) -> None:
    sign_in(served)
    post(served, SIGN_IN)
    assert desk.let_go == ["access-1"]


def test_a_forgotten_password_is_replaced_and_signs_in(served: FlaskClient) -> None:
    assert "Choose a password" in look(served, RESET)
    assert post(served, RESET, password=NEW).location == "/incidents"
    assert served.get("/incidents").status_code == 200


@pytest.mark.parametrize(
    ("password", "words"), [("short", "At least 12"), (EASY, "too easy"), ("x" * 201, "at most 200")]
)
def test_a_bad_new_password_is_refused_at_its_field_and_the_link_stays(
    served: FlaskClient, password: str, words: str
) -> None:
    answer = post(served, RESET, password=password)
    assert answer.status_code == 400
    assert words in answer.text.partition('id="password-error"')[2][:200]
    assert f'action="{RESET}"' in answer.text


def test_another_e_mail_takes_the_place_of_the_old_one(served: FlaskClient, desk: LittleDesk) -> None:
    sign_in(served)
    desk.accounts.profile["wanted_email"] = "marta@example.org"
    assert post(served, EMAIL).location == "/account"
    page = look(served, "/account")
    assert "From now on your e-mail is marta@example.org." in page
    assert "marta@example.com" not in page


def test_another_e_mail_is_confirmed_without_being_signed_in(served: FlaskClient, desk: LittleDesk) -> None:
    desk.accounts.profile["wanted_email"] = "marta@example.org"
    post(served, EMAIL)
    assert "From now on your e-mail is marta@example.org." in look(served, "/account")


def test_an_e_mail_that_another_account_took_meanwhile_changes_nothing(served: FlaskClient) -> None:
    answer = post(served, EMAIL)
    assert answer.status_code == 410
    assert "This e-mail is taken" in answer.text


@pytest.mark.parametrize(
    ("path", "offered"),
    [
        ("/account/sign-in?token=used", "/account/sign-in-link"),
        ("/account/reset?token=used", "/account/reset"),
        ("/account/email?token=used", "/account/new-email"),
        ("/account/confirm?token=used", "/account/new"),
    ],
)
def test_a_link_that_works_no_more_offers_a_new_one(served: FlaskClient, path: str, offered: str) -> None:
    answer = post(served, path, password=PASSWORD)
    assert answer.status_code == 410
    assert "This link works no more" in answer.text
    assert f'href="{offered}"' in answer.text


@pytest.mark.parametrize(
    ("path", "words", "onwards"),
    [
        (SIGN_IN, "You have signed in with this link already", "/incidents"),
        (RESET, "Your password is changed already", "/incidents"),
        (EMAIL, "Your e-mail is changed already", "/account"),
        (f"/account/confirm?token={LINK_TOKEN}", "Your e-mail is confirmed already", "/incidents"),
    ],
)
def test_a_link_that_did_its_work_here_says_so_at_once_and_leads_on(
    served: FlaskClient, desk: LittleDesk, path: str, words: str, onwards: str
) -> None:
    sign_in(served)
    desk.accounts.profile["wanted_email"] = "marta@example.org"
    assert post(served, path, password=NEW).status_code == 303
    answer = served.get(path, headers=ENGLISH)
    assert answer.status_code == 410
    main = answer.text.partition("<main")[2]
    assert words in main
    assert f'href="{onwards}"' in main
    assert "<form" not in main


def test_a_link_that_was_used_here_still_says_so_after_signing_out(served: FlaskClient) -> None:
    post(served, SIGN_IN)
    served.post("/account/sign-out")
    main = look(served, SIGN_IN).partition("<main")[2]
    assert "You have signed in with this link already" in main
    assert 'href="/account/sign-in-link"' in main


@pytest.mark.parametrize("path", [SIGN_IN, EMAIL, RESET, f"/account/confirm?token={LINK_TOKEN}"])
def test_while_accounts_are_away_a_link_is_kept(served: FlaskClient, desk: LittleDesk, path: str) -> None:
    desk.is_up = False
    answer = post(served, path, password=NEW)
    assert answer.status_code == 503
    assert f'action="{path}' in answer.text


@pytest.mark.parametrize("path", [SIGN_IN, EMAIL, RESET])
def test_a_link_keeps_its_token_in_the_other_language(served: FlaskClient, path: str) -> None:
    page = served.get(path, headers=ENGLISH).text
    assert f'href="?token={LINK_TOKEN}&amp;lang=es"' in page
    assert f"token={LINK_TOKEN}" in served.get(f"{path}&lang=es").text


@pytest.mark.parametrize("path", ["/account/sign-in-link", "/account/reset"])
def test_who_has_typed_nothing_yet_is_asked_and_not_told_off(served: FlaskClient, path: str) -> None:
    answer = post(served, path, email="", password="")
    assert (answer.status_code, answer.location) == (303, path)
    assert 'class="error"' not in look(served, path)
