"""Photos and documents in a real browser: chosen, sent, seen on the incident's page, and safe to hand out."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from shared.contracts.vocabulary import FILE_MAX_BYTES
from tests.support.accessibility import serious
from tests.support.phone import accepted, reload_until
from tests.support.pictures import SECRET, document, photograph

pytestmark = [pytest.mark.stack, pytest.mark.browser]


@pytest.fixture
def chosen(tmp_path: Path) -> dict[str, Path]:
    """Files as they lie on a telephone."""
    files = {
        "La tetera rota.jpg": photograph(6),
        "Factura.pdf": document(),
        "Abre esto.pdf": document("script at opening"),
        "vídeo.mp4": bytes(FILE_MAX_BYTES + 1),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    return {name: tmp_path / name for name in files}


def choose(page: Page, chosen: dict[str, Path], *names: str) -> None:
    page.set_input_files("#files", [chosen[name] for name in names])


def fill_in(page: Page, subject: str, email: str) -> None:
    page.goto("/incidents/new")
    page.check("input[value=other]")
    page.fill("#subject", subject)
    page.fill("#description", "Os mando una foto.")
    page.fill("#name", "Jorge Ortiz")
    page.fill("#email", email)


def assert_drawn(page: Page, selector: str) -> None:
    """Expect pictures that the browser has received and drawn."""
    picture = page.locator(selector)
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.bounding_box()
    answer = page.request.get(picture.get_attribute("src") or "")
    assert (answer.status, answer.headers["content-type"]) == (200, "image/webp")


def fetched(page: Page, name: str) -> bytes:
    address = page.locator("ul.files a", has_text=name).get_attribute("href")
    answer = page.request.get(address or "")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    return answer.body()


def test_without_scripts_a_photo_and_a_document_go_along_and_are_seen_on_the_page(
    plain: Page, chosen: dict[str, Path]
) -> None:
    fill_in(plain, "La tetera llegó rota", "jorge")
    choose(plain, chosen, "La tetera rota.jpg", "Factura.pdf", "Abre esto.pdf")
    plain.press("#subject", "Enter")
    expect(plain.locator(".problems")).to_contain_text("«Abre esto.pdf» contiene programas")
    expect(plain.locator("ul.chosen li")).to_have_count(2)
    assert_drawn(plain, "ul.chosen img")
    plain.fill("#email", "jorge@example.com")
    plain.press("#subject", "Enter")
    accepted(plain)
    reload_until(plain, "article.mine ul.files img")
    assert_drawn(plain, "article.mine ul.files img")
    assert SECRET not in fetched(plain, "La tetera rota.jpg")
    assert fetched(plain, "Factura.pdf") == chosen["Factura.pdf"].read_bytes()
    with plain.expect_download() as download:
        plain.locator("ul.files a", has_text="Factura.pdf").click()
    assert download.value.suggested_filename == "Factura.pdf"


def test_without_scripts_a_message_loses_nothing_to_one_that_is_too_large(
    plain: Page, chosen: dict[str, Path]
) -> None:
    fill_in(plain, "Una lámpara sin bombilla", "jorge@example.com")
    plain.press("#subject", "Enter")
    accepted(plain)
    reload_until(plain, "#answer:not([hidden])")
    plain.fill("#answer textarea", "Aquí está la foto.")
    choose(plain, chosen, "vídeo.mp4", "La tetera rota.jpg")
    plain.click("#answer .actions button.main")
    expect(plain.locator(".problems")).to_contain_text("«vídeo.mp4» es demasiado grande")
    expect(plain.locator("#answer textarea")).to_have_value("Aquí está la foto.")
    expect(plain.locator("ul.chosen li")).to_have_count(1)
    plain.click("#answer .actions button.main")
    reload_until(plain, "article.mine:not(.pending) ul.files img")
    assert_drawn(plain, "article.mine ul.files img")


def test_with_scripts_files_are_there_before_the_form_is_sent(
    scripted: Page, chosen: dict[str, Path]
) -> None:
    fill_in(scripted, "La tetera llegó rota", "jorge@example.com")
    choose(scripted, chosen, "vídeo.mp4", "La tetera rota.jpg", "Factura.pdf", "Abre esto.pdf")
    expect(scripted.locator("[data-errors]")).to_contain_text("«vídeo.mp4» es demasiado grande")
    expect(scripted.locator("[data-errors]")).to_contain_text("«Abre esto.pdf» contiene programas")
    expect(scripted.locator("ul.chosen li button")).to_have_count(2)
    assert_drawn(scripted, "ul.chosen img")
    assert not serious(scripted)
    scripted.locator("ul.chosen li", has_text="Factura").get_by_role("button").click()
    expect(scripted.locator("ul.chosen li")).to_have_count(1)
    scripted.press("#subject", "Enter")
    accepted(scripted)
    expect(scripted.locator("article.mine ul.files li")).to_have_count(1)
    assert_drawn(scripted, "article.mine ul.files img")
    assert SECRET not in fetched(scripted, "La tetera rota.jpg")
    choose(scripted, chosen, "Factura.pdf")
    expect(scripted.locator("ul.chosen li button")).to_have_count(1)
    scripted.fill("#answer textarea", "Y la factura.")
    scripted.click("#answer .actions button.main")
    expect(scripted.locator("article.mine:not(.pending) ul.files a", has_text="Factura")).to_be_visible()


def test_sending_waits_for_files_that_are_on_their_way(scripted: Page, chosen: dict[str, Path]) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    scripted.route("**/incidents/new/files", hold)
    fill_in(scripted, "Con una foto que tarda", "jorge@example.com")
    choose(scripted, chosen, "La tetera rota.jpg")
    expect(scripted.locator("ul.chosen progress")).to_be_visible()
    scripted.press("#subject", "Enter")
    expect(scripted.locator("[data-upload] [role=status]")).to_have_text(re.compile("en cuanto"))
    held[0].continue_()
    accepted(scripted)
    expect(scripted.locator("article.mine ul.files img")).to_be_visible()


def test_what_could_not_be_uploaded_goes_along_with_the_form(scripted: Page, chosen: dict[str, Path]) -> None:
    scripted.route("**/incidents/new/files", lambda route: route.abort())
    fill_in(scripted, "Con una foto que no sube", "jorge@example.com")
    choose(scripted, chosen, "La tetera rota.jpg")
    expect(scripted.locator("[data-errors]")).to_contain_text("Irá con lo que envíes")
    expect(scripted.locator("ul.chosen li")).to_have_count(0)
    scripted.press("#subject", "Enter")
    accepted(scripted)
    expect(scripted.locator("article.mine ul.files img")).to_be_visible()


@pytest.mark.parametrize(("event", "carrier"), [("drop", "dataTransfer"), ("paste", "clipboardData")])
def test_files_may_be_dropped_and_pasted(scripted: Page, event: str, carrier: str) -> None:
    fill_in(scripted, "Una nota", "jorge@example.com")
    scripted.evaluate(
        """([kind, carrier]) => {
          const carried = new DataTransfer();
          carried.items.add(new File(["hola"], "nota.txt", { type: "text/plain" }));
          const event = new Event(kind, { bubbles: true, cancelable: true });
          Object.defineProperty(event, carrier, { value: carried });
          document.getElementById("description").dispatchEvent(event);
        }""",
        [event, carrier],
    )
    expect(scripted.locator("ul.chosen li", has_text="nota.txt").get_by_role("button")).to_be_visible()


def test_five_are_enough_and_one_taken_out_makes_room(scripted: Page, tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(str(number))
    fill_in(scripted, "Seis notas", "jorge@example.com")
    scripted.set_input_files("#files", [tmp_path / f"{number}.txt" for number in range(6)])
    expect(scripted.locator("[data-errors]")).to_contain_text("«5.txt»")
    expect(scripted.locator("ul.chosen li button")).to_have_count(5)
    expect(scripted.locator("#files")).to_be_disabled()
    scripted.locator("ul.chosen button").first.click()
    expect(scripted.locator("#files")).to_be_focused()


def test_the_page_fits_a_phone(plain: Page, chosen: dict[str, Path]) -> None:
    fill_in(plain, "La tetera llegó rota", "")
    choose(plain, chosen, "La tetera rota.jpg", "Factura.pdf", "vídeo.mp4")
    plain.press("#subject", "Enter")
    expect(plain.locator("ul.chosen li")).to_have_count(2)
    box = plain.locator("body").bounding_box()
    assert box is not None
    assert box["width"] <= 360
    plain.locator("ul.chosen button").first.click()
    expect(plain.locator("ul.chosen li")).to_have_count(1)
    expect(plain.locator("#description")).to_have_value("Os mando una foto.")


def test_the_other_language_keeps_what_was_uploaded(scripted: Page, chosen: dict[str, Path]) -> None:
    fill_in(scripted, "La tetera llegó rota", "jorge@example.com")
    choose(scripted, chosen, "La tetera rota.jpg", "Factura.pdf")
    expect(scripted.locator("ul.chosen li button")).to_have_count(2)
    scripted.click("header a[hreflang=en]")
    expect(scripted.locator("html")).to_have_attribute("lang", "en")
    expect(scripted.locator("ul.chosen li button").first).to_have_text("Remove")
    expect(scripted.locator("#description")).to_have_value("Os mando una foto.")
    scripted.press("#subject", "Enter")
    accepted(scripted)
    expect(scripted.locator("article.mine ul.files li")).to_have_count(2)
    choose(scripted, chosen, "Factura.pdf")
    expect(scripted.locator("ul.chosen li button")).to_have_count(1)
    scripted.fill("#answer textarea", "Y la factura.")
    scripted.click("header a[hreflang=es]")
    expect(scripted.locator("html")).to_have_attribute("lang", "es")
    expect(scripted.locator("ul.chosen li button")).to_have_text(["Quitar"])
    expect(scripted.locator("#answer textarea")).to_have_value("Y la factura.")
