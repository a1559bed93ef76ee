"""Who changed what lies on shelves, and when. Entries are added, never changed."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import AwareDatetime

from backend.kit.mongo import Collection, reachable
from shared.contracts.resources import Actor, Contract
from shared.ids import uuid7


class AuditEntry(Contract):
    """One change: ``of`` names the kind of thing and its id, ``what`` is a past participle."""

    id: UUID
    of: str
    what: str
    version: int
    by: Actor
    at: AwareDatetime

    @classmethod
    def note(cls, of: str, what: str, version: int, by: Actor, at: datetime) -> Self:
        """Return a new entry."""
        return cls(id=uuid7(at), of=of, what=what, version=version, by=by, at=at)


def audit_of(audit: Collection, thing: str) -> list[AuditEntry]:
    """Return who changed one thing, the latest first; raise DatabaseUnavailable."""
    with reachable():
        found = list(audit.find({"of": thing}))
    entries = [AuditEntry.model_validate({"id": one.pop("_id"), **one}) for one in found]
    return sorted(entries, key=lambda entry: entry.version, reverse=True)


class AuditView(Contract):
    """Entries, the latest first."""

    entries: tuple[AuditEntry, ...]
