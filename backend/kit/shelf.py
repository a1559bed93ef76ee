"""One kind of thing that staff changes, as a collection of versioned documents."""

from collections.abc import Callable
from typing import Any, Generic
from uuid import UUID

from backend.kit.audit import AuditEntry
from backend.kit.causes import Cause
from backend.kit.edits import Edit, Thing
from backend.kit.mongo import ClientSession, Database, in_transaction, reachable
from backend.kit.outbox import outbox_document
from shared.contracts.topology import event_key

Also = Callable[[ClientSession], None]
"""What is written in the same transaction as every change."""


class UnknownThingError(LookupError):
    """There is nothing with this id."""


class StaleThingError(Exception):
    """It has changed since its author looked; ``version`` is the current one, 0 for none."""

    def __init__(self, version: int) -> None:
        super().__init__(f"version {version} is current")
        self.version = version


class Shelf(Generic[Thing]):
    """The things of one kind in a collection; each change, its audit and its event are one transaction.

    All methods raise DatabaseUnavailable when the database can't be reached.
    """

    def __init__(
        self,
        database: Database,
        collection: str,
        kind: type[Thing],
        key: str = "id",
        *,
        source: str,
        also: Also | None = None,
    ) -> None:
        """Keep things of a service in a collection; it writes its audit to ``<source>_audit``."""
        self._database = database
        self._source = source
        self._also = also
        self._things = database[collection]
        self._kind: type[Thing] = kind
        self._key = key

    def all(self, query: dict[str, Any] | None = None) -> list[Thing]:
        """Return those that match, in no particular order."""
        with reachable():
            return [self._read(found) for found in self._things.find(query or {})]

    def get(self, key: str | UUID) -> Thing:
        """Return one; raise UnknownThingError."""
        found = self.find(key)
        if found is None:
            raise UnknownThingError(str(key))
        return found

    def find(self, key: str | UUID) -> Thing | None:
        """Return one, or None."""
        with reachable():
            found = self._things.find_one({"_id": key})
        return self._read(found) if found else None

    def put(self, edit: Edit[Thing], entry: AuditEntry, cause: Cause) -> Thing:
        """Keep the next version; raise StaleThingError where another came first."""
        document = edit.after.model_dump()
        key = document.pop(self._key)

        def attempt(session: ClientSession) -> Thing:
            self._demand(key, edit.after.version - 1, session)
            self._things.replace_one({"_id": key}, {"_id": key, **document}, upsert=True, session=session)
            self._note(edit, entry, cause, session)
            return edit.after

        return in_transaction(self._database, attempt)

    def remove(self, edit: Edit[Thing], entry: AuditEntry, cause: Cause) -> None:
        """Forget it; ``edit.after`` is its last version, one above that of the database."""
        key = edit.after.model_dump()[self._key]

        def attempt(session: ClientSession) -> None:
            self._demand(key, edit.after.version - 1, session)
            self._things.delete_one({"_id": key}, session=session)
            self._note(edit, entry, cause, session)

        in_transaction(self._database, attempt)

    def seed(self, things: list[Thing]) -> None:
        """Put there what is missing of these: at a first start all, later what a kill left out."""
        with reachable():
            for thing in things:
                document = thing.model_dump()
                key = document.pop(self._key)
                self._things.update_one({"_id": key}, {"$setOnInsert": document}, upsert=True)

    def _demand(self, key: str | UUID, version: int, session: ClientSession) -> None:
        found = self._things.find_one({"_id": key}, {"version": 1}, session=session)
        current = found["version"] if found else 0
        if current != version:
            raise StaleThingError(current)

    def _note(self, edit: Edit[Thing], entry: AuditEntry, cause: Cause, session: ClientSession) -> None:
        noted = entry.model_dump()
        self._database[f"{self._source}_audit"].insert_one({"_id": noted.pop("id"), **noted}, session=session)
        if edit.event is not None:
            told = outbox_document(edit.event, event_key(edit.event), self._source, cause)
            self._database["outbox"].insert_one(told, session=session)
        if self._also:
            self._also(session)

    def _read(self, found: dict[str, Any]) -> Thing:
        return self._kind.model_validate({self._key: found.pop("_id"), **found})
