"""The files that an incident names: who sends one learns its id, and the first incident to name it has it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import structlog

from backend.kit.mongo import ClientSession, Database, reachable
from shared.contracts.resources import FileRef

log = structlog.stdlib.get_logger(__name__)
BUCKET = "files"
"""The name of the GridFS bucket in the database ``incidents``, which the service ``files`` fills."""


class UnknownFilesError(LookupError):
    """Words name ``files`` that are gone, or another incident's."""

    def __init__(self, files: Sequence[FileRef]) -> None:
        super().__init__(", ".join(file.name for file in files))
        self.files = tuple(files)


def ref_of(document: dict[str, Any]) -> FileRef:
    """Return how a conversation names a file, from its document in the bucket."""
    return FileRef(
        id=document["_id"],
        name=document["filename"],
        media_type=document["metadata"]["media_type"],
        size=document["length"],
    )


class Attachments:
    """Gives files to incidents, and takes them away, in the transaction of the change that does so."""

    def __init__(self, database: Database) -> None:
        self._files = database[f"{BUCKET}.files"]
        self._chunks = database[f"{BUCKET}.chunks"]
        self._thumbnails = database["thumbnails"]
        self._released = database["released_files"]

    def claim(
        self,
        incident_id: UUID,
        named: Sequence[FileRef],
        session: ClientSession,
        *,
        internal: bool = False,
        wholly: bool = False,
    ) -> tuple[FileRef, ...]:
        """Make the files those of the incident, and return them as they are kept.

        Those that ``internal`` words alone have named are for employees only. What is another incident's,
        or gone, is left out: a customer's words are worth more. Where it is all ``wholly`` or nothing,
        because its author waits for the answer, UnknownFilesError names what is missing.
        """
        if not named:
            return ()
        wanted = list(dict.fromkeys(ref.id for ref in named))
        found = {
            document["_id"]: document
            for document in self._files.find({"_id": {"$in": wanted}}, session=session)
        }
        claimed, missing = [], []
        for file_id in wanted:
            document = found.get(file_id)
            owner = document["metadata"]["incident_id"] if document else None
            if document is None or owner not in {None, incident_id}:
                missing.append(file_id)
                continue
            if owner is None or (document["metadata"].get("internal") and not internal):
                # By _id alone: that two claim it at once is a write conflict.
                update = {"$set": {"metadata.incident_id": incident_id, "metadata.internal": internal}}
                self._files.update_one({"_id": file_id}, update, session=session)
            claimed.append(ref_of(document))
        if missing and wholly:
            raise UnknownFilesError([ref for ref in named if ref.id in missing])
        for file_id in missing:
            _tell_left_out(file_id, incident_id, is_there=file_id in found)
        return tuple(claimed)

    def hand_over(self, giver: UUID, taker: UUID, named: Sequence[FileRef], session: ClientSession) -> None:
        """Make those of the files that are one incident's another's: a file is of one incident."""
        for ref in named:
            query = {"_id": ref.id, "metadata.incident_id": giver}
            self._files.update_one(query, {"$set": {"metadata.incident_id": taker}}, session=session)

    def release(self, incident_id: UUID, session: ClientSession) -> None:
        """Take all files of an incident away; ``clear`` then removes their contents."""
        query = {"metadata.incident_id": incident_id}
        found = [document["_id"] for document in self._files.find(query, {"_id": 1}, session=session)]
        if found:
            self._released.insert_many([{"_id": file_id} for file_id in found], session=session)
            self._files.delete_many({"_id": {"$in": found}}, session=session)

    def clear(self) -> int:
        """Remove the contents of files that were taken away; return how many files.

        It is too much for a transaction, so what is to be removed is noted in one: whoever comes next
        finishes what a killed process has left. Raises DatabaseUnavailable.
        """
        with reachable():
            noted = [document["_id"] for document in self._released.find()]
            for file_id in noted:
                self._chunks.delete_many({"files_id": file_id})
                self._thumbnails.delete_one({"_id": file_id})
                self._released.delete_one({"_id": file_id})
        return len(noted)


def _tell_left_out(file_id: UUID, incident_id: UUID, *, is_there: bool) -> None:
    reason = "of another incident" if is_there else "gone"
    log.warning("a file was left out", file_id=str(file_id), incident_id=str(incident_id), reason=reason)
