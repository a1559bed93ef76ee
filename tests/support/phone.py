"""A customer's phone: the shop's site in a narrow window of the real browser, with and without scripts."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page

from deploy.local.stack import Stack
from tests.support.waiting import eventually

WIDTH = 360


@contextmanager
def phone(browser: Browser, stack: Stack, *, language: str = "es", scripts: bool = True) -> Iterator[Page]:
    """Switch a phone on that has never seen the site; nothing on it moves longer than it must."""
    context = browser.new_context(
        base_url=stack.url("webform"),
        locale=language,
        viewport={"width": WIDTH, "height": 740},
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    try:
        yield context.new_page()
    finally:
        context.close()


@pytest.fixture
def plain(browser: Browser, stack: Stack) -> Iterator[Page]:
    """A page in a browser without scripts."""
    with phone(browser, stack, scripts=False) as page:
        yield page


@pytest.fixture
def scripted(browser: Browser, stack: Stack) -> Iterator[Page]:
    """A page in a browser with scripts."""
    with phone(browser, stack) as page:
        yield page


def accepted(page: Page) -> None:
    """Wait until what was sent is accepted, past what others have published that may help."""
    page.wait_for_url(re.compile("key=|/help$"))
    if page.url.endswith("/help"):
        page.click("button.main")
        page.wait_for_url(re.compile("key="))


def reload_until(page: Page, selector: str) -> None:
    """Do what somebody without scripts does: look again."""

    def is_there() -> bool:
        if page.locator(selector).count():
            return True
        page.reload()
        return False

    eventually(is_there, within=30, every=0.1)
