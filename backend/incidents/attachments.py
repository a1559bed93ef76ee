"""The files that an incident names: who sends one learns its id, and the first incident to name it has it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import structlog

from backend.kit.mongo import ClientSession, Database
from shared.contracts.resources import FileRef

log = structlog.stdlib.get_logger(__name__)
BUCKET = "files"
"""The name of the GridFS bucket in the database ``incidents``, which the service ``files`` fills."""


def ref_of(document: dict[str, Any]) -> FileRef:
    """Return how a conversation names a file, from its document in the bucket."""
    return FileRef(
        id=document["_id"],
        name=document["filename"],
        media_type=document["metadata"]["media_type"],
        size=document["length"],
    )


class Attachments:
    """Gives files to incidents, in the transaction of the change that names them."""

    def __init__(self, database: Database) -> None:
        self._files = database[f"{BUCKET}.files"]

    def claim(
        self, incident_id: UUID, named: Sequence[FileRef], session: ClientSession
    ) -> tuple[FileRef, ...]:
        """Make the files those of the incident, and return them as they are kept.

        What is another incident's, or gone, is left out: the words that came with it are worth more.
        """
        if not named:
            return ()
        wanted = list(dict.fromkeys(ref.id for ref in named))
        found = {
            document["_id"]: document
            for document in self._files.find({"_id": {"$in": wanted}}, session=session)
        }
        claimed = []
        for file_id in wanted:
            document = found.get(file_id)
            owner = document["metadata"]["incident_id"] if document else None
            if document is None or owner not in {None, incident_id}:
                reason = "gone" if document is None else "of another incident"
                log.warning(
                    "a file was left out", file_id=str(file_id), incident_id=str(incident_id), reason=reason
                )
                continue
            if owner is None:
                # By _id alone: that two claim it at once is a write conflict.
                update = {"$set": {"metadata.incident_id": incident_id}}
                self._files.update_one({"_id": file_id}, update, session=session)
            claimed.append(ref_of(document))
        return tuple(claimed)
