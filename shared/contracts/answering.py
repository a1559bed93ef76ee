"""When an answer to a category's question will do: one rule for the form, the service and the console."""

import re
from collections.abc import Mapping
from enum import StrEnum

from shared.contracts.knowledge import CategoryDefinition, FieldDefinition, FieldKind
from shared.contracts.resources import FieldAnswer
from shared.contracts.vocabulary import FIELD_VALUE_MAX, Language
from shared.contracts.wording import day_in

_NUMBER = re.compile(r"[+-]?\d{1,15}([.,]\d{1,6})?")


class AnswerFault(StrEnum):
    """What is wrong with an answer."""

    MISSING = "missing"
    TOO_LONG = "too-long"
    NO_NUMBER = "no-number"
    NO_DAY = "no-day"
    NO_CHOICE = "no-choice"
    UNKNOWN_FIELD = "unknown-field"


class WrongAnswersError(ValueError):
    """Some answers will not do: ``faults`` says what is wrong, by field."""

    def __init__(self, faults: Mapping[str, AnswerFault]) -> None:
        super().__init__(", ".join(f"{field}: {fault}" for field, fault in faults.items()))
        self.faults = dict(faults)


def fault_of(asked: FieldDefinition, value: str) -> AnswerFault | None:
    """Return what is wrong with a value, None where it will do; empty is left unanswered.

    A number has a comma or a point; a day is written as ``2026-05-31``; of a choice it is the slug.
    """
    if not value:
        return AnswerFault.MISSING if asked.is_required else None
    match asked.kind:
        case FieldKind.NUMBER if not _NUMBER.fullmatch(value):
            return AnswerFault.NO_NUMBER
        case FieldKind.DATE if day_in(value) is None:
            return AnswerFault.NO_DAY
        case FieldKind.CHOICE if value not in {choice.slug for choice in asked.choices}:
            return AnswerFault.NO_CHOICE
    return AnswerFault.TOO_LONG if len(value) > FIELD_VALUE_MAX else None


def answered(
    category: CategoryDefinition, values: Mapping[str, str], language: Language
) -> tuple[FieldAnswer, ...]:
    """Return the answers to a category's questions as their customer reads them, in the order of the form.

    ``values`` are by field; of a choice its slug. Raises WrongAnswersError with all that is wrong.
    """
    asked = {field.slug: field for field in category.fields}
    faults = {slug: AnswerFault.UNKNOWN_FIELD for slug in values if slug not in asked}
    for slug, field in asked.items():
        if fault := fault_of(field, values.get(slug, "")):
            faults[slug] = fault
    if faults:
        raise WrongAnswersError(faults)
    return tuple(
        FieldAnswer(field=slug, label=field.labels[language], value=shown(field, values[slug], language))
        for slug, field in asked.items()
        if values.get(slug)
    )


def shown(asked: FieldDefinition, value: str, language: Language) -> str:
    """Return a value as people read it: of a choice its label."""
    labels = {choice.slug: choice.labels[language] for choice in asked.choices}
    return labels.get(value, value)
