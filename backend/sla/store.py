"""Policies and calendars, and what is awaited by them, in the database ``incidents``."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from pymongo import ASCENDING

from backend.incidents.policies import PolicyBook
from backend.incidents.policy_reader import EDITION, PolicyReader
from backend.incidents.promises import Promises
from backend.kit.audit import AuditEntry, audit_of
from backend.kit.mongo import ClientSession, Database, in_transaction, reachable
from backend.kit.shelf import Shelf
from backend.sla.domain import Watched
from backend.sla.seeds import first_calendars, first_policies
from shared.contracts.promises import CalendarDefinition, PolicyDefinition
from shared.contracts.vocabulary import Priority

SOURCE = "sla"
_FIELDS = dict.fromkeys(("version", "category", "priority", "customer_group", "promises"), 1)


class PromiseStore:
    """What is promised, and of which incidents. Methods raise DatabaseUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._incidents = database["incidents"]
        self._editions = database["editions"]
        self._audit = database[f"{SOURCE}_audit"]
        self._reader = PolicyReader(database)
        self.policies = Shelf(
            database, "policies", PolicyDefinition, "slug", source=SOURCE, also=self._next_edition
        )
        self.calendars = Shelf(
            database, "calendars", CalendarDefinition, "slug", source=SOURCE, also=self._next_edition
        )

    def prepare(self) -> None:
        """Make the indexes, and the first policies; what staff made of those stays."""
        with reachable():
            self._audit.create_index([("of", ASCENDING)])
            self._incidents.create_index([("alarm_at", ASCENDING)])
            self._incidents.create_index([("promises.edition", ASCENDING)])
            is_first = self._editions.find_one({"_id": EDITION}) is None
        if is_first:
            self.calendars.seed(first_calendars())
            self.policies.seed(first_policies())
            # Only now do they count, whatever was killed before.
            in_transaction(self._database, self._first_edition)

    def book(self) -> PolicyBook:
        """Return the policies that count now."""
        with reachable():
            return self._reader.read()

    def alarmed(self, now: datetime) -> list[Watched]:
        """Return the incidents of which something is to be told by now, what waits the longest first."""
        with reachable():
            found = list(self._incidents.find({"alarm_at": {"$lte": now}}, {**_FIELDS, "alarm_at": 1}))
        return [_watched(one) for one in sorted(found, key=lambda one: one["alarm_at"])]

    def awaited(self) -> Iterator[Watched]:
        """Yield all incidents of which something is awaited."""
        with reachable():
            # By the index of the editions: whatever is awaited was reckoned by one.
            for found in self._incidents.find({"promises.edition": {"$gte": 0}}, _FIELDS):
                yield _watched(found)

    def audit_of(self, thing: str) -> list[AuditEntry]:
        """Return who changed one thing, the latest first."""
        return audit_of(self._audit, thing)

    def with_changed(
        self, policies: Iterable[PolicyDefinition] = (), calendars: Iterable[CalendarDefinition] = ()
    ) -> PolicyBook:
        """Return the policies as they would count with these in place of the ones of the same names."""
        kept = {one.slug: one for one in self.policies.all()} | {one.slug: one for one in policies}
        times = {one.slug: one for one in self.calendars.all()} | {one.slug: one for one in calendars}
        return PolicyBook(0, kept.values(), times.values())

    def _next_edition(self, session: ClientSession) -> None:
        self._editions.update_one({"_id": EDITION}, {"$inc": {"number": 1}}, upsert=True, session=session)

    def _first_edition(self, session: ClientSession) -> None:
        if self._editions.find_one({"_id": EDITION}, session=session) is None:
            self._editions.insert_one({"_id": EDITION, "number": 1}, session=session)


def _watched(found: dict[str, Any]) -> Watched:
    return Watched(
        id=found["_id"],
        version=found["version"],
        category=found["category"],
        priority=Priority(found["priority"]),
        group=found.get("customer_group"),
        promises=Promises.model_validate(found["promises"]),
    )
