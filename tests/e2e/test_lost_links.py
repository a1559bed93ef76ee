"""A guest who has lost the links of their incidents gets them by mail: a real browser, and real SMTP."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from deploy.local.stack import Stack
from tests.support.kept_mails import kept_mails
from tests.support.phone import accepted
from tests.support.waiting import eventually

pytestmark = [pytest.mark.stack, pytest.mark.browser]

TITLES = {"es": "Los enlaces de tus incidencias", "en": "The links of your incidents"}
_LINK = re.compile(r"https?://\S+/incidents/[0-9A-Z-]{9}\?key=\S+")


@pytest.fixture(params=["es", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def page(request: pytest.FixtureRequest, browser: Browser, stack: Stack, language: str) -> Iterator[Page]:
    context = browser.new_context(
        base_url=stack.url("webform"),
        locale=language,
        viewport={"width": 360, "height": 740},
        java_script_enabled=request.param,
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


def open_incident(page: Page, subject: str, email: str) -> str:
    """Open one as a guest, and return its address once it is registered."""
    page.goto("/incidents/new")
    page.check("input[value=late]")
    page.fill("#subject", subject)
    page.fill("#description", f"{subject}, y lo espero desde el martes.")
    page.fill("#name", "Jorge Ortiz")
    page.fill("#email", email)
    page.click("button.main")
    accepted(page)

    def is_registered() -> bool:
        page.reload()
        return page.locator("article.mine").count() == 1

    eventually(is_registered)
    return page.url


def ask_for_links(page: Page, email: str) -> str:
    """Ask from the page of a link that is cut short, and return what is answered."""
    page.goto("/incidents/7F3K-9QX0?key=cut")
    page.click("main a[href='/incidents/links']")
    page.fill("#email", email)
    page.press("#email", "Enter")
    page.wait_for_url(re.compile("/account/mailed"))
    return page.locator("main").inner_text().replace(email, "EMAIL")


def mails_to(stack: Stack, email: str) -> dict[str, str]:
    """Return the texts of the mails to an address by their subjects."""
    mails = kept_mails(stack.environment()["MAILBOX_URL"])
    return {mail["subject"]: mail["text"] for mail in mails if mail["recipients"] == email}


def test_lost_links_come_by_mail_and_nobody_is_told_whether_there_are_any(
    page: Page, stack: Stack, language: str
) -> None:
    guest, nobody = (f"{name}.{uuid4().hex[:8]}@example.com" for name in ("jorge", "nadie"))
    opened = {open_incident(page, subject, guest) for subject in ("El paquete no llega", "Llegó abierto")}
    written_otherwise = guest.capitalize()
    assert ask_for_links(page, nobody) == ask_for_links(page, written_otherwise)
    text = eventually(lambda: mails_to(stack, written_otherwise).get(TITLES[language], ""))
    # Asked for before the other, and taken in turn: what was to come would be there by now.
    assert mails_to(stack, nobody) == {}
    links = _LINK.findall(text)
    assert set(links) == opened
    page.goto(links[0])
    expect(page.locator("article.mine")).to_contain_text("Llegó abierto")
