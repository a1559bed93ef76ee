"""What the shop knows: the fields that a category asks for, published answers, incidents that affect many."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import AwareDatetime, Field, model_validator

from shared.contracts.resources import Contract
from shared.contracts.vocabulary import (
    FIELDS_MAX,
    Email,
    FieldLabel,
    FieldValue,
    Language,
    Name,
    Slug,
    Subject,
    Text,
)


class FieldKind(StrEnum):
    """How a field of a category is filled in."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"


Labels = Annotated[dict[Language, FieldLabel], Field(min_length=len(Language))]
"""One short text in every language."""


class FieldChoice(Contract):
    """One thing that a field of the kind ``choice`` offers."""

    slug: Slug
    labels: Labels


class FieldDefinition(Contract):
    """One question that a category asks when an incident is opened."""

    slug: Slug
    kind: FieldKind
    labels: Labels
    is_required: bool = False
    choices: tuple[FieldChoice, ...] = Field((), max_length=30)
    """Only for the kind ``choice``, and then at least one."""

    @model_validator(mode="after")
    def _choices_fit(self) -> Self:
        if (self.kind is FieldKind.CHOICE) != bool(self.choices):
            raise ValueError("choices belong to the kind choice, and that needs at least one")
        _all_different("choices", [choice.slug for choice in self.choices])
        return self


class CategoryDefinition(Contract):
    """One thing that an incident can be about; staff changes it without a new release."""

    slug: Slug
    version: int
    names: Labels
    team: Slug
    fields: tuple[FieldDefinition, ...] = Field((), max_length=FIELDS_MAX)
    is_active: bool = True
    position: int = 0
    """Where it stands in the form; the lowest first."""
    retention_days: int = Field(1095, ge=1, le=36_500)
    """So long after it was closed an incident keeps its words and its person."""

    @model_validator(mode="after")
    def _fields_differ(self) -> Self:
        _all_different("fields", [field.slug for field in self.fields])
        return self


def _all_different(what: str, slugs: Sequence[str]) -> None:
    if len(set(slugs)) != len(slugs):
        raise ValueError(f"two {what} have the same slug")


class AnswerText(Contract):
    """An answer in one language; ``body`` is plain text, an empty line parts paragraphs."""

    title: Subject
    body: Text


class Answer(Contract):
    """Something that staff has published because many ask it."""

    id: UUID
    version: int
    category: Slug | None = None
    texts: Annotated[dict[Language, AnswerText], Field(min_length=1)]
    is_published: bool
    updated_at: AwareDatetime


class KnownIncident(Contract):
    """Something that affects many customers at once; who joins hears when it is solved."""

    id: UUID
    version: int
    category: Slug | None = None
    texts: Annotated[dict[Language, AnswerText], Field(min_length=len(Language))]
    announced_at: AwareDatetime
    solved_at: AwareDatetime | None = None
    followers: int = Field(0, ge=0)


class Follower(Contract):
    """Who wants to hear when a known incident is solved."""

    email: Email
    name: Name
    language: Language


class SuggestionKind(StrEnum):
    """What may already help somebody who is about to open an incident."""

    ANSWER = "answer"
    KNOWN_INCIDENT = "known-incident"
    OWN_INCIDENT = "own-incident"


class Suggestion(Contract):
    """One thing that may already help; ``id`` is that of the answer or incident."""

    kind: SuggestionKind
    id: UUID
    title: Subject
    excerpt: FieldValue | None = None
    reference: str | None = None
    """Only of the customer's own incident."""
    score: float


class Suggestions(Contract):
    """At most three, the best first."""

    suggestions: tuple[Suggestion, ...] = Field((), max_length=3)
