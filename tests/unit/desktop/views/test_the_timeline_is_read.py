"""The timeline: every change in words, as one list however long it is."""

from datetime import timedelta
from time import process_time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.state import texts
from desktop.views.timeline_view import TimelineView
from shared.clock import utc_now
from shared.contracts.resources import FieldChange, IncidentDetail, TimelineEntry
from shared.contracts.vocabulary import Language, State
from tests.support.incidents_seen import ANA, CUSTOMER, OPENED, did, said, seen

TO_URGENT = (FieldChange(field="priority", old="normal", new="urgent"),)


def prioritized(number: int) -> TimelineEntry:
    at = OPENED + timedelta(hours=number)
    return TimelineEntry(version=number, what="prioritized", actor=ANA, at=at, changes=TO_URGENT)


def long_story(count: int) -> IncidentDetail:
    later = [prioritized(number) for number in range(2, count + 1)]
    return seen(State.OPEN, did(1, "opened", CUSTOMER), *later)


@pytest.fixture
def view(qtbot: QtBot) -> TimelineView:
    made = TimelineView(utc_now)
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    return made


def test_a_change_says_who_when_and_each_field_before_and_after(view: TimelineView) -> None:
    view.show_detail(long_story(2))
    newest = view.texts[0]
    assert "Ana changed the priority" in newest
    assert "Priority: Normal priority → Urgent" in newest
    assert ":" in newest.split("  ")[0]


def test_only_words_leaves_what_was_said_with_how_it_begins(view: TimelineView) -> None:
    words = said(3, ANA, "Hoy sale otra. " * 40)
    changes = did(1, "opened", CUSTOMER), did(2, "claimed", ANA), did(3, "replied", ANA)
    view.show_detail(seen(State.OPEN, *changes, words))
    assert len(view.texts) == 3
    view.show_only_words(only=True)
    reply, opening = view.texts
    assert "Ana replied" in reply
    assert "Hoy sale otra." in reply
    assert reply.endswith("…")
    assert "El asa estaba partida." in opening


def test_200_changes_cost_no_widget_each_and_are_there_at_once(view: TimelineView, qtbot: QtBot) -> None:
    began = process_time()
    view.show_detail(long_story(200))
    qtbot.waitUntil(lambda: view.list.verticalScrollBar().maximum() > 0)
    view.grab()
    assert process_time() - began < 0.5
    assert len(view.texts) == 200
    assert len(view.findChildren(QWidget)) < 20


def test_what_is_being_read_stays_when_something_newer_comes(view: TimelineView, qtbot: QtBot) -> None:
    detail = long_story(100)
    view.show_detail(detail.model_copy(update={"timeline": detail.timeline[:-1]}))
    qtbot.waitUntil(lambda: view.list.verticalScrollBar().maximum() > 0)
    view.list.setFocus()
    qtbot.keyClick(view.list, Qt.Key.Key_End)
    assert view.list.currentIndex().row() == 98
    view.show_detail(detail)
    assert view.list.currentIndex().row() == 99
    assert len(view.texts) == 100


def test_it_is_said_in_the_other_language_at_once(view: TimelineView) -> None:
    view.show_detail(long_story(2))
    texts.choose(Language.SPANISH)
    view.say()
    assert "Prioridad" in view.texts[0]
