"""The shapes of the requests that ``search`` takes."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.vocabulary import SUBJECT_MAX, TEXT_MAX, Language, Slug, State

QUERY_MAX = 300
DEEPEST = 10_000
"""Who looks further than this has the wrong words."""


class SearchQuery(BaseModel):
    """What an employee looks for."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field(
        max_length=QUERY_MAX,
        description='A reference, or words: all must be there; "in quotes" as they stand.',
    )
    state: State | None = Field(None, description="Only incidents in this state.")
    category: Slug | None = Field(None, description="Only incidents of this category.")
    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=DEEPEST)


class SuggestionsQuery(BaseModel):
    """What somebody is writing."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=SUBJECT_MAX + TEXT_MAX + 1, description="Subject and description so far.")
    category: Slug | None = None
    language: Language | None = Field(None, description="In which the titles come, where there is a choice.")


class SimilarQuery(BaseModel):
    """Which incident is looked at."""

    model_config = ConfigDict(extra="forbid")

    incident: UUID
