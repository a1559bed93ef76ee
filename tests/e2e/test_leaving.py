"""Who leaves an account in a real browser leaves no draft to who comes next in it."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from deploy.local.stack import Stack
from tests.support.account_mails import mailed_link
from tests.support.waiting import eventually

pytestmark = [pytest.mark.stack, pytest.mark.browser]

WORDS = "Lo que solo yo debo leer"
DRAFT = "localStorage.getItem('draft')"


@pytest.fixture
def page(browser: Browser, stack: Stack) -> Iterator[Page]:
    """A browser in which somebody has just made an account and is writing."""
    context = browser.new_context(base_url=stack.url("webform"), locale="en")
    page, email = context.new_page(), f"nora.{uuid4().hex[:8]}@example.com"
    page.goto("/account/new")
    page.fill("#name", "Nora")
    page.fill("#email", email)
    page.fill("#password", "tres palabras y media")
    press(page, "main button.main")
    page.goto(mailed_link(stack.environment()["MAILBOX_URL"], email))
    press(page, "main button.main")
    page.goto("/incidents/new")
    page.fill("#description", WORDS)
    eventually(lambda: WORDS in (page.evaluate(DRAFT) or ""))
    yield page
    context.close()


def press(page: Page, selector: str) -> None:
    """Press a button and wait for the page that follows."""
    with page.expect_navigation():
        page.click(selector)


def sign_out(page: Page) -> None:
    press(page, "header form button")


def sign_out_everywhere(page: Page) -> None:
    page.goto("/account/sessions")
    press(page, "form[action$='/sessions/end'] button")


def delete_the_account(page: Page) -> None:
    page.goto("/account/deletion/confirmation")
    press(page, "button.danger")


def stay(page: Page) -> None:
    page.goto("/account/sessions")


@pytest.mark.parametrize("leave", [sign_out, sign_out_everywhere, delete_the_account])
def test_who_leaves_takes_their_draft_along(page: Page, leave: Callable[[Page], None]) -> None:
    leave(page)
    expect(page.locator("header form")).to_have_count(0)
    assert page.evaluate(DRAFT) is None
    page.goto("/incidents/new")
    assert page.input_value("#description") == ""


def test_what_is_typed_up_to_the_last_moment_is_not_kept_on_the_way_out(page: Page) -> None:
    page.type("#description", ", y esto también")
    sign_out(page)
    assert page.evaluate(DRAFT) is None


def test_who_only_looks_at_another_page_finds_their_draft_again(page: Page) -> None:
    stay(page)
    page.goto("/incidents/new")
    assert page.input_value("#description") == WORDS
