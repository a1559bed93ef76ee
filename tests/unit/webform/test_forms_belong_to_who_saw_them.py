"""What was opened as one customer does nothing in the name of another who has signed in since."""

import pytest
from flask.testing import FlaskClient

from tests.support.forms import FILLED, hidden_of
from tests.support.little_accounts import LINK_TOKEN
from tests.support.little_desk import LittleDesk
from tests.support.signed_in import ENGLISH, look, post, sign_in

DELETION = "/account/deletion/confirmation"


@pytest.fixture
def marta(served: FlaskClient, desk: LittleDesk) -> FlaskClient:
    """A browser in which she has just signed in, so that nobody asks for a password again."""
    desk.accounts.is_fresh = True
    sign_in(served)
    return served


def let_jorge_in(client: FlaskClient, desk: LittleDesk) -> None:
    desk.accounts.profile |= {"id": "c-jorge0001", "name": "Jorge Paz", "email": "jorge@example.com"}
    post(client, f"/account/sign-in?token={LINK_TOKEN}")


def test_the_open_deletion_page_of_one_deletes_nobody_else(marta: FlaskClient, desk: LittleDesk) -> None:
    hidden = hidden_of(look(marta, DELETION))
    let_jorge_in(marta, desk)
    answer = marta.post(DELETION, data=hidden, headers=ENGLISH)
    assert answer.status_code == 400
    assert "Somebody else has signed in" in answer.text
    assert not desk.accounts.is_over


def test_the_open_form_of_one_is_not_sent_as_another(marta: FlaskClient, desk: LittleDesk) -> None:
    hidden = hidden_of(look(marta, "/incidents/new"))
    let_jorge_in(marta, desk)
    answer = marta.post("/incidents/new", data={**hidden, **FILLED}, headers=ENGLISH)
    assert answer.status_code == 400
    assert "Somebody else has signed in" in answer.text
    assert FILLED["description"] in answer.text
    again = {**hidden_of(answer.text), **FILLED}
    assert marta.post("/incidents/new", data=again, headers=ENGLISH).status_code == 303


def test_it_is_so_where_the_first_session_had_ended_by_itself(marta: FlaskClient, desk: LittleDesk) -> None:
    hidden = hidden_of(look(marta, DELETION))
    with marta.session_transaction() as session:
        session["expires_at"] = 0
    desk.refreshes.clear()
    look(marta, "/incidents/new")
    let_jorge_in(marta, desk)
    assert marta.post(DELETION, data=hidden, headers=ENGLISH).status_code == 400
    assert not desk.accounts.is_over


def test_who_signs_in_again_goes_on_with_the_forms_they_had_open(
    marta: FlaskClient, desk: LittleDesk
) -> None:
    hidden = hidden_of(look(marta, "/incidents/new"))
    sign_in(marta)
    assert marta.post("/incidents/new", data={**hidden, **FILLED}, headers=ENGLISH).status_code == 303


def test_what_a_guest_writes_is_theirs_when_they_sign_in(served: FlaskClient) -> None:
    hidden = hidden_of(look(served, "/incidents/new"))
    sign_in(served)
    assert served.post("/incidents/new", data={**hidden, **FILLED}, headers=ENGLISH).status_code == 303
