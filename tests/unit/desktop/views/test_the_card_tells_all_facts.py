"""The card at the side tells what the customer answered, however much the category had asked."""

from pytestqt.qtbot import QtBot

from desktop.views.customer_card import CustomerCard
from shared.clock import utc_now
from shared.contracts.resources import FieldAnswer
from shared.contracts.vocabulary import FIELDS_MAX
from tests.support.incidents_seen import seen


def test_every_answer_stands_with_its_label_and_nothing_is_cut_off(qtbot: QtBot) -> None:
    answers = tuple(
        FieldAnswer(field=f"f-{number}", label=f"Question {number}", value=f"<b>{number}</b>")
        for number in range(FIELDS_MAX)
    )
    detail = seen().model_copy(update={"answers": answers, "order_number": "48213", "product": "Teapot"})
    card = CustomerCard(utc_now)
    qtbot.addWidget(card)
    card.show_detail(detail)
    texts = card.texts()
    for answer in answers:
        assert texts[texts.index(answer.label) + 1] == answer.value
    assert len(texts) == 2 * (8 + FIELDS_MAX)
