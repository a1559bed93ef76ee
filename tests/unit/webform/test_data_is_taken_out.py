"""Taking out all that is known about oneself: with a proof, whole or not at all."""

import json

import pytest
from flask.testing import FlaskClient

from tests.support.forms import hidden_of
from tests.support.little_accounts import PASSWORD
from tests.support.little_desk import LittleDesk
from tests.support.signed_in import ENGLISH, grow_old, look, post, sign_in

EXPORT = "/account/export"


@pytest.fixture
def marta(served: FlaskClient) -> FlaskClient:
    """A browser in which she signed in an hour ago."""
    sign_in(served)
    grow_old(served)
    return served


def test_with_the_password_everything_comes_as_a_file(marta: FlaskClient) -> None:
    assert f'href="{EXPORT}"' in look(marta, "/account")
    answer = post(marta, EXPORT, current=PASSWORD)
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.zip"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert json.loads(answer.data)["profile"]["name"] == "Marta Ruiz"


def test_just_after_signing_in_nobody_is_asked_again(served: FlaskClient, desk: LittleDesk) -> None:
    desk.accounts.is_fresh = True
    sign_in(served)
    assert 'id="current"' not in look(served, EXPORT)
    assert post(served, EXPORT).mimetype == "application/zip"


@pytest.mark.parametrize(
    ("current", "words"), [("", "Enter your password."), ("not it", "This is not your password.")]
)
def test_without_the_password_nothing_comes(marta: FlaskClient, current: str, words: str) -> None:
    answer = post(marta, EXPORT, current=current)
    assert (answer.status_code, answer.mimetype) == (400, "text/html")
    assert words in answer.text.partition('id="current-error"')[2][:200]


def test_who_has_no_password_signs_in_once_more_and_comes_back(served: FlaskClient, desk: LittleDesk) -> None:
    desk.accounts.profile["has_password"] = False
    sign_in(served)
    grow_old(served)
    assert 'name="then" value="export"' in look(served, EXPORT)


def test_while_not_everything_can_be_gathered_nothing_comes_and_the_page_says_so(
    marta: FlaskClient, desk: LittleDesk
) -> None:
    desk.accounts.can_gather = False
    answer = post(marta, EXPORT, current=PASSWORD)
    assert (answer.status_code, answer.mimetype) == (503, "text/html")
    assert "Nothing was downloaded" in answer.text
    assert "Not everything can be gathered" in answer.text


def test_who_is_signed_out_is_led_to_the_door(served: FlaskClient) -> None:
    answer = served.get(EXPORT, headers=ENGLISH)
    assert answer.status_code == 303
    assert answer.location.startswith("/account/sign-in")


def test_the_file_is_named_in_the_language_of_the_page(marta: FlaskClient) -> None:
    hidden = hidden_of(look(marta, EXPORT))
    spanish = {"Accept-Language": "es"}
    answer = marta.post(EXPORT, data={**hidden, "current": PASSWORD}, headers=spanish)
    assert 'filename="mis-datos.zip"' in answer.headers["Content-Disposition"]
