"""One's own account: the profile, and what becomes of it when two change it at once."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.support.forms import hidden_of
from tests.support.little_desk import LittleDesk
from tests.support.signed_in import ENGLISH, look, post, sign_in

HOME = {"street": "Rúa do Príncipe 1", "postal_code": "36202", "city": "Vigo", "country": "ES"}
WHOLE = {"name": "Marta", "surname": "Ruiz", "birth_date": "1984-05-23", **HOME, "language": "en"}


@pytest.fixture
def marta(served: FlaskClient) -> FlaskClient:
    """A browser in which she is signed in."""
    sign_in(served)
    return served


def test_what_is_typed_is_kept_and_shown(marta: FlaskClient, desk: LittleDesk) -> None:
    assert post(marta, "/account", **WHOLE).location == "/account"
    assert desk.accounts.changed == [
        {"name": "Marta", "surname": "Ruiz", "birth_date": "1984-05-23", "language": "en", "address": HOME}
    ]
    page = look(marta, "/account")
    assert "Saved." in page
    assert all(f'value="{WHOLE[name]}"' in page for name in ("surname", "birth_date", "street", "city"))
    assert '<option selected value="ES">Spain</option>' in page


def test_before_an_address_is_typed_it_is_said_that_it_must_be_whole(marta: FlaskClient) -> None:
    assert "The whole address, or nothing of it." in look(marta, "/account")
    assert "La dirección completa, o nada." in marta.get("/account?lang=es").text


def test_what_is_emptied_is_nothing(marta: FlaskClient, desk: LittleDesk) -> None:
    post(marta, "/account", **WHOLE)
    post(marta, "/account", name="Marta", language="es")
    assert desk.accounts.changed[-1] == {
        "name": "Marta",
        "surname": None,
        "birth_date": None,
        "language": "es",
        "address": None,
    }


def test_another_name_is_that_of_every_page_at_once(marta: FlaskClient) -> None:
    post(marta, "/account", **{**WHOLE, "name": "Marta Inés"})
    assert "Marta Inés" in look(marta, "/incidents/new")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Tell us your name"),
        ("name", "x" * 81, "at most 80"),
        ("birth_date", "23/05/1984", "as in 1984-05-23"),
        ("birth_date", "2184-05-23", "check the year"),
        ("birth_date", "1884-05-23", "check the year"),
        ("postal_code", "36·202", "Letters and digits"),
        ("city", "", "Missing for a whole address: City"),
        ("country", "", "Missing for a whole address: Country"),
        ("language", "fr", "Choose one of the list"),
        ("surname", "Refused", "can&#39;t be accepted"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    marta: FlaskClient, desk: LittleDesk, field: str, value: str, words: str
) -> None:
    answer = post(marta, "/account", **{**WHOLE, field: value})
    assert answer.status_code == 400
    assert words in answer.text.partition(f'id="{field}-error"')[2][:200]
    assert 'value="Rúa do Príncipe 1"' in answer.text
    assert not desk.accounts.changed


def test_of_two_who_change_the_same_the_second_sees_both_and_decides(
    marta: FlaskClient, desk: LittleDesk
) -> None:
    hidden = hidden_of(look(marta, "/account"))
    desk.accounts.profile |= {"surname": "Ruiz Gómez", "birth_date": "1984-05-23"}
    desk.accounts.version = 2
    typed = {"name": "Marta Ruiz", "surname": "De la Torre", "birth_date": "", "language": "es", **HOME}
    stale = marta.post("/account", data={**hidden, **typed}, headers=ENGLISH)
    assert stale.status_code == 412
    assert "Now there is: Ruiz Gómez" in stale.text
    assert 'value="De la Torre"' in stale.text
    assert 'value="Vigo"' in stale.text
    # What was changed elsewhere alone is taken over.
    assert 'value="1984-05-23"' in stale.text
    assert stale.text.count("Now there is") == 1
    again = {**hidden_of(stale.text), **typed, "birth_date": "1984-05-23"}
    assert marta.post("/account", data=again, headers=ENGLISH).status_code == 303
    assert desk.accounts.changed[-1]["surname"] == "De la Torre"
    assert desk.accounts.changed[-1]["birth_date"] == "1984-05-23"


def test_what_was_changed_elsewhere_alone_needs_no_choice(marta: FlaskClient, desk: LittleDesk) -> None:
    hidden = hidden_of(look(marta, "/account"))
    desk.accounts.profile |= {"surname": "Ruiz Gómez"}
    desk.accounts.version = 2
    typed = {"name": "Marta Inés", "surname": "", "language": "es"}
    stale = marta.post("/account", data={**hidden, **typed}, headers=ENGLISH)
    assert (stale.status_code, "Now there is" in stale.text) == (412, False)
    assert 'value="Ruiz Gómez"' in stale.text
    assert 'value="Marta Inés"' in stale.text


@pytest.mark.parametrize("shown", ["", "no JSON", "[1]", '{"name": []}'])
def test_who_alters_what_was_shown_sees_all_that_differs(
    marta: FlaskClient, desk: LittleDesk, shown: str
) -> None:
    hidden = hidden_of(look(marta, "/account"))
    desk.accounts.version = 2
    typed = {**hidden, "shown": shown, "name": "Marta Inés", "language": "es"}
    stale = marta.post("/account", data=typed, headers=ENGLISH)
    assert (stale.status_code, "Now there is: Marta Ruiz" in stale.text) == (412, True)


def test_while_accounts_are_away_nothing_typed_is_lost(marta: FlaskClient, desk: LittleDesk) -> None:
    hidden = hidden_of(look(marta, "/account"))
    desk.is_up = False
    answer = marta.post("/account", data={**hidden, **WHOLE}, headers=ENGLISH)
    assert answer.status_code == 503
    assert "Nothing was changed" in answer.text
    assert 'value="Rúa do Príncipe 1"' in answer.text
    assert "Not available for a moment" in look(marta, "/account")


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/account", "account"),
        ("/account/new-email", "email"),
        ("/account/password", "password"),
        ("/account/sessions", "places"),
        ("/account/deletion", "leaving"),
        ("/account/deletion/confirmation", "deletion"),
    ],
)
def test_who_is_not_signed_in_goes_by_the_door_and_comes_back(
    served: FlaskClient, path: str, place: str
) -> None:
    door = served.get(path).location
    assert door == f"/account/sign-in?then={place}"
    served.get(door)
    assert sign_in(served).location == path


def test_who_was_signed_out_elsewhere_is_told_so_at_the_door(marta: FlaskClient, desk: LittleDesk) -> None:
    hidden = hidden_of(look(marta, "/account/sessions"))
    desk.accounts.is_over = True
    answer = marta.post("/account/sessions/end", data=hidden, headers=ENGLISH)
    assert answer.location.startswith("/account/sign-in")
    page = look(marta, answer.location)
    assert "nothing was changed" in page
    assert ">Sign out<" not in page


def end_elsewhere(client: FlaskClient, desk: LittleDesk) -> None:
    desk.accounts.is_over = True


def run_out(client: FlaskClient, desk: LittleDesk) -> None:
    desk.refreshes.clear()
    with client.session_transaction() as session:
        session["expires_at"] = 0


def leave(client: FlaskClient, desk: LittleDesk) -> None:
    client.post("/account/sign-out")


@pytest.mark.parametrize("end", [end_elsewhere, run_out, leave])
def test_what_was_typed_outlives_the_session_and_is_saved_after_signing_in_again(
    marta: FlaskClient, desk: LittleDesk, end: Callable[[FlaskClient, LittleDesk], None]
) -> None:
    hidden = hidden_of(look(marta, "/account"))
    end(marta, desk)
    answer = marta.post("/account", data={**hidden, **WHOLE}, headers=ENGLISH)
    assert answer.status_code == 403
    assert "sign in again in another window" in answer.text
    assert all(f'value="{WHOLE[name]}"' in answer.text for name in ("surname", "birth_date", "street"))
    assert not desk.accounts.changed
    desk.accounts.is_over = False
    sign_in(marta)
    saved = marta.post("/account", data={**hidden_of(answer.text), **WHOLE}, headers=ENGLISH)
    assert saved.status_code == 303
    assert desk.accounts.changed[0]["surname"] == "Ruiz"


def test_what_outlived_a_session_is_nothing_to_who_signs_in_next(
    marta: FlaskClient, desk: LittleDesk
) -> None:
    hidden = hidden_of(look(marta, "/account"))
    end_elsewhere(marta, desk)
    typed = marta.post("/account", data={**hidden, **WHOLE}, headers=ENGLISH).text
    desk.accounts.is_over = False
    desk.accounts.profile |= {"id": "c-jorge0001", "email": "jorge@example.com"}
    sign_in(marta)
    answer = marta.post("/account", data={**hidden_of(typed), **WHOLE}, headers=ENGLISH)
    assert "Somebody else has signed in" in look(marta, answer.location)
    assert not desk.accounts.changed


def test_a_page_of_somebody_else_changes_nothing(marta: FlaskClient, desk: LittleDesk) -> None:
    hidden = hidden_of(look(marta, "/account"))
    answer = marta.post("/account", data={**hidden, **WHOLE, "owner": "c-jorge0001"}, headers=ENGLISH)
    assert "Somebody else has signed in" in look(marta, answer.location)
    assert not desk.accounts.changed


def test_a_pending_e_mail_is_shown_as_such(marta: FlaskClient, desk: LittleDesk) -> None:
    desk.accounts.profile["wanted_email"] = "marta@example.org"
    assert "marta@example.org" in look(marta, "/account")


def test_the_header_leads_to_the_account_of_who_is_signed_in(marta: FlaskClient) -> None:
    assert 'href="/account"' in look(marta, "/incidents/new")
    marta.post("/account/sign-out")
    assert 'href="/account"' not in look(marta, "/incidents/new")
