"""Categories: changed with what they ask, added, changed by two at once; who does not administer looks on."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.views.admin_room import AdminRoom
from desktop.views.questions_editor import QuestionsEditor
from desktop.workplace import Workplace
from shared.contracts.knowledge import FieldKind
from shared.contracts.vocabulary import Language, Role
from tests.support.administration import choose, entered, titles, write
from tests.support.little_services import LittleServices
from tests.support.little_shop import ANA


@pytest.fixture
def chief(services: LittleServices) -> None:
    """Ana is an administrator."""
    services.people.alter(ANA.id or "", role=Role.ADMIN)


def opened(place: Workplace, qtbot: QtBot) -> AdminRoom:
    view = entered(place, "categories").categories.view
    qtbot.waitUntil(lambda: bool(view.form.widgets))
    view.window().activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    return view


@pytest.fixture
def view(chief: None, place: Workplace, qtbot: QtBot) -> AdminRoom:  # first the role
    """The room, with the first category chosen: damaged, which asks two questions with choices."""
    return opened(place, qtbot)


def questions(view: AdminRoom) -> QuestionsEditor:
    editor = view.form.widgets["questions"]
    assert isinstance(editor, QuestionsEditor)
    return editor


def test_the_questions_of_one_are_moved_reworded_and_removed(
    view: AdminRoom, services: LittleServices, qtbot: QtBot
) -> None:
    before = services.categories.kept["damaged"].fields
    editor = questions(view)
    qtbot.mouseClick(editor.boxes[1].up, Qt.MouseButton.LeftButton)
    editor.boxes[0].english.clear()
    qtbot.keyClicks(editor.boxes[0].english, "What do you wish for?")
    editor.boxes[1].is_required.click()
    editor.boxes[1].choices.rows[0].remove.click()
    view.save.click()
    qtbot.waitUntil(lambda: view.notice.text == "Saved.")
    wish, damage = services.categories.kept["damaged"].fields
    assert (wish.slug, wish.labels[Language.ENGLISH]) == ("wish", "What do you wish for?")
    assert (damage.slug, damage.is_required, damage.choices) == ("damage", True, before[0].choices[1:])


def test_a_category_is_added_with_questions_of_every_kind(
    view: AdminRoom, services: LittleServices, qtbot: QtBot
) -> None:
    view.add.click()
    for name, text in (("slug", "gifts"), ("es", "Regalos"), ("en", "Gifts"), ("retention_days", "30")):
        write(view, qtbot, name, text)
    choose(view, "team", "Shipping")
    editor = questions(view)
    for place, kind in enumerate(FieldKind):
        editor.add.click()
        box = editor.boxes[place]
        qtbot.keyClicks(box.spanish, f"{kind} es")
        qtbot.keyClicks(box.english, f"{kind}?")
        box.kind.setCurrentIndex(box.kind.findData(kind.value))
    view.save.click()
    assert view.notice.text == "Question 4 needs something to choose from."
    offered = editor.boxes[3].choices
    offered.add.click()
    qtbot.keyClicks(offered.rows[0].spanish, "Lazo")
    qtbot.keyClicks(offered.rows[0].english, "Ribbon")
    view.save.click()
    qtbot.waitUntil(lambda: titles(view)[-1:] == ["Gifts"])
    gifts = services.categories.kept["gifts"]
    assert (gifts.team, gifts.retention_days, gifts.position) == ("shipping", 30, len(titles(view)) - 1)
    assert [(one.slug, one.kind) for one in gifts.fields] == [(str(kind), kind) for kind in FieldKind]
    assert [one.slug for one in gifts.fields[3].choices] == ["ribbon"]


def test_one_is_not_added_twice(view: AdminRoom, qtbot: QtBot) -> None:
    view.add.click()
    for name in ("slug", "es", "en"):
        write(view, qtbot, name, "damaged")
    view.save.click()
    assert view.notice.text == "There is a category with this short name already."


def test_what_a_colleague_changed_meanwhile_is_shown_and_both_are_kept(
    view: AdminRoom, services: LittleServices, qtbot: QtBot
) -> None:
    services.categories.alter("damaged", retention_days=90)
    questions(view).boxes[1].remove.click()
    view.save.click()
    qtbot.waitUntil(lambda: "1095 → 90" in view.notice.text)
    assert len(questions(view).boxes) == 1
    view.save.click()
    qtbot.waitUntil(lambda: view.notice.text == "Saved.")
    kept = services.categories.kept["damaged"]
    assert (kept.retention_days, [one.slug for one in kept.fields]) == (90, ["damage"])


def test_the_keys_alone_add_and_move_a_question(view: AdminRoom, qtbot: QtBot) -> None:
    editor = questions(view)
    editor.add.setFocus()
    qtbot.keyClick(editor.add, Qt.Key.Key_Space)
    new = editor.boxes[-1]
    assert new.spanish.hasFocus()
    new.up.setFocus()
    qtbot.keyClick(new.up, Qt.Key.Key_Space)
    qtbot.keyClick(new.up, Qt.Key.Key_Space)
    assert (editor.boxes[0], new.up.isEnabled()) == (new, False)
    assert new.down.hasFocus()
    assert new.spanish.accessibleName() == "Question 1 in Spanish"


def test_tab_goes_through_a_new_question_and_on_to_what_is_below(view: AdminRoom, qtbot: QtBot) -> None:
    editor = questions(view)
    editor.add.click()
    new = editor.boxes[-1]
    new.kind.setCurrentIndex(new.kind.findData(FieldKind.CHOICE.value))
    new.choices.add.click()
    row = new.choices.rows[0]
    new.spanish.setFocus()
    seen = []
    for _step in range(8):
        seen.append(QGuiApplication.focusObject())
        qtbot.keyClick(seen[-1], Qt.Key.Key_Tab)
    assert seen == [
        *(new.spanish, new.english, new.kind, new.is_required),
        *(row.spanish, row.english, row.remove, new.choices.add),
    ]
    assert QGuiApplication.focusObject() is editor.add
    qtbot.keyClick(editor.add, Qt.Key.Key_Tab)
    assert QGuiApplication.focusObject() is view.save
    qtbot.waitUntil(lambda: view.save.visibleRegion().boundingRect().height() > 0)


def test_a_new_question_is_brought_into_sight(view: AdminRoom, qtbot: QtBot) -> None:
    editor = questions(view)
    for _one in range(4):
        editor.add.click()
    qtbot.waitUntil(lambda: not editor.boxes[-1].spanish.visibleRegion().isEmpty())


def test_who_does_not_administer_looks_on(place: Workplace, qtbot: QtBot) -> None:
    view = opened(place, qtbot)
    box = questions(view).boxes[0]
    assert (view.add.isHidden(), view.save.isHidden(), box.spanish.isReadOnly()) == (True, True, True)
    assert (box.kind.isEnabled(), box.remove.isHidden(), questions(view).add.isHidden()) == (
        False,
        True,
        True,
    )
