"""How an incident of a category is dealt with first, as staff has set it for the category."""

import time
from collections.abc import Callable

from backend.incidents.model import Handling
from backend.kit.mongo import Database, reachable

FRESH_S = 30.0
"""So long what was read is believed; a change of a category need not be known at once."""


class CategoryHandling:
    """What the categories say, as ``knowledge`` keeps them in the database of the incidents."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        self._categories = database["categories"]
        self._clock = clock
        self._read_at = float("-inf")
        self._known: dict[str, Handling] = {}

    def __call__(self, category: str) -> Handling:
        """Return how a category is dealt with; raise DatabaseUnavailable."""
        if self._clock() - self._read_at > FRESH_S:
            with reachable():
                found = list(self._categories.find({}, {"team": 1}))
            self._known = {document["_id"]: Handling(document["team"]) for document in found}
            self._read_at = self._clock()
        return self._known.get(category, Handling())
