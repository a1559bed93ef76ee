"""Where files are kept: the GridFS bucket ``files`` of the database ``incidents``, with thumbnails."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from bson.binary import Binary
from gridfs import GridFSBucket
from gridfs.errors import FileExists, NoFile
from gridfs.synchronous.grid_file import GridOut
from pymongo import ASCENDING
from pymongo.errors import DuplicateKeyError

from backend.files.domain import Examined, StoredFile, UnknownFileError, Upload
from backend.incidents.attachments import BUCKET, ref_of
from backend.kit.causes import ReusedCauseError
from backend.kit.mongo import ClientSession, Database, in_transaction, reachable
from shared.ids import uuid7

REMAINS_OF = timedelta(days=7)
"""So far back the remains of interrupted uploads are looked for."""


class FileStore:
    """Files by id; a file is there once all of it is. Methods raise DatabaseUnavailable, UnknownFileError."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._bucket = GridFSBucket(database, BUCKET)
        self._files = database[f"{BUCKET}.files"]
        self._chunks = database[f"{BUCKET}.chunks"]
        self._thumbnails = database["thumbnails"]

    def prepare(self) -> None:
        """Make the indexes; harmless when they exist."""
        with reachable():
            self._files.create_index([("metadata.upload_key", ASCENDING)], unique=True)
            self._files.create_index([("metadata.incident_id", ASCENDING)])
            self._chunks.create_index([("files_id", ASCENDING), ("n", ASCENDING)], unique=True)

    def repeated(self, upload: Upload) -> StoredFile | None:
        """Return what this request has stored before; raise ReusedCauseError where it was another file."""
        with reachable():
            known = self._files.find_one({"metadata.upload_key": upload.key})
        if known is None:
            return None
        if known["metadata"]["fingerprint"] != upload.fingerprint:
            raise ReusedCauseError(f"{upload.key} was used before, for another file")
        return _to_file(known)

    def add(self, upload: Upload, found: Examined, at: datetime) -> StoredFile:
        """Keep a file and return it; of a request that comes twice at once, the file of the first."""
        file_id = uuid7(at)
        metadata = {
            "media_type": found.media_type,
            "incident_id": None,
            "upload_key": upload.key,
            "fingerprint": upload.fingerprint,
            "sender": upload.sender,
        }
        with reachable():
            if found.thumbnail:
                small = Binary(found.thumbnail.read_bytes())
                self._thumbnails.insert_one({"_id": file_id, "data": small})
            try:
                with found.content.open("rb") as content:
                    self._bucket.upload_from_stream_with_id(file_id, upload.name, content, metadata=metadata)
            except (FileExists, DuplicateKeyError):
                self._clear(file_id)
                if first := self.repeated(upload):
                    return first
                raise
        return self.get(file_id)

    def get(self, file_id: UUID) -> StoredFile:
        """Return what is known of a file."""
        with reachable():
            found = self._files.find_one({"_id": file_id})
        if found is None:
            raise UnknownFileError(str(file_id))
        return _to_file(found)

    def open(self, file_id: UUID) -> GridOut:
        """Return its contents, to be read and closed; they are fetched piece by piece."""
        with reachable():
            try:
                return self._bucket.open_download_stream(file_id)
            except NoFile as error:
                raise UnknownFileError(str(file_id)) from error

    def thumbnail(self, file_id: UUID) -> bytes | None:
        """Return its small likeness as WebP, where it has one."""
        with reachable():
            found = self._thumbnails.find_one({"_id": file_id})
        return bytes(found["data"]) if found else None

    def remove(self, file_id: UUID) -> None:
        """Remove a file, whoever has it."""
        with reachable():
            if not self._files.delete_one({"_id": file_id}).deleted_count:
                raise UnknownFileError(str(file_id))
            self._clear(file_id)

    def remove_loose(self, before: datetime) -> int:
        """Remove the files that no incident has named until now; return how many."""
        query = {"metadata.incident_id": None, "uploadDate": {"$lt": before}}
        with reachable():
            found = [document["_id"] for document in self._files.find(query, {"_id": 1})]
        return sum(self._remove_if_loose(file_id) for file_id in found)

    def remove_remains(self, before: datetime) -> int:
        """Remove what interrupted uploads have left; return of how many files."""
        begun = {"$gte": _first_id(before - REMAINS_OF), "$lt": _first_id(before)}
        with reachable():
            left = {
                each["files_id"] for each in self._chunks.find({"files_id": begun, "n": 0}, {"files_id": 1})
            }
            left |= {each["_id"] for each in self._thumbnails.find({"_id": begun}, {"_id": 1})}
            whole = {each["_id"] for each in self._files.find({"_id": begun}, {"_id": 1})}
            for file_id in left - whole:
                self._clear(file_id)
        return len(left - whole)

    def _remove_if_loose(self, file_id: UUID) -> bool:
        """Look and remove in one transaction: a command that names it just now wins, or finds it gone."""

        def attempt(session: ClientSession) -> bool:
            found = self._files.find_one({"_id": file_id}, session=session)
            if found is None or found["metadata"]["incident_id"] is not None:
                return False
            self._files.delete_one({"_id": file_id}, session=session)
            return True

        removed = in_transaction(self._database, attempt)
        if removed:
            with reachable():
                self._clear(file_id)
        return removed

    def _clear(self, file_id: UUID) -> None:
        self._chunks.delete_many({"files_id": file_id})
        self._thumbnails.delete_one({"_id": file_id})


def _first_id(at: datetime) -> UUID:
    """Return the lowest id of that moment: ids begin with their time."""
    return uuid7(at, bytes(10))


def _to_file(document: dict[str, Any]) -> StoredFile:
    return StoredFile(
        **ref_of(document).model_dump(),
        incident_id=document["metadata"]["incident_id"],
        is_internal=document["metadata"].get("internal", False),
        uploaded_at=document["uploadDate"],
    )
