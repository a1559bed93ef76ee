"""A saved view of the queue: what it shows, and how; for one's own desk, one's team or everybody."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from shared.contracts.resources import Assignee, Contract
from shared.contracts.vocabulary import Name, Priority, Slug, State, Subject

MOST = 50
"""So many values one filter takes."""


class Sharing(StrEnum):
    """Who sees a view beside its owner; TEAM is whoever is in one of the owner's teams."""

    NOBODY = "nobody"
    TEAM = "team"
    EVERYBODY = "everybody"


class Hands(StrEnum):
    """Whose incidents a view shows; MINE means those of whoever looks."""

    ANY = "any"
    MINE = "mine"
    UNASSIGNED = "unassigned"


class Urge(StrEnum):
    """Why an incident presses: its customer waits for an answer, or a promised time is over or nearly so."""

    WAITING = "waiting"
    BREACHING = "breaching"


Tag = Annotated[str, StringConstraints(pattern=r"^[^\s,\x00-\x1f\x7f-\x9f]{1,40}$")]
"""A word that somebody hung on an incident."""


class ViewFilters(Contract):
    """Which incidents: those that every filter lets through; an empty one lets all through."""

    states: tuple[State, ...] = Field((), max_length=MOST)
    teams: tuple[Slug, ...] = Field((), max_length=MOST)
    assignee: Hands = Hands.ANY
    priorities: tuple[Priority, ...] = Field((), max_length=MOST)
    categories: tuple[Slug, ...] = Field((), max_length=MOST)
    tags: tuple[Tag, ...] = Field((), max_length=MOST)
    text: Subject | None = None
    urges: tuple[Urge, ...] = Field((), max_length=MOST)


class ViewColumn(Contract):
    """A column; ``width`` in logical pixels, None where its contents decide."""

    name: Slug
    width: int | None = Field(None, ge=16, le=4000)


class ViewSort(Contract):
    """The column by which the rows are sorted."""

    column: Slug
    descending: bool = False


class ViewDefinition(Contract):
    """What a view shows: rows, columns from left to right, their order, and the column that groups them."""

    filters: ViewFilters = ViewFilters()
    columns: tuple[ViewColumn, ...] = Field((), max_length=MOST)
    sort: ViewSort | None = None
    group: Slug | None = None


class ViewBody(Contract):
    """A view as its owner writes it."""

    name: Name
    shared_with: Sharing = Sharing.NOBODY
    definition: ViewDefinition


class SavedView(ViewBody):
    """A view that is kept; ``version`` starts at 1 and grows by one with every change."""

    id: UUID
    owner: Assignee
    version: int
    updated_at: AwareDatetime


class SavedViews(Contract):
    """The views that somebody may use, by name."""

    views: tuple[SavedView, ...]
