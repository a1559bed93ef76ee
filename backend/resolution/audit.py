"""Whom the staff has erased or handed out: who, when, what and why. Entries are added, never changed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import AwareDatetime

from backend.kit.mongo import Database, reachable
from shared.contracts.resources import Actor, Contract
from shared.contracts.vocabulary import Reason, Reference
from shared.ids import reference_of, uuid7

What = Literal["incident-erased", "person-erased", "person-exported"]


class PersonEntry(Contract):
    """One deed. It names the incidents and not the person: whom it is about may have to be forgotten."""

    id: UUID
    what: What
    by: Actor
    at: AwareDatetime
    reason: Reason
    incidents: tuple[Reference, ...]

    @classmethod
    def of(cls, what: What, by: Actor, at: datetime, reason: str, incidents: Iterable[UUID]) -> Self:
        """Return a new entry."""
        references = tuple(reference_of(each) for each in incidents)
        return cls(id=uuid7(at), what=what, by=by, at=at, reason=reason, incidents=references)


class PersonAudit:
    """The entries, in the collection ``person_audit``. Methods raise DatabaseUnavailable."""

    def __init__(self, database: Database) -> None:
        self._entries = database["person_audit"]

    def prepare(self) -> None:
        """Make the index; harmless when it exists."""
        with reachable():
            self._entries.create_index("at")

    def add(self, entry: PersonEntry) -> None:
        """Keep an entry; do so before the deed, so that none is without one."""
        noted = entry.model_dump()
        with reachable():
            self._entries.insert_one({"_id": noted.pop("id"), **noted})

    def since(self, moment: datetime) -> list[PersonEntry]:
        """Return the entries from a moment on, the latest first."""
        with reachable():
            found = list(self._entries.find({"at": {"$gte": moment}}))
        entries = [PersonEntry.model_validate({"id": each.pop("_id"), **each}) for each in found]
        return sorted(entries, key=lambda entry: (entry.at, entry.id), reverse=True)
