"""Writes changes within a transaction: the incident, its words, its timeline line and its event."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from pymongo.errors import BulkWriteError, DuplicateKeyError

from backend.incidents.attachments import Attachments
from backend.incidents.documents import to_document, to_incident
from backend.incidents.forgetting import Forgetting
from backend.incidents.keeping import keep_promises
from backend.incidents.model import Change, Incident
from backend.incidents.parts import line_document, message_document
from backend.incidents.policy_reader import PolicyReader
from backend.kit.causes import Cause, ReusedCauseError
from backend.kit.mongo import ClientSession, Database, in_transaction
from backend.kit.outbox import outbox_document
from shared.clock import utc_now
from shared.contracts.events import IncidentErased
from shared.contracts.topology import event_key
from shared.contracts.vocabulary import MessageKind

T = TypeVar("T")
Check = Callable[[Incident], None]
"""Looks at an incident as it stands, and raises where the author of a change saw another version."""
_TAKEN = (BulkWriteError, DuplicateKeyError)
"""What inserting raises when an identity is taken: of many documents the first, of one the second."""
_CAUSE_FIELDS = {"incident_id": 1, "fingerprint": 1}


def once(database: Database, work: Callable[[ClientSession], T]) -> T:
    """Run ``work`` in a transaction, and once more where the same came at the same moment another way."""
    try:
        return in_transaction(database, work)
    except _TAKEN:
        return in_transaction(database, work)


class UnknownIncidentError(LookupError):
    """There is no incident with this id."""


class Recording:
    """Reads and writes the incidents of a database; ``source`` names the service in its events."""

    def __init__(self, database: Database, source: str) -> None:
        self._source = source
        self._incidents = database["incidents"]
        self._messages = database["messages"]
        self._timeline = database["timeline"]
        self._outbox = database["outbox"]
        self._settled = database["settled_causes"]
        self._attachments = Attachments(database)
        self._policies = PolicyReader(database)
        self._forgetting = Forgetting(database, self._attachments)

    def read(self, incident_id: UUID, session: ClientSession | None = None) -> Incident:
        """Return one incident; raise UnknownIncidentError."""
        found = self._incidents.find_one({"_id": incident_id}, session=session)
        if found is None:
            raise UnknownIncidentError(str(incident_id))
        return to_incident(found)

    def is_repeated(self, incident_id: UUID, cause: Cause, session: ClientSession) -> bool:
        """Tell whether a cause was dealt with; raise ReusedCauseError where it was another request's."""
        known = self._timeline.find_one({"cause_id": cause.id}, _CAUSE_FIELDS, session=session)
        known = known or self._settled.find_one({"_id": cause.id}, session=session)
        if known is None:
            return False
        if (known["incident_id"], known.get("fingerprint", "")) != (incident_id, cause.fingerprint):
            raise ReusedCauseError(f"{cause.id} was used before, for another request")
        return True

    def remember(self, incident_id: UUID, cause: Cause, session: ClientSession) -> None:
        """Note that a cause changed nothing, lest it change something when it comes again later."""
        dealt = {"incident_id": incident_id, "fingerprint": cause.fingerprint, "at": utc_now()}
        self._settled.insert_one({"_id": cause.id, **dealt}, session=session)

    def insert(self, changes: Sequence[tuple[Change, Cause]], session: ClientSession) -> None:
        """Write incidents that are new, with all that goes with them."""
        book = self._policies.read(session)
        kept = [(keep_promises(self._with_files(change, session), book), cause) for change, cause in changes]
        self._incidents.insert_many([to_document(change.incident) for change, _ in kept], session=session)
        self._record(kept, session)

    def keep(self, change: Change, cause: Cause, session: ClientSession) -> Change:
        """Write the next version of an incident, with all that goes with it; return what was written."""
        change = keep_promises(self._with_files(change, session), self._policies.read(session))
        incident_id = change.incident.id
        # By _id alone: the transaction's write conflict is the concurrency control.
        self._incidents.replace_one({"_id": incident_id}, to_document(change.incident), session=session)
        if isinstance(change.event, IncidentErased):
            self._forgetting.forget(incident_id, session)
        self._record([(change, cause)], session)
        return change

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

    def _record(self, changes: Sequence[tuple[Change, Cause]], session: ClientSession) -> None:
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
