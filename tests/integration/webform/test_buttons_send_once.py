"""What the page's script does about nervous fingers, in a real browser."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from werkzeug.serving import make_server

from shared.messaging.memory import MemoryBroker
from tests.support.forms import FILLED
from tests.support.keys import new_key_pem
from tests.support.silence import ExpectedLog
from tests.unit.webform.conftest import NOWHERE, site

pytestmark = pytest.mark.browser
SEND = "form#incident button.main"


@pytest.fixture
def url(tmp_path: Path, expected_log: ExpectedLog) -> Iterator[str]:
    """The site with its scripts; the services that it asks are away."""
    expected_log("lost the stream")
    key_file = tmp_path / "webform.pem"
    key_file.write_bytes(new_key_pem())
    with site(MemoryBroker(), key_file, NOWHERE) as app:
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    context = browser.new_context(locale="en")
    page = context.new_page()
    page.goto(f"{url}/incidents/new")
    page.check("input[value=damaged]")
    for name in ("subject", "description", "name", "email"):
        page.fill(f"#{name}", FILLED[name])
    yield page
    context.close()


def stay(page: Page) -> list[str]:
    """Have the site answer so that the browser stays where it is; return what is posted from now on."""
    posted: list[str] = []

    def answer(route: Route) -> None:
        posted.append(route.request.method)
        route.fulfill(status=204)

    page.route("**/incidents/new", answer)
    return posted


def test_pressing_again_while_it_is_sent_sends_nothing_more(page: Page) -> None:
    posted = stay(page)
    page.focus(SEND)
    page.keyboard.press("Enter")
    expect(page.locator(SEND)).to_have_text("Sending…")
    page.keyboard.press("Enter")
    page.focus("#subject")
    page.keyboard.press("Enter")
    page.evaluate("fetch('/healthz')")  # what was pressed before it has had its time
    assert posted == ["POST"]


def test_who_stops_the_page_from_leaving_can_send_again(page: Page) -> None:
    page.clock.install()
    posted = stay(page)
    page.click(SEND)
    expect(page.locator(SEND)).to_have_text("Sending…")
    page.clock.run_for(15_000)
    expect(page.locator(SEND)).to_have_text("Send")
    page.click(SEND)
    assert posted == ["POST", "POST"]


def test_what_opens_in_another_tab_leaves_this_page_as_it_is(page: Page) -> None:
    with page.context.expect_page() as opened:
        page.click(SEND, modifiers=["Control"])
    opened.value.wait_for_url("**key=**")
    expect(page.locator(SEND)).to_have_text("Send")
    expect(page.locator(SEND)).not_to_have_attribute("aria-disabled", "true")
