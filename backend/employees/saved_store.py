"""Where saved views are kept: the collection ``views``."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from backend.kit.mongo import ClientSession, Database, in_transaction, reachable
from shared.contracts.views import SavedView, Sharing

MOST_OF_ONE = 100
"""So many views one employee keeps."""


class UnknownViewError(LookupError):
    """There is no view with this id, or not for who asks."""


class StaleViewError(Exception):
    """The view is in another version than the author of a change has seen."""

    def __init__(self, current: SavedView) -> None:
        super().__init__("You have changed it elsewhere meanwhile.")
        self.current = current


class TooManyViewsError(ValueError):
    """Somebody keeps as many as one may."""


class ViewStore:
    """Views by id, by owner and by whom they are shared with. Methods raise DatabaseUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._views = database["views"]

    def prepare(self) -> None:
        """Make the indexes; harmless when they exist."""
        with reachable():
            self._views.create_index("owner.id")
            self._views.create_index("shared_with")

    def seen_by(self, employee_id: str, teammates: Collection[str]) -> list[SavedView]:
        """Return the views of an employee, those of teammates that are shared so, and those for everybody."""
        wanted = [
            {"owner.id": employee_id},
            {"shared_with": Sharing.EVERYBODY.value},
            {"shared_with": Sharing.TEAM.value, "owner.id": {"$in": sorted(teammates)}},
        ]
        with reachable():
            found = list(self._views.find({"$or": wanted}))
        return sorted(map(_read, found), key=lambda view: (view.name.casefold(), view.id))

    def get(self, view_id: UUID) -> SavedView:
        """Return a view; raise UnknownViewError."""
        with reachable():
            found = self._views.find_one({"_id": view_id})
        if found is None:
            raise UnknownViewError(view_id)
        return _read(found)

    def add(self, view: SavedView) -> None:
        """Keep a new view; raise TooManyViewsError."""
        with reachable():
            if self._views.count_documents({"owner.id": view.owner.id}) >= MOST_OF_ONE:
                raise TooManyViewsError(f"One keeps at most {MOST_OF_ONE} views.")
            self._views.insert_one(_document(view))

    def replace(self, view: SavedView, seen: int) -> None:
        """Keep a view in place of its version ``seen``; raise UnknownViewError and StaleViewError."""

        def work(session: ClientSession) -> None:
            self._check(view.id, seen, session)
            self._views.replace_one({"_id": view.id}, _document(view), session=session)

        in_transaction(self._database, work)

    def remove(self, view_id: UUID, seen: int) -> None:
        """Remove a view in its version ``seen``; raise UnknownViewError and StaleViewError."""

        def work(session: ClientSession) -> None:
            self._check(view_id, seen, session)
            self._views.delete_one({"_id": view_id}, session=session)

        in_transaction(self._database, work)

    def _check(self, view_id: UUID, seen: int, session: ClientSession) -> None:
        found = self._views.find_one({"_id": view_id}, session=session)
        if found is None:
            raise UnknownViewError(view_id)
        current = _read(found)
        if current.version != seen:
            raise StaleViewError(current)


def _document(view: SavedView) -> dict[str, Any]:
    document = view.model_dump()
    document["definition"] = view.definition.model_dump(mode="json")
    return {"_id": document.pop("id"), **document, "shared_with": view.shared_with.value}


def _read(found: dict[str, Any]) -> SavedView:
    return SavedView.model_validate({"id": found.pop("_id"), **found})
