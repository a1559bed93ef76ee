"""What others wrote is read whole in any width, and stays what it is: words."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.views import wrapped_text
from desktop.views.flowing_text import FlowingText
from desktop.views.message_card import MessageCard
from shared.contracts.resources import Actor, Message
from shared.contracts.vocabulary import ActorKind, MessageKind

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LINK = "https://tienda.example/" + "muy-largo" * 40
WORD = "x" * 400


@pytest.fixture
def card(qtbot: QtBot, request: pytest.FixtureRequest) -> MessageCard:
    message = Message(
        id=uuid4(),
        kind=MessageKind.NOTE,
        author=Actor(kind=ActorKind.EMPLOYEE, id="e-luis0000001", name="Luis"),
        text=request.param,
        version=2,
        at=NOON,
    )
    result = MessageCard(message, lambda: NOON)
    qtbot.addWidget(result)
    result.fit(400)
    result.show()
    return result


def words_of(card: MessageCard) -> FlowingText:
    found = card.findChild(FlowingText)
    assert isinstance(found, FlowingText)
    return found


@pytest.mark.parametrize("card", [WORD, LINK, f"Mira {LINK} y dime"], indirect=True)
def test_what_has_no_space_breaks_where_the_line_ends(card: MessageCard) -> None:
    words = words_of(card)
    assert words.width() <= 400
    document = words.document()
    assert document.idealWidth() <= words.viewport().width()
    assert document.size().height() <= words.viewport().height()
    assert words.height() > 4 * words.fontMetrics().height()


@pytest.mark.parametrize("card", ["<b>no</b> &amp; <img src='https://example.org/x.png'>"], indirect=True)
def test_html_is_shown_as_it_was_typed(card: MessageCard) -> None:
    assert words_of(card).text() == card.message.text


@pytest.mark.parametrize("card", [f"Mira {LINK}\n\ny dime"], indirect=True)
def test_what_is_selected_is_copied_as_it_was_written(card: MessageCard, qtbot: QtBot) -> None:
    words = words_of(card)
    words.setFocus()
    words.selectAll()
    assert words.selected_text() == card.message.text
    qtbot.keyClick(words, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == card.message.text
    qtbot.keyClick(words, Qt.Key.Key_X)
    assert words.text() == card.message.text


@pytest.mark.parametrize("card", ["Gracias"], indirect=True)
def test_few_words_take_little_room(card: MessageCard) -> None:
    assert words_of(card).width() < 300
    assert words_of(card).height() < 2 * words_of(card).fontMetrics().height()


def test_what_is_painted_breaks_within_a_word_too(qapp: QApplication) -> None:
    font, line = qapp.font(), QFontMetrics(qapp.font()).lineSpacing()
    one = wrapped_text.height("Gracias", font, 200)
    assert one <= line + 1
    assert wrapped_text.height("Gracias\n\nMarta", font, 200) >= 3 * line
    assert wrapped_text.height(WORD, font, 200) > 5 * one
