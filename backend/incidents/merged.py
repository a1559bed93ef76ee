"""What was merged into an incident: its words are read through, and stay where they were written.

So a person's words stand in one place, where they are shown to that person and erased with them.
"""

from contextlib import AbstractContextManager, nullcontext
from typing import Any
from uuid import UUID

from backend.incidents.documents import to_incident
from backend.incidents.merging import hear, outlive
from backend.incidents.model import Change, Incident
from backend.incidents.parts import from_document
from backend.incidents.recording import Recording
from backend.kit.causes import Cause
from backend.kit.mongo import ClientSession, Database, reachable
from shared.contracts.resources import Actor, Message
from shared.contracts.vocabulary import ActorKind, MessageKind


class Merged:
    """Reads merged conversations, and passes on what is said on them. Reading raises DatabaseUnavailable."""

    def __init__(self, database: Database, recording: Recording) -> None:
        self._incidents = database["incidents"]
        self._messages = database["messages"]
        self._recording = recording

    def into(self, target_id: UUID, session: ClientSession | None = None) -> list[Incident]:
        """Return the incidents that were merged into one, the earliest opened first."""
        with _reachable(session):
            found = [
                to_incident(one) for one in self._incidents.find({"merged_into": target_id}, session=session)
            ]
        return sorted(found, key=lambda incident: incident.opened_at)

    def words(
        self, target_id: UUID, after: int = 0, session: ClientSession | None = None
    ) -> tuple[Message, ...]:
        """Return all that was said on an incident and on those merged into it, behind version ``after``.

        It comes in the order in which it was said. What was merged has the version of the merge, what
        was said on it since that which it made of the target; ``origin`` says where it stands.
        """
        with _reachable(session):
            own = self._messages.find({"incident_id": target_id}, session=session)
            said = [from_document(Message, found) for found in own]
            for origin in self.into(target_id, session):
                said += self._read_through(origin, session)
        behind = (message for message in said if message.version > after)
        return tuple(sorted(behind, key=lambda message: (message.at, message.version)))

    def pass_on(self, change: Change, target_id: UUID, cause: Cause, session: ClientSession) -> None:
        """Have the incident where it goes on hear of the words in a change that was just written."""
        assert change.message, "only words are passed on"
        target = self._recording.read(target_id, session)
        heard = hear(target, change.event.actor, change.incident.updated_at)
        self._recording.keep(heard, cause.for_other(target_id), session)
        told = {"$set": {"told": heard.incident.version}}
        self._messages.update_one({"_id": change.message.id}, told, session=session)

    def survive(self, erased: Change, cause: Cause, session: ClientSession) -> None:
        """Leave what was merged into an incident on its own, for the incident has just been erased."""
        for one in self.into(erased.incident.id, session):
            alone = outlive(one, erased.event.actor, erased.incident.updated_at)
            self._recording.keep(alone, cause.for_other(one.id), session)
            self.forget_told(one.id, session)

    def forget_told(self, incident_id: UUID, session: ClientSession) -> None:
        """Forget which versions an incident's words made of another one: it is merged no more."""
        query: dict[str, Any] = {"incident_id": incident_id, "told": {"$exists": True}}
        self._messages.update_many(query, {"$unset": {"told": ""}}, session=session)

    def _read_through(self, origin: Incident, session: ClientSession | None) -> list[Message]:
        assert origin.before_merge, "what is merged knows how it stood before"
        merged_at = origin.before_merge.target_version
        said = [_first_words(origin, merged_at)]
        for found in self._messages.find({"incident_id": origin.id}, session=session):
            message = from_document(Message, found)
            update = {"version": found.get("told", merged_at), "origin": origin.id}
            said.append(message.model_copy(update=update))
        return said


def _reachable(session: ClientSession | None) -> AbstractContextManager[None]:
    """Inside a transaction errors must come out as they are: what passes is tried again there."""
    return reachable() if session is None else nullcontext()


def _first_words(origin: Incident, version: int) -> Message:
    """Return the words with which it was opened, as a message."""
    person = origin.person
    return Message(
        id=origin.id,
        kind=MessageKind.MESSAGE,
        author=Actor(kind=ActorKind.CUSTOMER, id=person.customer_id, name=person.name),
        text=origin.description,
        files=origin.files,
        version=version,
        at=origin.opened_at,
        origin=origin.id,
    )
