"""Erases all incidents of a person, each in a transaction of its own; what is erased stays as it is."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID, uuid4

from pymongo import ASCENDING
from pymongo.collation import Collation, CollationStrength

from backend.incidents import rules
from backend.incidents.attachments import Attachments
from backend.incidents.model import Change, Incident
from backend.incidents.store import IncidentStore
from backend.kit.causes import Cause
from backend.kit.mongo import Database, reachable
from shared.clock import Clock
from shared.contracts.resources import Actor
from shared.contracts.vocabulary import State

_ANY_CASE = Collation("en", strength=CollationStrength.SECONDARY)
LATECOMERS_S = 30 * 24 * 3600
"""So long after a customer was erased an incident of theirs may still arrive, and is erased too."""

Condition = Callable[[Incident], bool]
"""Tells whether an incident, as it stands now, is still to be erased; asked inside the transaction."""


class Erasing:
    """Finds what is to be erased, and has it erased. Methods raise DatabaseUnavailable."""

    def __init__(self, database: Database, store: IncidentStore, clock: Clock) -> None:
        self._incidents = database["incidents"]
        self._categories = database["categories"]
        self._known_incidents = database["known_incidents"]
        self._followers = database["followers"]
        self._erased_customers = database["erased_customers"]
        self._attachments = Attachments(database)
        self._store = store
        self._clock = clock

    def prepare(self) -> None:
        """Make the indexes; harmless when they exist."""
        with reachable():
            order = [("erased_at", ASCENDING), ("category", ASCENDING), ("updated_at", ASCENDING)]
            self._incidents.create_index(order)
            self._erased_customers.create_index([("at", ASCENDING)], expireAfterSeconds=LATECOMERS_S)
            self._followers.create_index([("email", ASCENDING)], collation=_ANY_CASE)

    def one(
        self, incident_id: UUID, by: Actor, cause: Cause, condition: Condition = lambda _: True
    ) -> Incident:
        """Erase one incident where ``condition`` holds, and return it; raise UnknownIncidentError."""

        def decide(found: Incident) -> Change | None:
            is_due = found.erased_at is None and condition(found)
            return rules.erase(found, by, self._clock()) if is_due else None

        left = self._store.change(incident_id, decide, cause)
        self._attachments.clear()
        return left

    def customer(self, customer_id: str, by: Actor, correlation_id: UUID) -> int:
        """Erase a customer's incidents, and remember the customer for those that still come; return how many.

        An opening may wait in its queue while its customer is erased.
        """
        with reachable():
            noted = {"$setOnInsert": {"at": self._clock()}}
            self._erased_customers.update_one({"_id": customer_id}, noted, upsert=True)
        return self._each(self._of_customer(customer_id), by, correlation_id)

    def guest(self, email: str, by: Actor, correlation_id: UUID) -> int:
        """Erase what was opened with an e-mail and without an account, and what it follows; return how many.

        ``email`` may be in any case; what belongs to an account is erased with the account.
        """
        with reachable():
            self._followers.delete_many({"email": email}, collation=_ANY_CASE)
        return self._each(self.of_guest(email), by, correlation_id, _is_guests)

    def of_guest(self, email: str) -> list[UUID]:
        """Return the incidents that were opened with an e-mail, in any case, and without an account."""
        query = {"contact.email": email, "contact.customer_id": None}
        with reachable():
            return [each["_id"] for each in self._incidents.find(query, {"_id": 1}, collation=_ANY_CASE)]

    def latecomers(self, by: Actor) -> int:
        """Erase incidents that arrived after their customer was erased; return how many."""
        with reachable():
            customers = [document["_id"] for document in self._erased_customers.find()]
        return sum(self._each(self._of_customer(each), by, uuid4()) for each in customers)

    def retention_days(self) -> dict[str, int]:
        """Return how long each category keeps words and person after the end."""
        with reachable():
            found = self._categories.find({}, {"retention_days": 1})
            return {each["_id"]: each["retention_days"] for each in found}

    def overdue(self, category: str, before: datetime) -> list[UUID]:
        """Return the incidents of a category that are over, and of which nothing was heard since a moment.

        What is resolved counts once its customer can reopen it no more.
        """
        # The state is looked at here: asked for it too, the embedded database takes the wrong index.
        query = {"erased_at": None, "category": category, "updated_at": {"$lt": before}}
        with reachable():
            found = list(self._incidents.find(query, {"state": 1, "updated_at": 1}))
        return [each["_id"] for each in found if self._is_over(each["state"], each["updated_at"], before)]

    def overdue_one(
        self, incident_id: UUID, category: str, before: datetime, by: Actor, cause: Cause
    ) -> bool:
        """Erase one that ``overdue`` named unless something was heard of it since; tell whether it is gone.

        Raises UnknownIncidentError.
        """

        def is_due(found: Incident) -> bool:
            return found.category == category and self._is_over(found.state, found.updated_at, before)

        return self.one(incident_id, by, cause, is_due).erased_at is not None

    def forget_followers(self, before: datetime) -> int:
        """Drop who followed what was solved before a moment; return how many."""
        with reachable():
            solved = self._known_incidents.find({"solved_at": {"$lt": before}}, {"_id": 1})
            query = {"known_incident_id": {"$in": [each["_id"] for each in solved]}}
            return self._followers.delete_many(query).deleted_count

    def clear_files(self) -> int:
        """Finish what a killed process has left of the contents of files; return how many files."""
        return self._attachments.clear()

    def _of_customer(self, customer_id: str) -> list[UUID]:
        with reachable():
            return [
                each["_id"] for each in self._incidents.find({"contact.customer_id": customer_id}, {"_id": 1})
            ]

    def _is_over(self, state: str, updated_at: datetime, before: datetime) -> bool:
        settled = {State.CLOSED: before, State.RESOLVED: min(before, self._clock() - rules.REOPEN_WINDOW)}
        return state in settled and updated_at < settled[State(state)]

    def _each(
        self,
        incident_ids: Iterable[UUID],
        by: Actor,
        correlation_id: UUID,
        condition: Condition = lambda _: True,
    ) -> int:
        return sum(
            self.one(each, by, Cause(uuid4(), correlation_id), condition).erased_at is not None
            for each in incident_ids
        )


def _is_guests(incident: Incident) -> bool:
    """Tell whether nobody with an account has adopted it meanwhile."""
    return incident.contact is not None and incident.contact.customer_id is None
