"""What a search for incidents answers to an employee."""

from uuid import UUID

from pydantic import AwareDatetime, Field

from shared.contracts.resources import Contract
from shared.contracts.vocabulary import Name, Reference, Slug, State, Subject


class Highlight(Contract):
    """A place to mark in an excerpt: its first character and the one behind its last, in code points."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Excerpt(Contract):
    """So much of the conversation that one sees why it was found; ``is_note`` where it stands in a note."""

    text: str
    highlights: tuple[Highlight, ...] = ()
    is_note: bool = False


class SearchHit(Contract):
    """One incident that was found; a higher ``score`` fits better, and compares within one answer only."""

    id: UUID
    reference: Reference
    subject: Subject
    state: State
    category: Slug
    customer_name: Name
    opened_at: AwareDatetime
    updated_at: AwareDatetime
    excerpt: Excerpt
    score: float


class SearchResults(Contract):
    """The best of all ``total`` incidents that match, from ``offset`` on."""

    total: int
    offset: int
    hits: tuple[SearchHit, ...]


class SimilarIncident(Contract):
    """One incident that is like another; ``score`` is from 0 to about 1."""

    id: UUID
    score: float


class SimilarIncidents(Contract):
    """At most five, the most like first."""

    incidents: tuple[SimilarIncident, ...] = Field((), max_length=5)
