"""A real Chromium, Debian's, that reaches nothing but this machine."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

CHROMIUM = "/usr/bin/chromium"
# Without this Chromium asks the name service for its maker's hosts at every start.
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"

expect.set_options(timeout=30_000)  # as long as its other waits; what is expected ends each of them at once


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the tests of a file; each opens a context of its own.

    While it is open its event loop holds the thread, so no other test may find it still running.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[OFFLINE])
        yield browser
        browser.close()
