"""Pictures of the web form in both languages and two widths, where Chromium is installed."""

from pathlib import Path

from playwright.sync_api import Browser, Error, Page, ViewportSize, sync_playwright

from deploy.demo.stories import stories
from shared.contracts.vocabulary import Language

CHROMIUM = Path("/usr/bin/chromium")
# Without this Chromium asks the name service for its maker's hosts at every start.
_OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
_CONVERSATION, _NOT_YET = "#conversation .message", "button[name=back]"
_WIDTHS = {"phone": 360, "desk": 1280}


def take_pictures(webform_url: str, folder: Path) -> str:
    """Save pictures of the form, empty and refused, and of a tracking page; nothing without Chromium.

    Return what went wrong, in one line; empty when nothing did.
    """
    if not CHROMIUM.exists():
        return ""
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[_OFFLINE])
            for language in Language:
                for name, width in _WIDTHS.items():
                    _visit(browser, webform_url, language, width, folder / f"form-{{}}-{language}-{name}.png")
            browser.close()
    except Error as error:
        first_line = error.message.partition("\n")[0]
        return f"The web form: {first_line}"
    return ""


def _visit(browser: Browser, url: str, language: Language, width: int, path: Path) -> None:
    size = ViewportSize(width=width, height=800)
    context = browser.new_context(locale=language.value, viewport=size, reduced_motion="reduce")
    page = context.new_page()

    def save(what: str) -> None:
        page.screenshot(path=str(path).format(what), full_page=True)

    page.goto(f"{url}/incidents/new")
    save("new")
    page.click("button.main")
    save("refused")
    _fill_in(page, language)
    page.click("button.main")
    # What may help is shown first, unless it was seen while writing or the search was too slow.
    page.wait_for_selector(f"{_CONVERSATION}, {_NOT_YET}")
    if page.is_visible(_NOT_YET):
        save("suggestions")
        page.click("button.main")
        page.wait_for_selector(_CONVERSATION)
    save("tracking")
    context.close()


def _fill_in(page: Page, language: Language) -> None:
    story = stories(language)[0]
    page.check(f"input[value={story.category}]")
    page.fill("#subject", story.subject)
    page.fill("#description", story.description)
    page.fill("#name", "Marta Ruiz" if language is Language.SPANISH else "Alice Brown")
    page.fill("#email", "customer@example.com")
