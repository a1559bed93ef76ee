"""Which team takes an incident first, as staff has set it for the incident's category."""

import time
from collections.abc import Callable

from backend.kit.mongo import Database, reachable

FRESH_S = 30.0
"""So long what was read is believed; a change of a category's team need not be known at once."""


class CategoryTeams:
    """The teams of the categories, as ``knowledge`` keeps them in the database of the incidents."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        self._categories = database["categories"]
        self._clock = clock
        self._read_at = float("-inf")
        self._teams: dict[str, str] = {}

    def __call__(self, category: str) -> str | None:
        """Return the team of a category, None where none is set; raise DatabaseUnavailable."""
        if self._clock() - self._read_at > FRESH_S:
            with reachable():
                found = self._categories.find({}, {"team": 1})
                self._teams = {document["_id"]: document["team"] for document in found}
            self._read_at = self._clock()
        return self._teams.get(category)
