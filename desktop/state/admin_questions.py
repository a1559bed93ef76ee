"""The questions that a category asks, as they are written in a form: in every language."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.state.folding import fold
from desktop.state.texts import _, language, mark
from shared.contracts.knowledge import FieldChoice, FieldDefinition, FieldKind
from shared.contracts.vocabulary import FIELD_LABEL_MAX, Language

KINDS = {
    FieldKind.TEXT: mark("Text"),
    FieldKind.NUMBER: mark("Number"),
    FieldKind.DATE: mark("Day"),
    FieldKind.CHOICE: mark("Choice"),
}
SLUG_MAX = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that is offered. ``slug`` is empty until it is kept for the first time."""

    slug: str = ""
    spanish: str = ""
    english: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it is said in every language, and not at too great length."""
        return all(0 < len(text) <= FIELD_LABEL_MAX for text in (self.spanish, self.english))


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``slug`` is empty until it is kept for the first time; what was answered goes by it."""

    slug: str = ""
    kind: FieldKind = FieldKind.TEXT
    spanish: str = ""
    english: str = ""
    is_required: bool = False
    choices: tuple[Choice, ...] = ()
    """Only of the kind ``choice``."""

    def said(self) -> str:
        """Return it in the language in use."""
        return self.spanish if language() is Language.SPANISH else self.english


Questions = tuple[Question, ...]


def questions_of(fields: Iterable[FieldDefinition]) -> Questions:
    """Return the questions that a category asks."""
    return tuple(
        Question(
            slug=one.slug,
            kind=one.kind,
            spanish=one.labels[Language.SPANISH],
            english=one.labels[Language.ENGLISH],
            is_required=one.is_required,
            choices=tuple(
                Choice(offered.slug, offered.labels[Language.SPANISH], offered.labels[Language.ENGLISH])
                for offered in one.choices
            ),
        )
        for one in fields
    )


def fields_from(questions: Questions) -> tuple[FieldDefinition, ...]:
    """Return what a category asks; what is new gets a slug of its own, made from its English."""
    slugs = _slugs([(one.slug, one.english) for one in questions])
    return tuple(
        FieldDefinition(
            slug=slug,
            kind=one.kind,
            labels=_labels(one.spanish, one.english),
            is_required=one.is_required,
            choices=_choices(one.choices) if one.kind is FieldKind.CHOICE else (),
        )
        for slug, one in zip(slugs, questions, strict=True)
    )


def fault_of(questions: Questions) -> str:
    """Return in words what is missing in the first that is not whole, empty where all are."""
    for number, one in enumerate(questions, 1):
        if not Choice("", one.spanish, one.english).is_whole:
            text = _("Question {number} needs its words in both languages, {most} characters at most.")
            return text.format(number=number, most=FIELD_LABEL_MAX)
        if one.kind is not FieldKind.CHOICE:
            continue
        if not one.choices:
            return _("Question {number} needs something to choose from.").format(number=number)
        if not all(offered.is_whole for offered in one.choices):
            text = _("Each choice of question {number} needs its words in both languages.")
            return text.format(number=number)
    return ""


def slug_for(text: str, taken: Iterable[str], otherwise: str) -> str:
    """Return a word for machines made from what people read, unlike those that are taken."""
    word = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    word = word[:SLUG_MAX].rstrip("-") if word[:1].isalpha() else otherwise
    used, result, number = set(taken), word, 2
    while result in used:
        result = f"{word[: SLUG_MAX - 3].rstrip('-')}-{number}"
        number += 1
    return result


def _choices(offered: Sequence[Choice]) -> tuple[FieldChoice, ...]:
    slugs = _slugs([(one.slug, one.english) for one in offered])
    pairs = zip(slugs, offered, strict=True)
    return tuple(FieldChoice(slug=slug, labels=_labels(one.spanish, one.english)) for slug, one in pairs)


def _slugs(wanted: Sequence[tuple[str, str]]) -> list[str]:
    taken = {slug for slug, _text in wanted if slug}
    result = []
    for slug, text in wanted:
        result.append(slug or slug_for(text, taken, "q"))
        taken.add(result[-1])
    return result


def _labels(spanish: str, english: str) -> dict[Language, str]:
    return {Language.SPANISH: spanish, Language.ENGLISH: english}
