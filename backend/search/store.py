"""Where all that can be found is read: the database ``incidents``, which this service never changes."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

import structlog
from pydantic import ValidationError

from backend.incidents.model import Incident
from backend.kit.mongo import Database, reachable
from backend.search.domain import (
    Entry,
    Key,
    Kind,
    answer_entry,
    incident_entry,
    known_incident_entry,
)
from shared.contracts.knowledge import Answer, KnownIncident
from shared.contracts.resources import Message

log = structlog.stdlib.get_logger(__name__)
CHUNK = 500
"""Incidents whose conversations are read at once."""
_COLLECTIONS = {Kind.INCIDENT: "incidents", Kind.ANSWER: "answers", Kind.KNOWN_INCIDENT: "known_incidents"}


class SearchStore:
    """A Source over the database. All methods raise DatabaseUnavailable when it can't be reached."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, keys: Collection[Key]) -> Mapping[Key, Entry | None]:
        """Return each thing as it stands; None for what is gone, erased, withdrawn or solved."""
        found: dict[Key, Entry | None] = dict.fromkeys(keys)
        with reachable():
            for kind, collection in _COLLECTIONS.items():
                wanted = [key.id for key in keys if key.kind is kind]
                if wanted:
                    documents = list(self._database[collection].find({"_id": {"$in": wanted}}))
                    found.update((entry.key, entry) for entry in self._entries(kind, documents))
        return found

    def everything(self) -> Iterator[Entry]:
        """Yield all that can be found. What can't be read is left out, and named in the log."""
        with reachable():
            for kind, collection in _COLLECTIONS.items():
                chunk: list[dict[str, Any]] = []
                # In no order: a document stays in its place for as long as it lives, and sorting takes long.
                for document in self._database[collection].find({}, batch_size=CHUNK):
                    chunk.append(document)
                    if len(chunk) == CHUNK:
                        yield from self._readable(kind, chunk)
                        chunk = []
                yield from self._readable(kind, chunk)

    def _readable(self, kind: Kind, documents: list[dict[str, Any]]) -> Iterator[Entry]:
        try:
            yield from list(self._entries(kind, [dict(each) for each in documents]))
        except ValidationError:
            for each in documents:
                try:
                    yield from list(self._entries(kind, [dict(each)]))
                except ValidationError as error:
                    faults = error.errors(include_url=False, include_input=False, include_context=False)
                    log.warning("left out what can't be read", kind=kind, id=str(each["_id"]), faults=faults)

    def _entries(self, kind: Kind, documents: list[dict[str, Any]]) -> Iterator[Entry]:
        """Make entries; the incidents were read before their messages, so no message is missed."""
        if kind is Kind.INCIDENT:
            read = (Incident.model_validate(_with_id(each)) for each in documents)
            incidents = [incident for incident in read if incident.erased_at is None]
            messages = self._messages([incident.id for incident in incidents])
            yield from (incident_entry(incident, messages[incident.id]) for incident in incidents)
        elif kind is Kind.ANSWER:
            answers = (answer_entry(Answer.model_validate(_with_id(each))) for each in documents)
            yield from (entry for entry in answers if entry)
        else:
            known = (known_incident_entry(KnownIncident.model_validate(_with_id(each))) for each in documents)
            yield from (entry for entry in known if entry)

    def _messages(self, incident_ids: list[UUID]) -> Mapping[UUID, list[Message]]:
        found: dict[UUID, list[Message]] = defaultdict(list)
        if incident_ids:
            for each in self._database["messages"].find({"incident_id": {"$in": incident_ids}}):
                incident_id = each.pop("incident_id")
                found[incident_id].append(Message.model_validate(_with_id(each)))
        for messages in found.values():
            messages.sort(key=lambda message: message.version)
        return found


def _with_id(document: dict[str, Any]) -> dict[str, Any]:
    return {"id": document.pop("_id"), **document}
