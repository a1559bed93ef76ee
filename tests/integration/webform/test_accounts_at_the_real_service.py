"""The account's pages and ``customers`` agree on what may be in a profile, and on who changes it."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import httpx
import pytest

from deploy.local.stack import Stack
from tests.support.account_mails import mailed_link
from tests.support.forms import hidden_of

pytestmark = pytest.mark.stack

PASSWORD = "tres palabras y media"
ENGLISH = {"Accept-Language": "en"}
PROFILE = {
    "name": "Olga",
    "surname": "Prieto",
    "birth_date": "1990-02-28",
    "street": "Rúa do Príncipe 1",
    "postal_code": "36202",
    "city": "Vigo",
    "country": "ES",
    "language": "es",
}


class Browser:
    """Fills in the pages without being one."""

    def __init__(self, http: httpx.Client) -> None:
        self.http = http

    def post(self, path: str, hidden: dict[str, str] | None = None, **fields: str) -> httpx.Response:
        """Open a page and post its form back to it."""
        known = hidden_of(self.http.get(path).text) if hidden is None else hidden
        return self.http.post(path, data={**known, **fields})

    def look(self, path: str) -> str:
        """Return a page."""
        return self.http.get(path, follow_redirects=True).text


@contextmanager
def browser_at(stack: Stack) -> Iterator[Browser]:
    with httpx.Client(base_url=stack.url("webform"), headers=ENGLISH, timeout=30) as http:
        yield Browser(http)


@pytest.fixture
def email() -> str:
    return f"olga.{uuid4().hex[:8]}@example.com"


@pytest.fixture
def olga(stack: Stack, email: str) -> Iterator[Browser]:
    """A browser in which she has just made her account."""
    with browser_at(stack) as browser:
        browser.post("/account/new", name="Olga", email=email, password=PASSWORD)
        link = httpx.URL(mailed_link(stack.environment()["MAILBOX_URL"], email))
        assert browser.post(str(link.raw_path, "ascii")).headers["Location"] == "/incidents"
        yield browser


def test_a_profile_is_kept_as_it_was_typed(olga: Browser) -> None:
    assert olga.post("/account", **PROFILE).status_code == 303
    page = olga.look("/account")
    for name in ("surname", "birth_date", "street", "postal_code", "city"):
        assert f'value="{PROFILE[name]}"' in page


@pytest.mark.parametrize(
    "odd",
    [
        {"name": "🦜 \u200fمرحبا"},
        {"surname": "<b>O'Neil</b>"},
        {"name": "x" * 80, "surname": "y" * 80},
        {"city": "A\u0301vila"},
        {"postal_code": "SW1A 1AA", "country": "GB"},
        {"birth_date": "1910-01-01"},
        {name: "" for name in PROFILE if name not in {"name", "language"}},
    ],
)
def test_what_the_form_takes_the_service_takes(olga: Browser, odd: dict[str, str]) -> None:
    answer = olga.post("/account", **{**PROFILE, **odd})
    assert answer.status_code == 303, answer.text


def test_of_two_browsers_that_change_a_profile_the_second_is_shown_both(
    olga: Browser, stack: Stack, email: str
) -> None:
    with browser_at(stack) as other:
        other.post("/account/sign-in", email=email, password=PASSWORD)
        stale = hidden_of(other.look("/account"))
        olga.post("/account", **PROFILE)
        typed = {"name": "Olga María", "surname": "", "language": "en"}
        answer = other.post("/account", stale, **{**typed, "surname": "Prieto Gil"})
        assert answer.status_code == 412
        assert "Now there is: Prieto" in answer.text
        assert 'value="Prieto Gil"' in answer.text
        assert 'value="Vigo"' in answer.text
        decided = {**PROFILE, "name": "Olga María", "surname": "Prieto Gil"}
        assert other.post("/account", hidden_of(answer.text), **decided).status_code == 303
    assert 'value="Prieto Gil"' in olga.look("/account")


def test_signing_in_anew_leaves_no_session_behind(olga: Browser, email: str) -> None:
    olga.post("/account/sign-in", email=email, password=PASSWORD)
    assert olga.look("/account/sessions").count('class="card place"') == 1


def test_the_present_password_and_no_other_changes_it(olga: Browser, stack: Stack, email: str) -> None:
    new = "otras cuatro palabras distintas"
    refused = olga.post("/account/password", current="not it", password=new)
    assert "This is not your password." in refused.text
    assert olga.post("/account/password", current=PASSWORD, password=new).status_code == 303
    with browser_at(stack) as other:
        assert other.post("/account/sign-in", email=email, password=PASSWORD).status_code == 400
        assert other.post("/account/sign-in", email=email, password=new).status_code == 303
