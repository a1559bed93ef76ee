"""What may be answered to a category's questions, wherever it is asked."""

import pytest

from shared.contracts.answering import AnswerFault, WrongAnswersError, answered, fault_of
from shared.contracts.knowledge import CategoryDefinition, FieldChoice, FieldDefinition, FieldKind
from shared.contracts.resources import FieldAnswer
from shared.contracts.vocabulary import FIELD_VALUE_MAX, Language


def labels(text: str) -> dict[Language, str]:
    return {Language.SPANISH: f"¿{text}?", Language.ENGLISH: f"{text}?"}


CHOICES = (FieldChoice(slug="box", labels={Language.SPANISH: "Una caja", Language.ENGLISH: "A box"}),)
ASKED = {
    kind: FieldDefinition(
        slug=kind.value,
        kind=kind,
        labels=labels(kind.value),
        is_required=kind is FieldKind.TEXT,
        choices=CHOICES if kind is FieldKind.CHOICE else (),
    )
    for kind in FieldKind
}
CATEGORY = CategoryDefinition(
    slug="damaged", version=1, names=labels("Damaged"), team="returns", fields=tuple(ASKED.values())
)


@pytest.mark.parametrize(
    ("kind", "value", "fault"),
    [
        (FieldKind.TEXT, "", AnswerFault.MISSING),
        (FieldKind.TEXT, "x" * (FIELD_VALUE_MAX + 1), AnswerFault.TOO_LONG),
        (FieldKind.TEXT, "x" * FIELD_VALUE_MAX, None),
        (FieldKind.NUMBER, "", None),
        (FieldKind.NUMBER, "-12,50", None),
        (FieldKind.NUMBER, "1e9", AnswerFault.NO_NUMBER),
        (FieldKind.DATE, "2026-05-31", None),
        (FieldKind.DATE, "2026-02-30", AnswerFault.NO_DAY),
        (FieldKind.DATE, "20260531", AnswerFault.NO_DAY),
        (FieldKind.CHOICE, "box", None),
        (FieldKind.CHOICE, "Una caja", AnswerFault.NO_CHOICE),
    ],
)
def test_each_kind_of_question_takes_its_kind_of_answer(
    kind: FieldKind, value: str, fault: AnswerFault | None
) -> None:
    assert fault_of(ASKED[kind], value) is fault


def test_answers_are_kept_as_their_customer_reads_them_in_the_order_of_the_form() -> None:
    said = answered(CATEGORY, {"choice": "box", "text": "La tapa", "number": ""}, Language.SPANISH)
    assert said == (
        FieldAnswer(field="text", label="¿text?", value="La tapa"),
        FieldAnswer(field="choice", label="¿choice?", value="Una caja"),
    )


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(WrongAnswersError) as wrong:
        answered(CATEGORY, {"date": "mañana", "colour": "red"}, Language.ENGLISH)
    assert wrong.value.faults == {
        "colour": AnswerFault.UNKNOWN_FIELD,
        "text": AnswerFault.MISSING,
        "date": AnswerFault.NO_DAY,
    }
