"""What administrators did: who, when, where from, and what was before. Entries are added, never changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, JsonValue

from backend.kit.mongo import ClientSession, Database, reachable
from shared.contracts.resources import Assignee, Contract
from shared.contracts.vocabulary import EmployeeId
from shared.ids import uuid7

What = Literal[
    "taken-on",
    "invited",
    "invitation-withdrawn",
    "changed",
    "second-factor-reset",
    "session-ended",
    "team-added",
    "team-changed",
    "policy-changed",
]
_UNTOLD = {"id", "version", "password_hash", "invitation", "created_at", "gone_from"}
"""Secrets, and what says nothing."""


class Change(Contract):
    """One field: its value before, and the one after; None where there was none."""

    field: str
    old: JsonValue = None
    new: JsonValue = None


class AuditEntry(Contract):
    """One deed. ``about`` is an employee's id, a team's slug, or empty for what is about everybody."""

    id: UUID
    what: What
    about: str = ""
    by: Assignee
    at: AwareDatetime
    address: str | None
    changes: tuple[Change, ...] = ()


class Deed(Contract):
    """Who does something, when and from which address; ``entry`` makes an entry of it."""

    by: EmployeeId
    name: str
    at: AwareDatetime
    address: str | None

    def entry(self, what: What, about: str = "", changes: tuple[Change, ...] = ()) -> AuditEntry:
        """Return an entry for the audit."""
        by = Assignee(id=self.by, name=self.name)
        return AuditEntry(
            id=uuid7(self.at),
            what=what,
            about=about,
            by=by,
            at=self.at,
            address=self.address,
            changes=changes,
        )


@dataclass(frozen=True, slots=True)
class Part:
    """Which entries: from ``since`` on and before ``before``; whatever is None narrows nothing."""

    since: datetime | None = None
    before: datetime | None = None
    what: What | None = None
    by: EmployeeId | None = None
    about: str | None = None

    def query(self) -> dict[str, Any]:
        """Return what the database is asked."""
        moments = {"$gte": self.since, "$lt": self.before}
        asked = {
            "at": {name: moment for name, moment in moments.items() if moment} or None,
            "what": self.what,
            "by.id": self.by,
            "about": self.about,
        }
        return {name: value for name, value in asked.items() if value is not None}


def difference(before: BaseModel | None, after: BaseModel) -> tuple[Change, ...]:
    """Return which fields changed; those that are secret or go without saying are left out."""
    old = before.model_dump(mode="json", exclude=_UNTOLD) if before else {}
    new = after.model_dump(mode="json", exclude=_UNTOLD)
    return tuple(
        Change(field=name, old=old.get(name), new=value)
        for name, value in new.items()
        if old.get(name) != value
    )


class EmployeeAudit:
    """The entries, in the collection ``audit``. Methods raise DatabaseUnavailable."""

    def __init__(self, database: Database) -> None:
        self._entries = database["audit"]

    def prepare(self) -> None:
        """Make the indexes; harmless when they exist."""
        with reachable():
            self._entries.create_index([("at", -1), ("_id", -1)])

    def add(self, entry: AuditEntry, session: ClientSession) -> None:
        """Keep an entry, in the transaction of what it tells."""
        noted = entry.model_dump()
        self._entries.insert_one({"_id": noted.pop("id"), **noted}, session=session)

    def tell(self, entry: AuditEntry) -> None:
        """Keep an entry before its deed, where the two can't be one: none is without its entry."""
        noted = entry.model_dump()
        with reachable():
            self._entries.insert_one({"_id": noted.pop("id"), **noted})

    def page(self, limit: int, part: Part) -> list[AuditEntry]:
        """Return so many entries of this part, the latest first."""
        wanted = part.query()
        with reachable():
            found = list(self._entries.find(wanted).sort([("at", -1), ("_id", -1)]).limit(limit))
        return [_read(each) for each in found]


def _read(found: dict[str, Any]) -> AuditEntry:
    return AuditEntry.model_validate({"id": found.pop("_id"), **found})
