"""What axe-core finds on a page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def serious(page: Page) -> list[str]:
    """Return what keeps somebody from using the page: serious and critical violations."""
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {fault['help']}" for fault in found if fault["impact"] in {"serious", "critical"}
    ]
