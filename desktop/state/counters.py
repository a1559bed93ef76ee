"""How many rows each view has, kept as rows change."""

from collections.abc import Iterable, Mapping

from desktop.state.person import Person
from desktop.state.queue import RowChange
from desktop.state.rows import Row
from desktop.state.scopes import Predicate
from desktop.state.views import BUILT_IN, View


class Counters:
    """A change costs the same for ten rows as for a million; a view that is new is counted once."""

    def __init__(self, me: Person) -> None:
        self._me = me
        self._predicates: dict[str, Predicate] = {}
        self._counts: dict[str, int] = {}
        self.watch(BUILT_IN, ())

    def watch(self, views: Iterable[View], rows: Iterable[Row]) -> None:
        """Count these views and no others from now on; ``rows`` are those that there are."""
        predicates = {view.id: view.predicate(self._me) for view in views}
        present = list(rows)
        self._counts = {view_id: sum(map(predicate, present)) for view_id, predicate in predicates.items()}
        self._predicates = predicates

    def recount(self, views: Iterable[View], rows: Iterable[Row]) -> None:
        """Count some of the views again, as it is now."""
        present = list(rows)
        for view in views:
            self._predicates[view.id] = view.predicate(self._me)
            self._counts[view.id] = sum(map(self._predicates[view.id], present))

    def apply(self, changes: Iterable[RowChange]) -> None:
        """Take the changes into account."""
        pairs = list(self._predicates.items())
        counts: Mapping[str, int] = self._counts
        gained = dict.fromkeys(counts, 0)
        for _id, old, new in changes:
            for view_id, predicate in pairs:
                if new is not None and predicate(new):
                    gained[view_id] += 1
                if old is not None and predicate(old):
                    gained[view_id] -= 1
        self._counts = {view_id: count + gained[view_id] for view_id, count in counts.items()}

    def __getitem__(self, view_id: str) -> int:
        return self._counts.get(view_id, 0)
