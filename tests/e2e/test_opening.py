"""Opening an incident in a real browser: a category's questions, help before sending, a draft that stays."""

import re
from collections.abc import Iterator
from functools import partial

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from deploy.local.site import ADMINISTRATOR_EMAIL
from deploy.local.stack import Stack
from tests.support.waiting import eventually

pytestmark = [pytest.mark.stack, pytest.mark.browser]

KNOWN = {
    "es": {"title": "Huelga en la mensajería azul", "body": "Los paquetes azules tardan."},
    "en": {"title": "Strike at the blue courier", "body": "Blue parcels take longer."},
}
HELP = {
    "es": {
        "title": "Cómo devolver una lámpara plegable",
        "body": "Imprime la etiqueta. Llévala a correos.",
    },
    "en": {"title": "How to return a folding lamp", "body": "Print the label.\n\nTake it to the post."},
}


@pytest.fixture(scope="module")
def helpful(stack: Stack) -> None:
    """A shop that has an answer and a known incident to offer, and whose search knows them."""
    admin = {"email": ADMINISTRATOR_EMAIL, "password": stack.environment()["ADMIN_PASSWORD"]}
    session = httpx.post(f"{stack.url('employees')}/api/v1/sessions", json=admin).json()
    headers = {"Authorization": f"Bearer {session['access_token']}"}
    knowledge = f"{stack.url('knowledge')}/api/v1"
    for what, body in (
        ("known-incidents", {"texts": KNOWN}),
        ("answers", {"texts": HELP, "is_published": True}),
    ):
        httpx.post(f"{knowledge}/{what}", json=body, headers=headers).raise_for_status()
    site = f"{stack.url('webform')}/incidents/suggestions"

    def found(text: str) -> str:
        return httpx.get(site, params={"text": text}).text

    for text in ("huelga mensajería azul", "devolver una lámpara plegable"):
        eventually(partial(found, text))


def pages(browser: Browser, stack: Stack, *, scripts: bool) -> Iterator[Page]:
    context = browser.new_context(
        base_url=stack.url("webform"),
        locale="es",
        viewport={"width": 360, "height": 740},
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def page(browser: Browser, stack: Stack) -> Iterator[Page]:
    yield from pages(browser, stack, scripts=True)


@pytest.fixture
def plain(browser: Browser, stack: Stack) -> Iterator[Page]:
    """A page in a browser without scripts."""
    yield from pages(browser, stack, scripts=False)


def fill_in(page: Page, subject: str) -> None:
    page.goto("/incidents/new")
    page.check("input[value=damaged]")
    page.select_option('[name="damaged.damage"]', "both")
    page.fill("#subject", subject)
    page.fill("#description", "Lo cuento aquí.")
    page.fill("#name", "Jorge Ortiz")
    page.fill("#email", "jorge@example.com")


def assert_accessible(page: Page) -> None:
    faults = Axe().run(page).response["violations"]
    assert not [fault["help"] for fault in faults if fault["impact"] in {"serious", "critical"}]


def assert_answers_are_shown(page: Page) -> None:
    page.wait_for_url(re.compile("key="))
    for _ in range(40):
        if page.locator("article.mine dd").count():
            break
        page.reload()
    expect(page.get_by_text("Las dos cosas")).to_be_visible()


def test_without_scripts_the_chosen_category_asks_and_help_comes_before_sending(
    plain: Page, helpful: None
) -> None:
    plain.goto("/incidents/new")
    expect(plain.locator('[name="damaged.damage"]')).to_be_hidden()
    fill_in(plain, "Quiero devolver una lámpara plegable")
    expect(plain.locator('[name="damaged.damage"]')).to_be_visible()
    expect(plain.locator('[name="late.promised"]')).to_be_hidden()
    plain.click("button.main")
    plain.locator("summary", has_text=HELP["es"]["title"]).first.click()
    expect(plain.locator("details[open]")).to_be_visible()
    plain.click("button[name=back]")
    expect(plain.locator('[name="damaged.damage"]')).to_have_value("both")
    plain.press("#subject", "Enter")
    assert_answers_are_shown(plain)


def test_without_scripts_back_reload_and_forward_lose_nothing_on_the_way_past_the_help(
    plain: Page, helpful: None
) -> None:
    fill_in(plain, "Me gustaría devolver una lámpara plegable")
    plain.set_input_files("#files", {"name": "foto.txt", "mimeType": "text/plain", "buffer": b"rota"})
    plain.click("button.main")
    plain.wait_for_url(re.compile("/incidents/new/help$"))
    plain.go_back()
    expect(plain.locator("#description")).to_have_value("Lo cuento aquí.")
    plain.go_forward()
    for _ in range(2):
        expect(plain.locator("summary", has_text=HELP["es"]["title"]).first).to_be_visible()
        plain.reload()
    plain.click("button[name=back]")
    expect(plain.locator("#description")).to_have_value("Lo cuento aquí.")
    expect(plain.get_by_text("foto.txt")).to_be_visible()
    plain.go_back()
    plain.click("button.main:has-text('enviar')")
    plain.wait_for_url(re.compile("key="))
    plain.go_back()
    expect(plain.locator("button.main")).to_be_visible()
    plain.go_forward()
    plain.wait_for_url(re.compile("key="))


def test_with_scripts_help_is_shown_while_writing_and_one_can_follow_it(page: Page, helpful: None) -> None:
    page.goto("/incidents/new")
    page.check("input[value=late]")
    page.fill("#subject", "Huelga en la mensajería azul")
    expect(page.get_by_text(KNOWN["es"]["body"]).first).to_be_visible()
    assert_accessible(page)
    page.locator("button[formaction*=followers]").first.click()
    expect(page.locator("form#follow")).to_be_visible()
    assert_accessible(page)
    page.fill("#name", "Jorge Ortiz")
    page.fill("#email", "jorge@example.com")
    page.press("#email", "Enter")
    page.wait_for_url(re.compile("/followed$"))
    assert_accessible(page)


def test_who_has_seen_the_help_sends_at_once(page: Page, helpful: None) -> None:
    fill_in(page, "Quiero devolver una lámpara plegable")
    expect(page.locator("details.help").first).to_be_visible()
    page.click("button.main")
    assert_answers_are_shown(page)


def test_the_page_before_sending_is_accessible(page: Page, helpful: None) -> None:
    fill_in(page, "Quiero devolver una lámpara plegable")
    expect(page.locator("details.help").first).to_be_visible()
    page.evaluate("document.getElementById('incident').elements.suggested.value = ''")
    page.click("button.main")
    expect(page.locator("button[name=back]")).to_be_visible()
    assert_accessible(page)


def test_a_closed_tab_loses_nothing_and_what_was_sent_is_forgotten(page: Page) -> None:
    fill_in(page, "Algo sin par")
    eventually(lambda: "Algo sin par" in (page.evaluate("localStorage.getItem('draft')") or ""))
    page.goto("about:blank")
    page.goto("/incidents/new")
    expect(page.locator("#subject")).to_have_value("Algo sin par")
    expect(page.locator('[name="damaged.damage"]')).to_have_value("both")
    assert "jorge" not in page.evaluate("localStorage.getItem('draft')")
    page.fill("#name", "Jorge Ortiz")
    page.fill("#email", "jorge@example.com")
    page.click("button.main")
    page.wait_for_url(re.compile("key="))
    page.goto("/incidents/new")
    expect(page.locator("#subject")).to_have_value("")
