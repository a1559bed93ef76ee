"""One kind of thing that the shop knows, as a collection of versioned documents."""

from typing import Any, Generic
from uuid import UUID

from backend.kit.causes import Cause
from backend.kit.mongo import ClientSession, Database, in_transaction, reachable
from backend.kit.outbox import outbox_document
from backend.knowledge.audit import AuditEntry
from backend.knowledge.domain import Edit, Thing
from shared.contracts.topology import event_key


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

    def __init__(self, database: Database, collection: str, kind: type[Thing], key: str = "id") -> None:
        self._database = database
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
        self._database["knowledge_audit"].insert_one({"_id": noted.pop("id"), **noted}, session=session)
        if edit.event is not None:
            told = outbox_document(edit.event, event_key(edit.event), "knowledge", cause)
            self._database["outbox"].insert_one(told, session=session)

    def _read(self, found: dict[str, Any]) -> Thing:
        thing: Thing = self._kind.model_validate({self._key: found.pop("_id"), **found})
        return thing
