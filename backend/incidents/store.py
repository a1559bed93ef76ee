"""Where incidents are kept: each change with its words, timeline line and event, in one transaction."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from pymongo import ASCENDING
from pymongo.collation import Collation, CollationStrength

from backend.incidents.documents import ROW_FIELDS, RowFields, to_document, to_fields, to_incident, to_row
from backend.incidents.merged import Merged
from backend.incidents.model import Change, Incident
from backend.incidents.parts import Part, from_document
from backend.incidents.recording import Recording, once
from backend.kit.causes import Cause
from backend.kit.mongo import ClientSession, Database, in_transaction, reachable
from shared.contracts.events import IncidentErased
from shared.contracts.resources import IncidentRow, Message, TimelineEntry
from shared.contracts.vocabulary import MessageKind, State

_ANY_CASE = Collation("en", strength=CollationStrength.SECONDARY)
QUEUE_STATES = [State.OPEN, State.ASSIGNED, State.WAITING, State.RESOLVED]
BATCH = 500
SETTLED_LASTS_S = 7 * 24 * 3600
"""So long a cause that changed nothing is remembered: no message comes again so late."""

Decision = Callable[[Incident], Change | None]
"""Looks at the incident as it stands and says what to make of it; None leaves it as it is. May run twice."""


class IncidentStore:
    """The incidents of the shop in the database ``incidents``; ``source`` names the service in its events.

    All methods raise DatabaseUnavailable when the database can't be reached.
    """

    def __init__(self, database: Database, source: str) -> None:
        self._database = database
        self._incidents = database["incidents"]
        self._messages = database["messages"]
        self._timeline = database["timeline"]
        self._outbox = database["outbox"]
        self._settled = database["settled_causes"]
        self._recording = Recording(database, source)
        self._merged = Merged(database, self._recording)

    def prepare(self) -> None:
        """Create the collections with their indexes; harmless when they exist."""
        with reachable():
            self._incidents.create_index([("is_unanswered", ASCENDING), ("state", ASCENDING)])
            for field in (
                "state",
                "updated_at",
                "contact.customer_id",
                "reference",
                "merged_into",
                "wake_at",
                "alarm_at",
                "promises.edition",
            ):
                self._incidents.create_index([(field, ASCENDING)])
            self._incidents.create_index([("contact.email", ASCENDING)], collation=_ANY_CASE)
            self._messages.create_index([("incident_id", ASCENDING)])
            self._timeline.create_index([("incident_id", ASCENDING)])
            self._timeline.create_index([("cause_id", ASCENDING)], unique=True)
            self._outbox.create_index([("version", ASCENDING)])
            self._settled.create_index([("at", ASCENDING)], expireAfterSeconds=SETTLED_LASTS_S)

    def open_many(self, openings: Sequence[tuple[Change, Cause]]) -> int:
        """Insert those incidents that are not there yet, all or none; return how many were new."""
        wanted = {change.incident.id: (change, cause) for change, cause in openings}

        def insert(session: ClientSession) -> int:
            present = self._incidents.find({"_id": {"$in": list(wanted)}}, {"_id": 1}, session=session)
            known = {document["_id"] for document in present}
            fresh = [opening for key, opening in wanted.items() if key not in known]
            if fresh:
                self._recording.insert(fresh, session)
            return len(fresh)

        return once(self._database, insert)

    def change(self, incident_id: UUID, decide: Decision, cause: Cause) -> Incident:
        """Change one incident and return it as it is then; a cause that was dealt with changes nothing.

        ``decide`` runs inside the transaction; what it raises comes out unchanged and nothing is written.
        Words on what was merged are said to the one where it goes on as well, in the same transaction.
        Raises UnknownIncidentError, ReusedCauseError where the cause was another request's, and
        UnknownFilesError where an employee's words name files that can't go along.
        """

        def attempt(session: ClientSession) -> Incident:
            incident = self._recording.read(incident_id, session)
            if self._recording.is_repeated(incident_id, cause, session):
                return incident
            change = decide(incident)
            if change is None:
                self._recording.remember(incident_id, cause, session)
                return incident
            change = self._recording.keep(change, cause, session)
            if change.message and incident.merged_into:
                self._merged.pass_on(change, incident.merged_into, cause, session)
            if isinstance(change.event, IncidentErased):
                self._merged.survive(change, cause, session)
            return change.incident

        return once(self._database, attempt)

    def adopt(self, email: str, customer_id: str) -> int:
        """Give a customer the incidents that guests opened with their e-mail; return how many.

        ``email`` has no capitals; those of an incident's e-mail don't matter. It is no change of the
        incident itself: what everybody sees of it stays the same, and so does its version.
        """
        with reachable():
            query = {"contact.email": email, "contact.customer_id": None}
            found = list(self._incidents.find(query, {"_id": 1}, collation=_ANY_CASE))
        return sum(self._adopt_one(document["_id"], email, customer_id) for document in found)

    def _adopt_one(self, incident_id: UUID, email: str, customer_id: str) -> bool:
        def attempt(session: ClientSession) -> bool:
            incident = self._recording.read(incident_id, session)
            contact = incident.contact
            if contact is None or contact.customer_id is not None or contact.email.casefold() != email:
                return False
            owned = contact.model_copy(update={"customer_id": customer_id})
            document = to_document(incident.model_copy(update={"contact": owned}))
            self._incidents.replace_one({"_id": incident_id}, document, session=session)
            return True

        return in_transaction(self._database, attempt)

    def get(self, incident_id: UUID) -> Incident:
        """Return one incident; raise UnknownIncidentError."""
        with reachable():
            return self._recording.read(incident_id)

    def is_erased(self, incident_id: UUID) -> bool:
        """Tell whether nobody is behind an incident any more: its person was erased, or it is gone."""
        with reachable():
            found = self._incidents.find_one({"_id": incident_id}, {"erased_at": 1})
        return found is None or found["erased_at"] is not None

    def conversation(
        self, incident_id: UUID, after: int = 0
    ) -> tuple[tuple[Message, ...], tuple[TimelineEntry, ...]]:
        """Return the messages and the timeline of an incident behind version ``after``, oldest first."""
        with reachable():
            messages = [
                from_document(Message, found) for found in self._messages.find({"incident_id": incident_id})
            ]
            entries = [
                from_document(TimelineEntry, found)
                for found in self._timeline.find({"incident_id": incident_id})
            ]
        return _behind(messages, after), _behind(entries, after)

    def queue(self) -> list[IncidentRow]:
        """Return the rows of all incidents that are not closed, or on which the customer wrote since."""
        # Two reads, for an index serves each; what changes in between is told by its event as well.
        since = self._rows({"is_unanswered": True, "state": State.CLOSED})
        rows = {row.id: row for row in since} | {row.id: row for row in self._open_rows()}
        return list(rows.values())

    def _open_rows(self) -> list[IncidentRow]:
        return self._rows({"state": {"$in": QUEUE_STATES}})

    def queue_in_batches(self, fresh_after: datetime) -> Iterator[list[RowFields]]:
        """Return what ``queue`` does as it comes out of the database, some hundred rows at a time.

        What changed after ``fresh_after`` comes first, for it is what people look at; it may come once more.
        """
        # By its time alone: with the state as well, some servers would read by that, and all of it.
        for batch in self._batches({"updated_at": {"$gt": fresh_after}}):
            fresh = [row for row in batch if row["state"] != State.CLOSED or row.get("is_unanswered")]
            if fresh:
                yield fresh
        yield from self._batches({"is_unanswered": True, "state": State.CLOSED})
        yield from self._batches({"state": {"$in": QUEUE_STATES}})

    def changes_in_batches(self, moment: datetime) -> Iterator[list[RowFields]]:
        """Return what ``changed_after`` does as it comes out of the database, some hundred rows at a time."""
        yield from self._batches({"updated_at": {"$gt": moment}})

    def changed_after(self, moment: datetime) -> list[IncidentRow]:
        """Return the rows of all incidents, closed ones too, that changed after ``moment``."""
        return self._rows({"updated_at": {"$gt": moment}})

    def due(self, moment: datetime) -> list[UUID]:
        """Return the incidents that are to be taken up again at ``moment`` or before it, the first first."""
        with reachable():
            found = list(self._incidents.find({"wake_at": {"$lte": moment}}, {"wake_at": 1}))
        return [each["_id"] for each in sorted(found, key=lambda each: each["wake_at"])]

    def of_customer(self, customer_id: str) -> list[Incident]:
        """Return one customer's incidents, the newest first."""
        with reachable():
            found = [to_incident(one) for one in self._incidents.find({"contact.customer_id": customer_id})]
        return sorted(found, key=lambda incident: incident.opened_at, reverse=True)

    def of_guest(self, email: str) -> list[Incident]:
        """Return what was opened with an e-mail, in any case, and without an account, the newest first."""
        query = {"contact.email": email, "contact.customer_id": None}
        with reachable():
            found = [to_incident(one) for one in self._incidents.find(query, collation=_ANY_CASE)]
        return sorted(found, key=lambda incident: incident.opened_at, reverse=True)

    def last_replies(self, incident_ids: Sequence[UUID]) -> dict[UUID, Message]:
        """Return what the staff said last to the customer, of those incidents where it has said something."""
        with reachable():
            query = {"incident_id": {"$in": list(incident_ids)}, "kind": MessageKind.REPLY}
            found = list(self._messages.find(query, sort=[("version", ASCENDING)]))
        return {one["incident_id"]: from_document(Message, one) for one in found}

    def _rows(self, query: dict[str, Any]) -> list[IncidentRow]:
        with reachable():
            return [to_row(found) for found in self._incidents.find(query, ROW_FIELDS, batch_size=1000)]

    def _batches(self, query: dict[str, Any]) -> Iterator[list[RowFields]]:
        with reachable():
            cursor = self._incidents.find(query, ROW_FIELDS, batch_size=BATCH)
            while batch := list(islice(cursor, BATCH)):
                yield [to_fields(found) for found in batch]


def _behind(parts: list[Part], after: int) -> tuple[Part, ...]:
    return tuple(sorted((part for part in parts if part.version > after), key=lambda part: part.version))
