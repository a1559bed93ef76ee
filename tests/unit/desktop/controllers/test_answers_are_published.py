"""Answers for customers: written as drafts, published, withdrawn, changed by two at once, and deleted."""

import pytest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from backend.knowledge.requests import AnswerBody
from desktop.views.admin_room import AdminRoom
from desktop.workplace import Workplace
from shared.contracts.vocabulary import Language
from tests.support.administration import entered, titles, write
from tests.support.little_services import LittleServices

RETURNING = AnswerBody.model_validate(
    {"texts": {"es": {"title": "Devolver algo", "body": "Tienes 30 días."}}}, strict=False
)


@pytest.fixture
def view(place: Workplace, services: LittleServices, qtbot: QtBot) -> AdminRoom:
    """The room, with one draft that is in Spanish only."""
    services.answers.write(RETURNING)
    found = entered(place, "answers").answers.view
    qtbot.waitUntil(lambda: bool(found.form.widgets))
    return found


def published(view: AdminRoom) -> QCheckBox:
    box = view.form.widgets["is_published"]
    assert isinstance(box, QCheckBox)
    return box


def test_a_draft_is_published_and_withdrawn(view: AdminRoom, services: LittleServices, qtbot: QtBot) -> None:
    (kept,) = services.answers.kept
    assert "Draft" in view.list.item(0).text()
    for wanted in (True, False):
        published(view).click()
        view.save.click()
        qtbot.waitUntil(lambda: not view.is_dirty)
        assert services.answers.kept[kept].is_published is wanted
    assert services.answers.kept[kept].texts == RETURNING.texts


def test_a_new_one_is_written_in_one_language_or_in_both(
    view: AdminRoom, services: LittleServices, qtbot: QtBot
) -> None:
    view.add.click()
    write(view, qtbot, "title-en", "Lost parcels")
    view.save.click()
    assert view.notice.text == "Each language needs a title and a text, or neither."
    write(view, qtbot, "body-en", "Wait a day.")
    view.save.click()
    qtbot.waitUntil(lambda: set(titles(view)) == {"Devolver algo", "Lost parcels"})
    lost = next(one for one in services.answers.kept.values() if Language.ENGLISH in one.texts)
    assert (list(lost.texts), lost.is_published, lost.category) == ([Language.ENGLISH], False, None)


def test_what_a_colleague_changed_meanwhile_is_shown_and_both_are_kept(
    view: AdminRoom, services: LittleServices, qtbot: QtBot
) -> None:
    (before,) = services.answers.kept.values()
    services.answers.write(RETURNING.model_copy(update={"is_published": True}), before)
    write(view, qtbot, "body-es", "Ahora son 60.")
    view.save.click()
    qtbot.waitUntil(lambda: "Published: No → Yes" in view.notice.text)
    view.save.click()
    qtbot.waitUntil(lambda: view.notice.text == "Saved.")
    kept = services.answers.kept[before.id]
    assert (kept.is_published, kept.texts[Language.SPANISH].body) == (True, "Ahora son 60.")


def test_one_is_deleted_after_a_question(view: AdminRoom, services: LittleServices, qtbot: QtBot) -> None:
    view.deeds["delete"].click()
    assert len(services.answers.kept) == 1
    view.notice.press("Delete")
    qtbot.waitUntil(lambda: view.list.count() == 0)
    assert services.answers.kept == {}
