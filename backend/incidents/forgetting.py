"""Takes words, people and files out of what is kept beside an incident, when the incident is erased."""

from uuid import UUID

from pymongo import ReplaceOne, UpdateOne

from backend.incidents.attachments import Attachments
from backend.incidents.erased import nameless, wordless
from backend.incidents.parts import from_document, message_document
from backend.kit.mongo import ClientSession, Database
from shared.contracts.resources import Message, TimelineEntry


class Forgetting:
    """Works on the messages, the timeline and the files of one incident, all in one transaction."""

    def __init__(self, database: Database, attachments: Attachments) -> None:
        self._messages = database["messages"]
        self._timeline = database["timeline"]
        self._followers = database["followers"]
        self._attachments = attachments

    def forget(self, incident_id: UUID, session: ClientSession) -> None:
        """Leave of each message and line no more than that it was there, and take the files away."""
        self._forget_words(incident_id, session)
        self._forget_people(incident_id, session)
        self._followers.delete_many({"incident_id": incident_id}, session=session)
        self._attachments.release(incident_id, session)

    def _forget_words(self, incident_id: UUID, session: ClientSession) -> None:
        found = list(self._messages.find({"incident_id": incident_id}, session=session))
        kept = [wordless(from_document(Message, document)) for document in found]
        if kept:
            replacements = [
                ReplaceOne({"_id": each.id}, message_document(incident_id, each)) for each in kept
            ]
            self._messages.bulk_write(replacements, session=session)

    def _forget_people(self, incident_id: UUID, session: ClientSession) -> None:
        """The request's fingerprint goes too: it is a digest of the words that were sent."""
        updates = []
        for document in list(self._timeline.find({"incident_id": incident_id}, session=session)):
            line = nameless(from_document(TimelineEntry, document)).model_dump()
            updates.append(UpdateOne({"_id": document["_id"]}, {"$set": {**line, "fingerprint": ""}}))
        if updates:
            self._timeline.bulk_write(updates, session=session)
