"""Where incidents are kept: each change with its words, timeline line and event, in one transaction."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from pymongo import ASCENDING
from pymongo.collation import Collation, CollationStrength
from pymongo.errors import BulkWriteError, DuplicateKeyError

from backend.incidents.attachments import Attachments
from backend.incidents.forgetting import Forgetting
from backend.incidents.model import Change, Incident
from backend.incidents.parts import Part, from_document, line_document, message_document
from backend.kit.causes import Cause, ReusedCauseError
from backend.kit.mongo import ClientSession, Database, in_transaction, reachable
from backend.kit.outbox import outbox_document
from shared.clock import utc_now
from shared.contracts.events import IncidentErased
from shared.contracts.resources import IncidentRow, Message, TimelineEntry
from shared.contracts.topology import event_key
from shared.contracts.vocabulary import ERASED_NAME, MessageKind, State

_ANY_CASE = Collation("en", strength=CollationStrength.SECONDARY)
QUEUE_STATES = [State.OPEN, State.ASSIGNED, State.WAITING, State.RESOLVED]
_ROW_FIELDS = {name: 1 for name in IncidentRow.model_fields if name not in {"id", "customer_name"}}
_ROW_FIELDS["contact.name"] = 1
SETTLED_LASTS_S = 7 * 24 * 3600
"""So long a cause that changed nothing is remembered: no message comes again so late."""
_CAUSE_FIELDS = {"incident_id": 1, "fingerprint": 1}
_TAKEN = (BulkWriteError, DuplicateKeyError)
"""What inserting raises when an identity is taken: of many documents the first, of one the second."""


class UnknownIncidentError(LookupError):
    """There is no incident with this id."""


Decision = Callable[[Incident], Change | None]
"""Looks at the incident as it stands and says what to make of it; None leaves it as it is. May run twice."""


class IncidentStore:
    """The incidents of the shop in the database ``incidents``; ``source`` names the service in its events.

    All methods raise DatabaseUnavailable when the database can't be reached.
    """

    def __init__(self, database: Database, source: str) -> None:
        self._database = database
        self._source = source
        self._incidents = database["incidents"]
        self._messages = database["messages"]
        self._timeline = database["timeline"]
        self._outbox = database["outbox"]
        self._settled = database["settled_causes"]
        self._attachments = Attachments(database)
        self._forgetting = Forgetting(database, self._attachments)

    def prepare(self) -> None:
        """Create the collections with their indexes; harmless when they exist."""
        with reachable():
            self._incidents.create_index([("is_unanswered", ASCENDING), ("state", ASCENDING)])
            for field in ("state", "updated_at", "contact.customer_id", "reference"):
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
            fresh = [
                (self._with_files(change, session), cause)
                for key, (change, cause) in wanted.items()
                if key not in known
            ]
            if fresh:
                self._incidents.insert_many(
                    [_to_document(change.incident) for change, _ in fresh], session=session
                )
                self._record(fresh, session)
            return len(fresh)

        try:
            return in_transaction(self._database, insert)
        except _TAKEN:  # another worker opened one of them meanwhile
            return in_transaction(self._database, insert)

    def change(self, incident_id: UUID, decide: Decision, cause: Cause) -> Incident:
        """Change one incident and return it as it is then; a cause that was dealt with changes nothing.

        ``decide`` runs inside the transaction; what it raises comes out unchanged and nothing is written.
        Raises UnknownIncidentError, ReusedCauseError where the cause was another request's, and
        UnknownFilesError where an employee's words name files that can't go along.
        """

        def attempt(session: ClientSession) -> Incident:
            incident = self._read(incident_id, session)
            if self._is_repeated(incident_id, cause, session):
                return incident
            change = decide(incident)
            if change is None:
                self._remember(incident_id, cause, session)
                return incident
            change = self._with_files(change, session)
            # By _id alone: the transaction's write conflict is the concurrency control.
            self._incidents.replace_one({"_id": incident_id}, _to_document(change.incident), session=session)
            if isinstance(change.event, IncidentErased):
                self._forgetting.forget(incident_id, session)
            self._record([(change, cause)], session)
            return change.incident

        try:
            return in_transaction(self._database, attempt)
        except _TAKEN:  # the same request at the same moment, through another process
            return in_transaction(self._database, attempt)

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
            incident = self._read(incident_id, session)
            contact = incident.contact
            if contact is None or contact.customer_id is not None or contact.email.casefold() != email:
                return False
            owned = contact.model_copy(update={"customer_id": customer_id})
            document = _to_document(incident.model_copy(update={"contact": owned}))
            self._incidents.replace_one({"_id": incident_id}, document, session=session)
            return True

        return in_transaction(self._database, attempt)

    def get(self, incident_id: UUID) -> Incident:
        """Return one incident; raise UnknownIncidentError."""
        with reachable():
            return self._read(incident_id)

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

    def changed_after(self, moment: datetime) -> list[IncidentRow]:
        """Return the rows of all incidents, closed ones too, that changed after ``moment``."""
        return self._rows({"updated_at": {"$gt": moment}})

    def of_customer(self, customer_id: str) -> list[Incident]:
        """Return one customer's incidents, the newest first."""
        with reachable():
            found = [_to_incident(one) for one in self._incidents.find({"contact.customer_id": customer_id})]
        return sorted(found, key=lambda incident: incident.opened_at, reverse=True)

    def of_guest(self, email: str) -> list[Incident]:
        """Return what was opened with an e-mail, in any case, and without an account, the newest first."""
        query = {"contact.email": email, "contact.customer_id": None}
        with reachable():
            found = [_to_incident(one) for one in self._incidents.find(query, collation=_ANY_CASE)]
        return sorted(found, key=lambda incident: incident.opened_at, reverse=True)

    def last_replies(self, incident_ids: Sequence[UUID]) -> dict[UUID, Message]:
        """Return what the staff said last to the customer, of those incidents where it has said something."""
        with reachable():
            query = {"incident_id": {"$in": list(incident_ids)}, "kind": MessageKind.REPLY}
            found = list(self._messages.find(query, sort=[("version", ASCENDING)]))
        return {one["incident_id"]: from_document(Message, one) for one in found}

    def _with_files(self, change: Change, session: ClientSession) -> Change:
        """Give the incident the files that this change names, and name no others."""
        incident, message = change.incident, change.message
        if incident.version == 1 and incident.files:
            files = self._attachments.claim(incident.id, incident.files, session)
            incident = incident.model_copy(update={"files": files})
        if message and message.files:
            internal = message.kind is MessageKind.NOTE
            # An employee waits for the answer and can attach it again; a customer's command can't be refused.
            wholly = message.kind is not MessageKind.MESSAGE
            files = self._attachments.claim(
                incident.id, message.files, session, internal=internal, wholly=wholly
            )
            message = message.model_copy(update={"files": files})
        return replace(change, incident=incident, message=message)

    def _is_repeated(self, incident_id: UUID, cause: Cause, session: ClientSession) -> bool:
        known = self._timeline.find_one({"cause_id": cause.id}, _CAUSE_FIELDS, session=session)
        known = known or self._settled.find_one({"_id": cause.id}, session=session)
        if known is None:
            return False
        if (known["incident_id"], known.get("fingerprint", "")) != (incident_id, cause.fingerprint):
            raise ReusedCauseError(f"{cause.id} was used before, for another request")
        return True

    def _remember(self, incident_id: UUID, cause: Cause, session: ClientSession) -> None:
        """Note that a cause changed nothing, lest it change something when it comes again later."""
        dealt = {"incident_id": incident_id, "fingerprint": cause.fingerprint, "at": utc_now()}
        self._settled.insert_one({"_id": cause.id, **dealt}, session=session)

    def _read(self, incident_id: UUID, session: ClientSession | None = None) -> Incident:
        found = self._incidents.find_one({"_id": incident_id}, session=session)
        if found is None:
            raise UnknownIncidentError(str(incident_id))
        return _to_incident(found)

    def _rows(self, query: dict[str, Any]) -> list[IncidentRow]:
        with reachable():
            return [_to_row(found) for found in self._incidents.find(query, _ROW_FIELDS, batch_size=1000)]

    def _record(self, changes: Iterable[tuple[Change, Cause]], session: ClientSession) -> None:
        """Write what goes with the incidents: timeline, words, and the events that the relay sends."""
        lines, words, events = [], [], []
        for change, cause in changes:
            incident_id = change.incident.id
            lines.append(line_document(incident_id, change.entry(), cause))
            if change.message:
                words.append(message_document(incident_id, change.message))
            events.append(outbox_document(change.event, event_key(change.event), self._source, cause))
        self._timeline.insert_many(lines, session=session)
        if words:
            self._messages.insert_many(words, session=session)
        self._outbox.insert_many(events, session=session)


def _to_document(incident: Incident) -> dict[str, Any]:
    document = incident.model_dump()
    return {"_id": document.pop("id"), **document}


def _to_incident(found: dict[str, Any]) -> Incident:
    return Incident.model_validate({"id": found.pop("_id"), **found})


def _to_row(found: dict[str, Any]) -> IncidentRow:
    name = (found.pop("contact", None) or {}).get("name", ERASED_NAME)
    return IncidentRow.model_validate({"id": found.pop("_id"), "customer_name": name, **found})


def _behind(parts: list[Part], after: int) -> tuple[Part, ...]:
    return tuple(sorted((part for part in parts if part.version > after), key=lambda part: part.version))
