"""The macros for everybody: listed, written and changed in the desk's own card, and deleted."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.controllers.admin_macros import MacrosRoom
from desktop.workplace import Workplace
from shared.contracts.macros import MacroDraft, MacroSteps
from shared.contracts.vocabulary import Language
from tests.support.administration import entered, titles
from tests.support.little_services import LittleServices

THANKS = MacroDraft(name="Thanks", texts={Language.ENGLISH: "Thank you."}, steps=MacroSteps(resolve=True))


@pytest.fixture
def room(place: Workplace, services: LittleServices, qtbot: QtBot) -> MacrosRoom:
    """The room, with a macro for everybody; one of Ana's own is not in it."""
    services.macros.add(THANKS, owner=None)
    services.macros.add(MacroDraft(name="Mine", texts={Language.ENGLISH: "Hi."}))
    found = entered(place, "macros").macros
    qtbot.waitUntil(lambda: bool(found.view.form.widgets))
    return found


def test_what_everybody_has_is_seen_with_what_it_does(room: MacrosRoom) -> None:
    assert titles(room.view) == ["Thanks"]
    assert room.view.form.values() == {"es": "—", "en": "Thank you.", "steps": "Resolve"}
    assert not room.view.save.isVisible()


def test_one_is_changed_in_the_card(room: MacrosRoom, services: LittleServices, qtbot: QtBot) -> None:
    room.view.deeds["change"].click()
    card = room.editor.card
    qtbot.waitUntil(card.isVisible)
    card.name.setText("Many thanks")
    card.save()
    qtbot.waitUntil(lambda: titles(room.view) == ["Many thanks"] and room.view.notice.text == "Saved.")
    assert {"Many thanks", "Mine"} == {one.name for one in services.macros.kept.values()}


def test_a_new_one_is_for_everybody(room: MacrosRoom, services: LittleServices, qtbot: QtBot) -> None:
    room.view.add.click()
    card = room.editor.card
    qtbot.waitUntil(card.isVisible)
    card.name.setText("Sorry")
    card.texts[Language.SPANISH].setPlainText("Lo sentimos.")
    card.save()
    qtbot.waitUntil(lambda: "Sorry" in titles(room.view))
    assert next(one for one in services.macros.kept.values() if one.name == "Sorry").owner is None


def test_esc_leaves_the_card_and_not_the_administration(
    room: MacrosRoom, place: Workplace, qtbot: QtBot
) -> None:
    room.view.add.click()
    qtbot.waitUntil(room.editor.card.isVisible)
    qtbot.keyClick(room.editor.card.name, Qt.Key.Key_Escape)
    assert room.editor.card.isHidden()
    assert place.admin.dialog is not None


def test_one_is_deleted_after_a_question(room: MacrosRoom, services: LittleServices, qtbot: QtBot) -> None:
    room.view.deeds["delete"].click()
    room.view.notice.press("Delete")
    qtbot.waitUntil(lambda: room.view.heading.text() == "There is no macro for everybody yet.")
    assert [one.name for one in services.macros.kept.values()] == ["Mine"]
