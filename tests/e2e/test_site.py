"""The customers' site in a real browser: with and without scripts, in both languages, for everybody."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from deploy.local.stack import Stack
from tests.support.accessibility import serious
from tests.support.account_mails import mailed_link
from tests.support.phone import accepted, reload_until

pytestmark = [pytest.mark.stack, pytest.mark.browser]

PASSWORD = "tres palabras y media"
SOLVED = "button[formaction*='/resolution']"
NOT_SOLVED = "button[formaction*='/reopening']"
FOR_ANYBODY = (
    "/incidents/new",
    "/account/sign-in",
    "/account/new",
    "/account/sign-in-link",
    "/account/reset",
    "/account/mailed",
    "/account/mailed?about=reset",
    "/account/confirm?token=x",
    "/account/sign-in?token=x",
    "/account/reset?token=x",
    "/account/email?token=x",
    "/account/deleted",
    "/incidents/links",
    "/account/mailed?about=links",
    "/incidents/7F3K-9QX0?key=wrong",
    "/nowhere",
)


@pytest.fixture(params=["es", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def context(
    request: pytest.FixtureRequest, browser: Browser, stack: Stack, language: str
) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=stack.url("webform"),
        locale=language,
        viewport={"width": 360, "height": 740},
        java_script_enabled=request.param,
    )
    yield context
    context.close()


@pytest.fixture
def page(browser: Browser, stack: Stack, language: str) -> Iterator[Page]:
    # A message that is still fading in has less contrast than it will have.
    context = browser.new_context(base_url=stack.url("webform"), locale=language, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def fill_in(page: Page, person: bool = True) -> None:
    page.check("input[value=late]")
    page.fill("#subject", "El paquete no llega")
    page.fill("#description", "Lo espero desde el martes.")
    if person:
        page.fill("#name", "Jorge Ortiz")
        page.fill("#email", "jorge@example.com")


def submit(page: Page) -> None:
    page.click("button.main")
    accepted(page)


def test_an_incident_is_opened_followed_solved_and_opened_again(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/")
    fill_in(page)
    submit(page)
    reload_until(page, "#answer:not([hidden])")
    page.fill("#answer textarea", "¿Alguna novedad?")
    page.click("#answer button")
    reload_until(page, "article.mine:not(.pending) >> text=novedad")
    page.fill("#answer textarea", "Era el de mi vecino.")
    page.click(SOLVED)
    reload_until(page, NOT_SOLVED)
    expect(page.locator("article.mine", has_text="vecino")).to_have_count(0)
    expect(page.locator("#answer textarea")).to_have_value("Era el de mi vecino.")
    page.click(NOT_SOLVED)
    reload_until(page, SOLVED)
    expect(page.get_by_text("Era el de mi vecino.")).to_be_visible()


def test_going_back_and_sending_again_leads_to_the_incident_that_was_opened(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/")
    fill_in(page)
    submit(page)
    opened = page.url
    page.go_back()
    fill_in(page)
    submit(page)
    assert page.url == opened
    expect(page.locator(".notice")).to_be_visible()


def test_nothing_sticks_out_of_a_phone(context: BrowserContext) -> None:
    page = context.new_page()
    for path in FOR_ANYBODY:
        page.goto(path)
        box = page.locator("body").bounding_box()
        assert box is not None
        assert box["width"] <= 360


def test_every_page_is_accessible(page: Page) -> None:
    for path in FOR_ANYBODY:
        page.goto(path)
        assert not serious(page), path
    page.goto("/incidents/new")
    page.click("button.main")
    expect(page.locator(".problems")).to_be_focused()
    assert not serious(page), "refused form"
    fill_in(page)
    submit(page)
    expect(page.locator("article.mine")).to_be_visible()
    assert not serious(page), "tracking page"


def test_a_customer_with_an_account_finds_their_incidents(page: Page, stack: Stack, language: str) -> None:
    email = f"rosa.{language}@example.com"
    page.goto("/account/new")
    page.fill("#name", "Rosa Molina")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.click("button.main")
    page.wait_for_url(re.compile("/account/mailed$"))
    assert not serious(page)
    page.goto(mailed_link(stack.environment()["MAILBOX_URL"], email))
    assert not serious(page)
    page.click("button.main")
    page.wait_for_url(re.compile("/incidents$"))
    page.goto("/incidents/new")
    fill_in(page, person=False)
    submit(page)
    expect(page.locator("article.mine")).to_be_visible()
    page.goto("/incidents")
    expect(page.locator(".rows a")).to_have_count(1)
    assert not serious(page)
    page.click("form[action$=sign-out] button")
    page.goto("/incidents")
    expect(page).to_have_url(re.compile("sign-in"))


def test_words_typed_while_the_page_moves_are_not_disturbed(page: Page, stack: Stack) -> None:
    page.goto("/incidents/new")
    fill_in(page)
    submit(page)
    expect(page.locator("article.mine")).to_be_visible()
    other = page.context.new_page()
    other.goto(page.url)
    page.fill("#answer textarea", "Estaba escribiendo")
    other.fill("#answer textarea", "Desde el otro móvil")
    other.click("#answer button")
    expect(page.locator("article.mine", has_text="Desde el otro móvil")).to_be_visible(timeout=2000)
    assert page.input_value("#answer textarea") == "Estaba escribiendo"


def test_with_the_database_stopped_the_form_still_accepts(page: Page, stack: Stack) -> None:
    stack.stop_part("database")
    try:
        page.goto("/incidents/new")
        fill_in(page)
        submit(page)
        expect(page.locator(".reference strong")).to_be_visible()
    finally:
        stack.start_part("database")
        for part in ("resolution", "intake", "relay", "resolution-worker", "employees", "customers"):
            stack.wait_until_ready(part)
    expect(page.locator("article.mine")).to_be_visible()
