"""The categories as staff has set them, read from where ``knowledge`` keeps them."""

from backend.kit.mongo import Database, reachable
from shared.contracts.catalogue import TEAMS
from shared.contracts.knowledge import CategoryDefinition


class CategoryReader:
    """Methods raise DatabaseUnavailable."""

    def __init__(self, database: Database) -> None:
        self._categories = database["categories"]

    def find(self, slug: str) -> CategoryDefinition | None:
        """Return a category, None where there is none of this name."""
        with reachable():
            found = self._categories.find_one({"_id": slug})
        return CategoryDefinition.model_validate({"slug": found.pop("_id"), **found}) if found else None

    def teams(self) -> frozenset[str]:
        """Return the teams there are: those of the shop, and those that take a category."""
        with reachable():
            found = list(self._categories.find({}, {"team": 1}))
        return frozenset(TEAMS) | {each["team"] for each in found}
