"""Opening an incident in a real browser: a category's questions, help before sending, a draft that stays."""

import re
from functools import partial

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

from deploy.local.site import ADMINISTRATOR_EMAIL
from deploy.local.stack import Stack
from tests.support.accessibility import serious
from tests.support.phone import accepted, reload_until
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


def fill_in(page: Page, subject: str) -> None:
    page.goto("/incidents/new")
    page.check("input[value=damaged]")
    page.select_option('[name="damaged.damage"]', "both")
    page.fill("#subject", subject)
    page.fill("#description", "Lo cuento aquí.")
    page.fill("#name", "Jorge Ortiz")
    page.fill("#email", "jorge@example.com")


def assert_answers_are_shown(page: Page) -> None:
    page.wait_for_url(re.compile("key="))
    reload_until(page, "article.mine dd")
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


def test_with_scripts_help_is_shown_while_writing_and_one_can_follow_it(
    scripted: Page, helpful: None
) -> None:
    scripted.goto("/incidents/new")
    scripted.check("input[value=late]")
    scripted.fill("#subject", "Huelga en la mensajería azul")
    expect(scripted.get_by_text(KNOWN["es"]["body"]).first).to_be_visible()
    assert not serious(scripted)
    scripted.locator("button[formaction*=followers]").first.click()
    expect(scripted.locator("form#follow")).to_be_visible()
    assert not serious(scripted)
    scripted.fill("#name", "Jorge Ortiz")
    scripted.fill("#email", "jorge@example.com")
    scripted.press("#email", "Enter")
    scripted.wait_for_url(re.compile("/followed$"))
    assert not serious(scripted)


def test_help_that_is_not_known_at_once_is_asked_for_again(scripted: Page, helpful: None) -> None:
    asked: list[Route] = []

    def fail_at_first(route: Route) -> None:
        asked.append(route)
        if len(asked) == 1:
            route.fulfill(status=503)
        else:
            route.continue_()

    scripted.route("**/incidents/suggestions?*", fail_at_first)
    scripted.goto("/incidents/new")
    scripted.fill("#subject", "Huelga en la mensajería azul")
    expect(scripted.get_by_text(KNOWN["es"]["body"]).first).to_be_visible()
    assert len(asked) == 2


def test_who_has_seen_the_help_sends_at_once(scripted: Page, helpful: None) -> None:
    fill_in(scripted, "Quiero devolver una lámpara plegable")
    expect(scripted.locator("details.help").first).to_be_visible()
    scripted.click("button.main")
    assert_answers_are_shown(scripted)


def test_the_page_before_sending_is_accessible(scripted: Page, helpful: None) -> None:
    fill_in(scripted, "Quiero devolver una lámpara plegable")
    expect(scripted.locator("details.help").first).to_be_visible()
    scripted.evaluate("document.getElementById('incident').elements.suggested.value = ''")
    scripted.click("button.main")
    expect(scripted.locator("button[name=back]")).to_be_visible()
    assert not serious(scripted)


def test_a_closed_tab_loses_nothing_and_what_was_sent_is_forgotten(scripted: Page) -> None:
    fill_in(scripted, "Algo sin par")
    eventually(lambda: "Algo sin par" in (scripted.evaluate("localStorage.getItem('draft')") or ""))
    scripted.goto("about:blank")
    scripted.goto("/incidents/new")
    expect(scripted.locator("#subject")).to_have_value("Algo sin par")
    expect(scripted.locator('[name="damaged.damage"]')).to_have_value("both")
    assert "jorge" not in scripted.evaluate("localStorage.getItem('draft')")
    scripted.fill("#name", "Jorge Ortiz")
    scripted.fill("#email", "jorge@example.com")
    scripted.click("button.main")
    accepted(scripted)
    scripted.goto("/incidents/new")
    expect(scripted.locator("#subject")).to_have_value("")
