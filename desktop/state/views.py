"""A view of the queue: which rows it shows, and how. Everybody has those of ``scopes``, and saves others."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from desktop.state.columns import USUAL, Column
from desktop.state.conditions import FILTERS, matches
from desktop.state.ordering import Ordering
from desktop.state.person import Person
from desktop.state.scopes import Predicate, Scope, includes, name_of
from shared.clock import utc_now
from shared.contracts.views import SavedView, Urge, ViewFilters


@dataclass(frozen=True, slots=True)
class Shape:
    """How a list looks: its columns from left to right, their widths in pixels at the normal size of the
    text (those that somebody changed), its order, and the groups whose rows are folded away.
    """

    columns: tuple[Column, ...] = USUAL
    widths: tuple[tuple[Column, int], ...] = ()
    ordering: Ordering = field(default_factory=Ordering)
    folded: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class View:
    """A list that one comes back to: the rows of a scope, or those that a saved view lets through."""

    id: str
    scope: Scope = Scope.ALL
    shape: Shape = field(default_factory=Shape)
    saved: SavedView | None = None
    """As it is kept for its owner; None for those that everybody has."""

    def title(self) -> str:
        """Return what it is called, in the language in use."""
        return self.saved.name if self.saved else name_of(self.scope)

    def predicate(self, me: Person, now: datetime | None = None) -> Predicate:
        """Return what tells whether this person finds a row in it at a moment, which is the present."""
        now = now or utc_now()
        if self.saved:
            return matches(self.saved.definition.filters, me, now)
        return includes(self.scope, me, now)

    @property
    def moves_with_time(self) -> bool:
        """Whether a row may come into it, or leave it, without having changed."""
        if self.saved:
            return Urge.BREACHING in self.saved.definition.filters.urges
        return self.scope is Scope.BREACHING

    def filters(self, me: Person) -> ViewFilters:
        """Return what it lets through, as it is saved."""
        return self.saved.definition.filters if self.saved else FILTERS[self.scope](me)

    def shaped(self, shape: Shape) -> "View":
        """Return it with another look."""
        return replace(self, shape=shape)


BUILT_IN = tuple(View(id=scope, scope=scope) for scope in Scope)
"""The views that everybody has, in the order of the sidebar."""


def view_of(scope: Scope) -> View:
    """Return the view of a scope that everybody has."""
    return next(view for view in BUILT_IN if view.scope is scope)


EVERYTHING = view_of(Scope.ALL)
