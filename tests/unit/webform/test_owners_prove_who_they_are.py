"""Another e-mail, another password, the end of an account, and where one is signed in."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from shared.contracts.vocabulary import State
from tests.support.forms import hidden_of
from tests.support.incidents_seen import seen
from tests.support.little_accounts import EASY, LOCKED_S, PASSWORD
from tests.support.little_desk import LittleDesk
from tests.support.signed_in import ENGLISH, grow_old, look, post, sign_in

NEW = "cuatro palabras y ninguna más"
EMAIL, PASSWORD_PAGE, EXPORT = "/account/new-email", "/account/password", "/account/export"
DELETION = "/account/deletion/confirmation"
HERE, THERE = "a" * 24, "b" * 24
PROVED = [(EMAIL, {"email": "marta@example.org"}), (DELETION, {})]


@pytest.fixture
def marta(served: FlaskClient) -> FlaskClient:
    """A browser in which she signed in an hour ago."""
    sign_in(served)
    grow_old(served)
    return served


def test_another_e_mail_waits_until_it_is_confirmed(marta: FlaskClient, desk: LittleDesk) -> None:
    assert post(marta, EMAIL, email="marta@example.org", current=PASSWORD).location == "/account"
    page = look(marta, "/account")
    assert "We have sent a mail to marta@example.org." in page
    assert "marta@example.com" in page


def test_the_password_is_chosen_anew_with_the_present_one(marta: FlaskClient, desk: LittleDesk) -> None:
    assert post(marta, PASSWORD_PAGE, current=PASSWORD, password=NEW).location == "/account"
    assert desk.accounts.changed == [{"current_password": PASSWORD, "password": NEW}]
    assert "Your password is changed." in look(marta, "/account")


@pytest.mark.parametrize(("password", "words"), [("short", "At least 12"), (EASY, "too easy")])
def test_a_bad_new_password_is_refused_at_its_field(marta: FlaskClient, password: str, words: str) -> None:
    answer = post(marta, PASSWORD_PAGE, current=PASSWORD, password=password)
    assert answer.status_code == 400
    assert words in answer.text.partition('id="password-error"')[2][:200]


def test_an_account_without_a_password_gets_one_after_a_fresh_sign_in(
    served: FlaskClient, desk: LittleDesk
) -> None:
    desk.accounts.profile["has_password"] = False
    desk.accounts.is_fresh = True
    sign_in(served)
    page = look(served, PASSWORD_PAGE)
    assert 'id="current"' not in page
    assert post(served, PASSWORD_PAGE, password=NEW).status_code == 303
    assert 'id="current"' in look(served, PASSWORD_PAGE)


def test_a_deleted_account_is_gone_here_too(marta: FlaskClient) -> None:
    page = look(marta, "/account/deletion")
    assert "What goes" in page
    assert "What stays" in page
    assert f'href="{DELETION}"' in page
    assert post(marta, DELETION, current=PASSWORD).location == "/account/deleted"
    page = look(marta, "/account/deleted")
    assert "Your account is deleted" in page
    assert "Sign out" not in page


@pytest.mark.parametrize(
    ("states", "words"),
    [
        ([], "None of your incidents is open"),
        ([State.RESOLVED, State.CLOSED], "None of your incidents is open"),
        ([State.OPEN, State.CLOSED], "One of your incidents is still open"),
        ([State.OPEN, State.ASSIGNED, State.WAITING], "3 of your incidents are still open"),
    ],
)
def test_who_deletes_an_account_is_asked_once_more_with_what_is_still_open(
    marta: FlaskClient, desk: LittleDesk, states: list[State], words: str
) -> None:
    for incident in map(seen, states):
        desk.incidents[incident.row.id] = incident
    assert words in look(marta, DELETION)
    assert words in post(marta, DELETION, current="not it").text


def test_where_nobody_can_count_what_is_open_the_page_says_what_happens_to_it(
    marta: FlaskClient, desk: LittleDesk
) -> None:
    desk.is_list_refused = True
    page = look(marta, DELETION)
    assert "tell just now" in page
    assert "What is open ends with the account" in page
    assert post(marta, DELETION, current=PASSWORD).location == "/account/deleted"


@pytest.mark.parametrize(("path", "fields"), PROVED)
def test_just_after_signing_in_nobody_is_asked_again(
    served: FlaskClient, desk: LittleDesk, path: str, fields: dict[str, str]
) -> None:
    desk.accounts.is_fresh = True
    sign_in(served)
    assert 'id="current"' not in look(served, path)
    assert post(served, path, **fields).status_code == 303


@pytest.mark.parametrize(("path", "fields"), [*PROVED, (PASSWORD_PAGE, {"password": NEW})])
@pytest.mark.parametrize(
    ("current", "words"), [("", "Enter your password."), ("not it", "This is not your password.")]
)
def test_without_the_password_nothing_is_changed(
    marta: FlaskClient, desk: LittleDesk, path: str, fields: dict[str, str], current: str, words: str
) -> None:
    answer = post(marta, path, current=current, **fields)
    assert answer.status_code == 400
    assert words in answer.text.partition('id="current-error"')[2][:200]
    assert "not it" not in answer.text
    assert all(f'value="{value}"' in answer.text for name, value in fields.items() if name == "email")
    assert (desk.accounts.changed, desk.accounts.profile["wanted_email"], desk.accounts.is_over) == (
        [],
        None,
        False,
    )


@pytest.mark.parametrize(("path", "fields"), PROVED)
def test_where_customers_finds_a_sign_in_too_old_the_password_is_asked_for(
    served: FlaskClient, path: str, fields: dict[str, str]
) -> None:
    sign_in(served)
    answer = post(served, path, **fields)
    assert answer.status_code == 400
    assert "prove once more" in answer.text
    again = {**hidden_of(answer.text), **fields, "current": PASSWORD}
    assert served.post(path, data=again, headers=ENGLISH).status_code == 303


@pytest.mark.parametrize(
    ("path", "place"), [(EMAIL, "email"), (PASSWORD_PAGE, "password"), (DELETION, "deletion")]
)
def test_who_has_no_password_signs_in_once_more_and_comes_back(
    served: FlaskClient, desk: LittleDesk, path: str, place: str
) -> None:
    desk.accounts.profile["has_password"] = False
    sign_in(served)
    grow_old(served)
    page = look(served, path)
    assert 'id="account"' not in page
    hidden = hidden_of(page)
    assert hidden["then"] == place
    served.post("/account/sign-in-link", data=hidden, headers=ENGLISH)
    assert desk.accounts.mailed == [("sign-in-links", "marta@example.com")]
    assert post(served, "/account/sign-in?token=the-token-of-a-mailed-link").location == path


@pytest.mark.parametrize(("path", "fields"), [*PROVED, (PASSWORD_PAGE, {"password": NEW}), (EXPORT, {})])
def test_who_has_tried_too_many_passwords_is_told_how_long_to_wait(
    marta: FlaskClient, desk: LittleDesk, path: str, fields: dict[str, str]
) -> None:
    desk.accounts.is_locked = True
    answer = post(marta, path, current="guess", **fields)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, str(LOCKED_S))
    assert "Please try again in 2 minutes." in answer.text
    assert all(f'value="{value}"' in answer.text for name, value in fields.items() if name == "email")
    assert "guess" not in answer.text


@pytest.mark.parametrize(("path", "fields"), [*PROVED, (PASSWORD_PAGE, {"password": NEW})])
def test_while_accounts_are_away_it_says_that_nothing_was_changed(
    marta: FlaskClient, desk: LittleDesk, path: str, fields: dict[str, str]
) -> None:
    hidden = hidden_of(look(marta, path))
    desk.is_up = False
    answer = marta.post(path, data={**hidden, **fields, "current": PASSWORD}, headers=ENGLISH)
    assert answer.status_code == 503
    assert "Nothing was changed" in answer.text


def here_and_there(desk: LittleDesk) -> None:
    now = datetime.now(UTC)
    for place, at in ((HERE, now), (THERE, now - timedelta(days=1))):
        moment = at.isoformat()
        device = {"browser": "Firefox", "system": "Android" if place == HERE else None}
        known = {"id": place, "opened_at": moment, "used_at": moment, "current": place == HERE}
        desk.accounts.places[place] = known | device


def test_one_sees_where_one_is_signed_in_and_signs_out_there(marta: FlaskClient, desk: LittleDesk) -> None:
    here_and_there(desk)
    page = look(marta, "/account/sessions")
    assert page.count('class="card place"') == 2
    assert page.count(">Sign out there<") == 1
    hidden = hidden_of(page)
    marta.post(f"/account/sessions/{THERE}/end", data=hidden)
    assert list(desk.accounts.places) == [HERE]
    # Once more, from an old page: just as well.
    assert marta.post(f"/account/sessions/{THERE}/end", data=hidden).location == "/account/sessions"


def test_each_place_is_named_by_its_browser(marta: FlaskClient, desk: LittleDesk) -> None:
    here_and_there(desk)
    desk.accounts.places["c" * 24] = desk.accounts.places[THERE] | {"id": "c" * 24, "browser": None}
    here, there, nameless = look(marta, "/account/sessions").split('class="card place"')[1:]
    assert "Firefox on Android" in here
    assert ">Here<" in here
    assert "Firefox" in there
    assert "Firefox on" not in there
    assert "A browser that does not say its name" in nameless


def test_the_service_learns_with_which_browser_somebody_signs_in(
    served: FlaskClient, desk: LittleDesk
) -> None:
    served.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (ñandú) Firefox/143.0 " + "x" * 400
    sign_in(served)
    assert desk.browsers[-1] == ("Mozilla/5.0 (and) Firefox/143.0 " + "x" * 400)[:400]


def test_one_signs_out_everywhere_but_here(marta: FlaskClient, desk: LittleDesk) -> None:
    here_and_there(desk)
    page = look(marta, "/account/sessions")
    marta.post("/account/sessions/others/end", data=hidden_of(page), headers=ENGLISH)
    assert list(desk.accounts.places) == [HERE]
    page = look(marta, "/account/sessions")
    assert "Everywhere but here you are signed out." in page
    assert "Sign out everywhere but here" not in page


@pytest.mark.parametrize("place", [".", "%2e%2e", "there", "%3F" + "a" * 23])
def test_what_names_no_place_signs_out_nowhere(marta: FlaskClient, desk: LittleDesk, place: str) -> None:
    here_and_there(desk)
    hidden = hidden_of(look(marta, "/account/sessions"))
    answer = marta.open(f"/account/sessions/{place}/end", method="POST", data=hidden)
    assert answer.status_code in {404, 405}
    assert len(desk.accounts.places) == 2


def test_one_signs_out_everywhere(marta: FlaskClient, desk: LittleDesk) -> None:
    here_and_there(desk)
    hidden = hidden_of(look(marta, "/account/sessions"))
    door = marta.post("/account/sessions/end", data=hidden, headers=ENGLISH).location
    assert not desk.accounts.places
    page = look(marta, door)
    assert "You are signed out everywhere." in page
    assert ">Sign out<" not in page


@pytest.mark.parametrize("path", [f"/{THERE}/end", "/others/end", "/end"])
def test_a_post_from_elsewhere_signs_nobody_out(marta: FlaskClient, desk: LittleDesk, path: str) -> None:
    here_and_there(desk)
    assert marta.post(f"/account/sessions{path}").location == "/account/sessions"
    assert len(desk.accounts.places) == 2
