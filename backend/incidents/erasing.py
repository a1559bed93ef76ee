"""Erases all incidents of a person, each in a transaction of its own; what is erased stays as it is."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import structlog
from pymongo import ASCENDING
from pymongo.collation import Collation, CollationStrength

from backend.incidents import rules
from backend.incidents.attachments import Attachments
from backend.incidents.erased import erase
from backend.incidents.model import Change, Incident
from backend.incidents.store import IncidentStore
from backend.kit.causes import Cause
from backend.kit.mongo import Database, DatabaseUnavailable, reachable
from backend.kit.outbox import outbox_document
from shared.clock import Clock
from shared.contracts.commands import ForgetCorrespondent
from shared.contracts.resources import Actor
from shared.contracts.topology import command_exchange, command_key
from shared.contracts.vocabulary import State
from shared.ids import uuid7

log = structlog.stdlib.get_logger(__name__)
_ANY_CASE = Collation("en", strength=CollationStrength.SECONDARY)
LATECOMERS_S = 30 * 24 * 3600
"""So long after a customer was erased an incident of theirs may still arrive, and is erased too."""

Condition = Callable[[Incident], bool]
"""Tells whether an incident, as it stands now, is still to be erased; asked inside the transaction."""


class LeftOverError(Exception):
    """Some incidents could not be erased; each was logged, and all the others are erased."""


class Erasing:
    """Finds what is to be erased, and has it erased.

    Methods raise DatabaseUnavailable; those that erase several raise LeftOverError once all were tried.
    """

    def __init__(self, database: Database, store: IncidentStore, clock: Clock) -> None:
        self._incidents = database["incidents"]
        self._categories = database["categories"]
        self._known_incidents = database["known_incidents"]
        self._followers = database["followers"]
        self._erased_customers = database["erased_customers"]
        self._outbox = database["outbox"]
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

    def one(self, incident_id: UUID, by: Actor, cause: Cause, condition: Condition | None = None) -> Incident:
        """Erase one incident where ``condition`` holds, and return it; raise UnknownIncidentError."""

        def decide(found: Incident) -> Change | None:
            is_due = found.erased_at is None and (condition is None or condition(found))
            return erase(found, by, self._clock()) if is_due else None

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
        return self._each([(each, None) for each in self._of_customer(customer_id)], by, correlation_id)

    def guest(self, email: str, by: Actor, correlation_id: UUID) -> int:
        """Erase what was opened with an e-mail and without an account, and what it follows; return how many.

        Who sends mails is told to forget the address too.

        ``email`` may be in any case; what belongs to an account is erased with the account, and here too
        where the account is erased already: the incident may have been given to it just before.
        """
        with reachable():
            self._followers.delete_many({"email": email}, collation=_ANY_CASE)
            self._outbox.insert_one(_forgetting(email, self._clock(), correlation_id))
            late = {"contact.email": email, "contact.customer_id": {"$in": self._erased()}}
            latecomers = [each["_id"] for each in self._incidents.find(late, {"_id": 1}, collation=_ANY_CASE)]
        wanted: list[tuple[UUID, Condition | None]] = [(each, _is_guests) for each in self.of_guest(email)]
        wanted += [(each, None) for each in latecomers]
        return self._each(wanted, by, correlation_id)

    def of_guest(self, email: str) -> list[UUID]:
        """Return the incidents that were opened with an e-mail, in any case, and without an account."""
        query = {"contact.email": email, "contact.customer_id": None}
        with reachable():
            return [each["_id"] for each in self._incidents.find(query, {"_id": 1}, collation=_ANY_CASE)]

    def latecomers(self, by: Actor) -> int:
        """Erase incidents that arrived after their customer was erased; return how many."""
        with reachable():
            late = {"contact.customer_id": {"$in": self._erased()}}
            found = [(each["_id"], None) for each in self._incidents.find(late, {"_id": 1})]
        return self._each(found, by, uuid4())

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

    def _erased(self) -> list[str]:
        return [document["_id"] for document in self._erased_customers.find({}, {"_id": 1})]

    def _of_customer(self, customer_id: str) -> list[UUID]:
        with reachable():
            return [
                each["_id"] for each in self._incidents.find({"contact.customer_id": customer_id}, {"_id": 1})
            ]

    def _is_over(self, state: str, updated_at: datetime, before: datetime) -> bool:
        settled = {State.CLOSED: before, State.RESOLVED: min(before, self._clock() - rules.REOPEN_WINDOW)}
        return state in settled and updated_at < settled[State(state)]

    def _each(self, wanted: Sequence[tuple[UUID, Condition | None]], by: Actor, correlation_id: UUID) -> int:
        """One that can't be erased holds up no other."""
        erased, left_over = 0, 0
        for incident_id, condition in wanted:
            try:
                left = self.one(incident_id, by, Cause(uuid4(), correlation_id), condition)
            except DatabaseUnavailable:
                raise
            except Exception:
                log.exception("an incident could not be erased", incident_id=str(incident_id))
                left_over += 1
            else:
                erased += left.erased_at is not None
        if left_over:
            raise LeftOverError(f"{left_over} incidents could not be erased")
        return erased


def _forgetting(email: str, now: datetime, correlation_id: UUID) -> dict[str, Any]:
    """Return the command to who sends mails, for the outbox."""
    command = ForgetCorrespondent(request_id=uuid7(now), email=email)
    cause = Cause(command.request_id, correlation_id)
    key, exchange = command_key(command), command_exchange(command)
    return outbox_document(command, key, "resolution", cause, exchange=exchange)


def _is_guests(incident: Incident) -> bool:
    """Tell whether nobody with an account has adopted it meanwhile."""
    return incident.contact is not None and incident.contact.customer_id is None
