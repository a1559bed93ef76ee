"""The administration against the real services: customers see what is changed here without a restart."""

import zipfile
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from deploy.local.stack import Stack
from desktop.services.people import People
from desktop.views.questions_editor import QuestionsEditor
from desktop.workplace import Workplace
from shared.clock import utc_now
from shared.contracts.commands import OpenIncident
from shared.contracts.envelope import Envelope
from shared.contracts.resources import Contact
from shared.contracts.topology import COMMANDS, command_key
from shared.contracts.vocabulary import Language
from shared.ids import uuid7
from shared.messaging.rabbit.publisher import RabbitPublisher
from tests.support.administration import entered, titles, write
from tests.support.waiting import eventually

pytestmark = [pytest.mark.stack, pytest.mark.gui]


def test_a_new_category_is_on_the_web_form_with_its_question(
    place: Workplace, stack: Stack, qtbot: QtBot
) -> None:
    view = entered(place, "categories").categories.view
    qtbot.waitUntil(lambda: view.list.count() > 0 and view.add.isVisible())
    slug = f"gifts-{uuid4().hex[:6]}"
    view.add.click()
    for name, text in (("slug", slug), ("es", f"Regalos {slug}"), ("en", f"Gifts {slug}")):
        write(view, qtbot, name, text)
    editor = view.form.widgets["questions"]
    assert isinstance(editor, QuestionsEditor)
    editor.add.click()
    editor.boxes[0].spanish.setText("Cinta")
    editor.boxes[0].english.setText(f"Which ribbon of {slug}?")
    view.save.click()
    qtbot.waitUntil(lambda: bool(view.notice.text))
    assert view.notice.text == "Saved."
    qtbot.waitUntil(lambda: f"Gifts {slug}" in titles(view))
    form = f"{stack.url('webform')}/incidents/new?lang=en"
    page = eventually(lambda: _with(form, f"Gifts {slug}"), within=60, every=1)
    assert f"Which ribbon of {slug}?" in page
    in_use = view.form.widgets["is_active"]
    assert isinstance(in_use, QCheckBox)
    in_use.click()
    view.save.click()
    qtbot.waitUntil(lambda: not view.is_dirty)
    kept = httpx.get(f"{stack.url('knowledge')}/api/v1/categories/{slug}").json()
    assert kept["is_active"] is False


def test_an_answer_is_published_changed_and_deleted(place: Workplace, stack: Stack, qtbot: QtBot) -> None:
    view = entered(place, "answers").answers.view
    qtbot.waitUntil(lambda: bool(view.form.widgets))
    view.add.click()
    title = f"Lost parcels {uuid4().hex[:6]}"
    write(view, qtbot, "title-en", title)
    write(view, qtbot, "body-en", "Wait a day.")
    view.save.click()
    qtbot.waitUntil(lambda: title in titles(view) and not view.is_dirty)
    assert title not in _published(stack)
    box = view.form.widgets["is_published"]
    assert isinstance(box, QCheckBox)
    box.click()
    view.save.click()
    qtbot.waitUntil(lambda: not view.is_dirty)
    assert title in _published(stack)
    view.deeds["delete"].click()
    view.notice.press("Delete")
    qtbot.waitUntil(lambda: title not in titles(view))
    assert title not in _published(stack)


def test_a_guest_is_handed_their_data_and_then_forgotten(
    place: Workplace, stack: Stack, tmp_path: Path, qtbot: QtBot
) -> None:
    who = Contact(name="Marta Ruiz", email=f"marta-{uuid4().hex[:6]}@example.org")
    command = OpenIncident(
        incident_id=uuid7(utc_now()),
        category="damaged",
        subject="La tetera",
        description="El asa estaba partida.",
        contact=who,
        language=Language.SPANISH,
    )
    publisher = RabbitPublisher(stack.environment()["AMQP_URL"], "customers", patience=20)
    envelope = Envelope.wrap(command, id=uuid4(), source="webform", time=utc_now(), correlationid=uuid4())
    publisher.publish(COMMANDS, command_key(command), envelope).result(20)
    publisher.close()
    qtbot.waitUntil(lambda: command.incident_id in place.desk.queue.rows)
    place.incidents.open(command.incident_id)
    qtbot.waitUntil(lambda: place.desk.detail is not None and place.desk.detail.contact is not None)
    people = People(stack.url("customers"), stack.url("resolution"), place.session, place)
    place.people.save(people, who, "asked for by mail", tmp_path / "data.zip")
    qtbot.waitUntil((tmp_path / "data.zip").exists)
    with zipfile.ZipFile(tmp_path / "data.zip") as archive:
        assert "El asa estaba partida." in archive.read("incidents.json").decode()
        assert archive.testzip() is None
    place.window.incident.card.person.erase.click()
    card = place.people.card
    qtbot.waitUntil(card.isVisible)
    qtbot.keyClicks(card.reason, "asked for by mail")
    card.go_on.click()
    card.notice.press("Erase for good")
    qtbot.waitUntil(lambda: command.incident_id not in place.desk.queue.rows)  # what is erased is closed
    qtbot.waitUntil(lambda: place.desk.detail is not None and place.desk.detail.contact is None)
    assert place.window.incident.card.person.isHidden()


def _with(address: str, text: str) -> str:
    """Return a page that has a text, or nothing."""
    page = httpx.get(address).text
    return page if text in page else ""


def _published(stack: Stack) -> set[str]:
    found = httpx.get(f"{stack.url('knowledge')}/api/v1/published-answers").json()["answers"]
    return {text["title"] for one in found for text in one["texts"].values()}
