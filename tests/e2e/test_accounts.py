"""A customer's account in a real browser, from the first mail to the last page, with and without scripts."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from uuid import uuid4
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page, expect

from deploy.local.stack import Stack
from tests.support.accessibility import serious
from tests.support.account_mails import mailed_link
from tests.support.phone import phone

pytestmark = [pytest.mark.stack, pytest.mark.browser]

FIRST = "tres palabras y media"
SECOND = "otras cuatro palabras distintas"
SIGNED_IN = (
    "/account",
    "/account/new-email",
    "/account/password",
    "/account/sessions",
    "/account/export",
    "/account/deletion",
    "/account/deletion/confirmation",
)
Open = Callable[[], Page]


@pytest.fixture(params=["es", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def open_page(browser: Browser, stack: Stack, language: str, scripts: bool) -> Iterator[Open]:
    """Opens a phone of its own, as often as it is called."""
    with ExitStack() as phones:
        yield lambda: phones.enter_context(phone(browser, stack, language=language, scripts=scripts))


@pytest.fixture
def email() -> str:
    return f"irene.{uuid4().hex[:8]}@example.com"


@pytest.fixture
def mailbox(stack: Stack) -> str:
    return stack.environment()["MAILBOX_URL"]


def press(page: Page, selector: str = "main button.main") -> None:
    """Press a button and wait for the page that follows."""
    with page.expect_navigation():
        page.click(selector)


def register(page: Page, mailbox: str, email: str) -> None:
    page.goto("/account/new")
    page.fill("#name", "Irene")
    page.fill("#surname", "Sanz")
    page.fill("#email", email)
    page.fill("#password", FIRST)
    page.press("#password", "Enter")
    page.wait_for_url(re.compile("/account/mailed"))
    page.goto(mailed_link(mailbox, email))
    press(page)
    expect(page).to_have_url(re.compile("/incidents$"))


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/account/sign-in")
    page.fill("#email", email)
    page.fill("#password", password)
    page.press("#password", "Enter")


def test_an_account_is_kept_from_its_first_mail_to_its_end(open_page: Open, mailbox: str, email: str) -> None:
    page, other = open_page(), open_page()
    register(page, mailbox, email)
    page.click("header a[href='/account']")
    fill_in_profile(page)
    press(page, "#profile button.main")
    expect(page.locator(".notice")).to_be_visible()
    assert page.input_value("#city") == "Vigo"
    forget_password(other, mailbox, email)
    page.goto("/account")
    expect(page).to_have_url(re.compile("/account/sign-in"))
    sign_in(page, email, SECOND)
    expect(page).to_have_url(re.compile("/account$"))
    sign_out_the_other(page, other)
    new_email = f"nueva.{email}"
    change_email(page, mailbox, new_email)
    take_out(page, new_email)
    delete(page)
    sign_in_fails(page, new_email)


def fill_in_profile(page: Page) -> None:
    page.fill("#surname", "Sanz Ríos")
    page.fill("#birth_date", date(1990, 2, 28).isoformat())
    page.fill("#street", "Rúa do Príncipe 1")
    page.fill("#postal_code", "36202")
    page.fill("#city", "Vigo")
    page.select_option("#country", "ES")


def forget_password(page: Page, mailbox: str, email: str) -> None:
    page.goto("/account/sign-in")
    page.fill("#email", email)
    press(page, "button[formaction$='/reset']")
    expect(page.locator("main")).to_contain_text(email)
    page.goto(mailed_link(mailbox, email, "reset"))
    page.fill("#password", SECOND)
    press(page)
    expect(page).to_have_url(re.compile("/incidents$"))


def sign_out_the_other(page: Page, other: Page) -> None:
    page.goto("/account/sessions")
    expect(page.locator(".place")).to_have_count(2)
    expect(page.locator(".place strong").first).to_have_text(re.compile("Chrome (on|en) Linux"))
    press(page, ".place button")
    expect(page.locator(".place")).to_have_count(1)
    other.goto("/account")
    expect(other).to_have_url(re.compile("/account/sign-in"))


def change_email(page: Page, mailbox: str, email: str) -> None:
    page.goto("/account/new-email")
    page.fill("#email", email)
    press(page, "#account button.main")
    expect(page.locator(".facts")).to_contain_text(email)
    page.goto(mailed_link(mailbox, email, "email"))
    press(page)
    expect(page.locator(".facts bdi").first).to_have_text(email)
    expect(page.locator(".facts .hint")).to_have_count(0)


def take_out(page: Page, email: str) -> None:
    page.goto("/account")
    page.click("main a[href='/account/export']")
    with page.expect_download() as started:
        page.click("#account button.main")
    assert re.fullmatch(r"(my-data|mis-datos)\.zip", started.value.suggested_filename)
    with ZipFile(started.value.path()) as zipped:
        assert zipped.testzip() is None
        assert json.loads(zipped.read("account.json"))["profile"]["email"] == email
        assert json.loads(zipped.read("incidents.json")) == []
        assert "manifest.json" in zipped.namelist()


def delete(page: Page) -> None:
    page.goto("/account/deletion")
    page.click("main a[href='/account/deletion/confirmation']")
    expect(page.locator("main h2")).to_have_text(re.compile("None of|Ninguna de"))
    press(page, "#account button.danger")
    expect(page).to_have_url(re.compile("/account/deleted$"))
    expect(page.locator("header form")).to_have_count(0)


def sign_in_fails(page: Page, email: str) -> None:
    page.goto("/account/sign-in")
    page.fill("#email", email)
    page.fill("#password", SECOND)
    press(page)
    expect(page.locator(".problems")).to_be_visible()


def test_who_signs_in_by_link_in_the_middle_of_the_form_goes_on_with_it(
    open_page: Open, mailbox: str, email: str
) -> None:
    page = open_page()
    register(page, mailbox, email)
    press(page, "header form button")
    page.fill("#subject", "El paquete no llega")
    page.fill("#description", "Lo espero desde el martes.")
    press(page, "button[name='sign-in']")
    page.fill("#email", email)
    press(page, "button[formaction$='/sign-in-link']")
    page.goto(mailed_link(mailbox, email, "sign-in"))
    press(page)
    expect(page).to_have_url(re.compile("/incidents/new$"))
    assert page.input_value("#description") == "Lo espero desde el martes."


def test_every_page_of_the_account_is_accessible(
    browser: Browser, stack: Stack, language: str, mailbox: str, email: str
) -> None:
    context = browser.new_context(base_url=stack.url("webform"), locale=language, reduced_motion="reduce")
    page = context.new_page()
    register(page, mailbox, email)
    for path in SIGNED_IN:
        page.goto(path)
        assert not serious(page), path
        assert page.locator("h1").count() == 1, path
    page.goto("/account")
    page.fill("#city", "Vigo")
    press(page, "#profile button.main")
    assert not serious(page), "refused profile"
    page.goto("/account/sign-in?token=x")
    press(page)
    assert not serious(page), "a link that is over"
    page.set_viewport_size({"width": 360, "height": 740})
    for path in SIGNED_IN:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    context.close()


def test_the_other_language_keeps_what_was_typed_and_leaves_no_step_behind(
    browser: Browser, stack: Stack
) -> None:
    context = browser.new_context(base_url=stack.url("webform"), locale="es")
    page = context.new_page()
    page.goto("/account/new")
    page.goto("/account/sign-in")
    page.fill("#email", "irene@example.com")
    page.press("#email", "Enter")
    expect(page.locator(".problems")).to_be_visible()
    page.fill("#email", "irene.sanz@example.com")
    with page.expect_navigation():
        page.click("header a[hreflang=en]")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.input_value("#email") == "irene.sanz@example.com"
    page.go_back()
    expect(page.locator("#email")).to_be_visible()
    context.close()
