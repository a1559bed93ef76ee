"""The whole story in real parts: browser, web form, broker, database, services, console."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytestqt.qtbot import QtBot

from deploy.local.stack import Stack
from desktop.workplace import Workplace
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import MessageKind, State
from tests.support.phone import accepted

pytestmark = [pytest.mark.stack, pytest.mark.browser, pytest.mark.gui]

SUBJECT = "La tetera llegó rota"
NOTE = "Es la tercera de este lote."
REPLY = "Hoy mismo sale otra tetera."


@pytest.fixture
def customer(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="es-ES", viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def submit(customer: Page, webform: str) -> None:
    customer.goto(webform)
    customer.get_by_label("Llegó roto o con daños").check()
    customer.get_by_label("En una línea").fill(SUBJECT)
    customer.get_by_label("¿Qué ha pasado?").fill("Abrí la caja y el asa estaba partida.")
    customer.get_by_label("Tu nombre").fill("Marta Ruiz")
    customer.get_by_label("Tu correo").fill("marta@example.com")
    customer.get_by_role("button", name="Enviar").click()
    accepted(customer)


def row_of(place: Workplace, reference: str) -> IncidentRow | None:
    rows = place.desk.queue.rows.values()
    return next((row for row in rows if row.reference == reference), None)


def write(place: Workplace, qtbot: QtBot, kind: MessageKind, text: str) -> None:
    editor, conversation = place.window.incident.editor, place.window.incident.conversation
    editor.start(kind)
    editor.field.setPlainText(text)
    editor.sent.emit(kind, False)
    qtbot.waitUntil(lambda: text in conversation.texts())
    qtbot.waitUntil(lambda: editor.field.toPlainText() == "")


def test_an_incident_travels_to_the_employee_and_back(
    stack: Stack, customer: Page, place: Workplace, qtbot: QtBot
) -> None:
    submit(customer, stack.url("webform"))
    reference = customer.locator(".reference strong").inner_text()

    # The row appears in the console by itself.
    qtbot.waitUntil(lambda: row_of(place, reference) is not None)
    row = row_of(place, reference)
    assert row is not None
    assert (row.subject, row.state, row.customer_name) == (SUBJECT, State.OPEN, "Marta Ruiz")

    # The employee claims it, leaves a note and answers.
    place.incidents.open(row.id)
    qtbot.waitUntil(lambda: place.desk.detail is not None)
    place.gestures.perform("claim")
    qtbot.waitUntil(lambda: place.desk.queue.rows[row.id].state is State.ASSIGNED)
    write(place, qtbot, MessageKind.NOTE, NOTE)
    write(place, qtbot, MessageKind.REPLY, REPLY)

    # The customer's open page shows the answer without being reloaded, and never the note.
    expect(customer.locator("article.ours", has_text=REPLY)).to_be_visible(timeout=2000)
    expect(customer.locator(".steps .now")).to_have_text("La estamos mirando")
    assert NOTE not in customer.content()

    # The customer says that it is solved; the console shows it.
    customer.get_by_role("button", name="Ya está resuelto").click()
    qtbot.waitUntil(lambda: place.desk.queue.rows[row.id].state is State.RESOLVED)
    expect(customer.get_by_text("Has dicho que está resuelta.", exact=True)).to_be_visible()
