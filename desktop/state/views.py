"""A view of the queue: which rows it shows, and how. Everybody has those of ``scopes``, and saves others."""

from dataclasses import dataclass, field, replace

from desktop.state.columns import USUAL, Column
from desktop.state.folding import words_of
from desktop.state.ordering import Ordering
from desktop.state.person import Person
from desktop.state.scopes import Predicate, Scope, includes, name_of


@dataclass(frozen=True, slots=True)
class Shape:
    """How a list looks: its columns from left to right, their widths in pixels at the normal size of the
    text (those that somebody changed), and its order.
    """

    columns: tuple[Column, ...] = USUAL
    widths: tuple[tuple[Column, int], ...] = ()
    ordering: Ordering = field(default_factory=Ordering)


@dataclass(frozen=True, slots=True)
class View:
    """A list that one comes back to: the rows of a scope that contain each word of ``query``.

    ``owner`` is None for those that everybody has.
    """

    id: str
    scope: Scope
    query: str = ""
    name: str = ""
    owner: str | None = None
    is_shared: bool = False
    shape: Shape = field(default_factory=Shape)

    @property
    def is_saved(self) -> bool:
        """Tell whether somebody saved it."""
        return self.owner is not None

    def title(self) -> str:
        """Return what it is called, in the language in use."""
        return self.name or name_of(self.scope)

    def predicate(self, me: Person) -> Predicate:
        """Return what tells whether this person finds a row in it."""
        in_scope, words = includes(self.scope, me), words_of(self.query)
        if not words:
            return in_scope
        return lambda row: in_scope(row) and all(word in row.text for word in words)

    def shaped(self, shape: Shape) -> "View":
        """Return it with another look."""
        return replace(self, shape=shape)


BUILT_IN = tuple(View(id=scope, scope=scope) for scope in Scope)
"""The views that everybody has, in the order of the sidebar."""


def view_of(scope: Scope) -> View:
    """Return the view of a scope that everybody has."""
    return next(view for view in BUILT_IN if view.scope is scope)


EVERYTHING = view_of(Scope.ALL)
