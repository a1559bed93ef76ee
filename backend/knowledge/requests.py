"""The shapes of the requests that ``knowledge`` takes, and of its lists."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shared.contracts.knowledge import (
    Answer,
    AnswerText,
    CategoryDefinition,
    FieldDefinition,
    KnownIncident,
    Labels,
)
from shared.contracts.macros import MacroDraft, MacroSteps, MacroText
from shared.contracts.resources import Contract
from shared.contracts.vocabulary import FIELDS_MAX, Email, Language, Name, Slug


class Body(BaseModel):
    """A request body; what it does not know it refuses."""

    model_config = ConfigDict(extra="forbid")


class SlugPath(BaseModel):
    """One category in the address."""

    slug: Slug


class ThingPath(BaseModel):
    """One answer or known incident in the address."""

    thing_id: UUID


class CategoryBody(Body):
    """A category as it shall be."""

    names: Labels
    team: Slug
    fields: tuple[FieldDefinition, ...] = Field((), max_length=FIELDS_MAX)
    is_active: bool = True
    position: int = Field(0, ge=0, le=1000)
    retention_days: int = Field(1095, ge=1, le=36_500)


class AnswerBody(Body):
    """An answer as it shall be, in one language or more."""

    category: Slug | None = None
    texts: Annotated[dict[Language, AnswerText], Field(min_length=1)]
    is_published: bool = False


class KnownIncidentBody(Body):
    """What affects many, told in every language."""

    category: Slug | None = None
    texts: Annotated[dict[Language, AnswerText], Field(min_length=len(Language))]


class FollowerBody(Body):
    """Who wants to hear when it is solved."""

    email: Email
    name: Name
    language: Language


class MacroBody(Body):
    """A macro as it shall be; a shared one is for everybody, any other for its author alone."""

    name: Name
    texts: dict[Language, MacroText] = Field(default_factory=dict)
    steps: MacroSteps = MacroSteps()
    is_shared: bool = False

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        self.draft()
        return self

    def draft(self) -> MacroDraft:
        """Return its words and steps."""
        return MacroDraft(name=self.name, texts=self.texts, steps=self.steps)


class Categories(Contract):
    """All categories, in the order of the form."""

    categories: tuple[CategoryDefinition, ...]


class Answers(Contract):
    """Answers, the latest first."""

    answers: tuple[Answer, ...]


class KnownIncidents(Contract):
    """Known incidents, the latest first."""

    known_incidents: tuple[KnownIncident, ...]
