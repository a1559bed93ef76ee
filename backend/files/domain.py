"""What a kept file is, which kinds of files are taken, and why one is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from pydantic import AwareDatetime

from shared.contracts.resources import Contract, FileRef
from shared.contracts.vocabulary import FileName, FileSize, MediaType

JPEG, PNG, WEBP, GIF = "image/jpeg", "image/png", "image/webp", "image/gif"
PDF, TEXT = "application/pdf", "text/plain"

EXTENSIONS: Mapping[str, tuple[str, ...]] = {
    JPEG: (".jpg", ".jpeg"),
    PNG: (".png",),
    WEBP: (".webp",),
    GIF: (".gif",),
    PDF: (".pdf",),
    TEXT: (".txt", ".log"),
}
"""What is kept, and the endings of names that fit it; the first is given to a name that lies."""
SHOWN_IN_PLACE = frozenset({JPEG, PNG, WEBP, GIF})
"""What a browser may show: pictures, which were drawn anew. All else is offered for saving."""


class Fault(StrEnum):
    """Why a file is refused; the slug of the problem that is answered."""

    UNKNOWN_KIND = "unknown-kind"
    BROKEN = "broken-file"
    TOO_LARGE = "file-too-large"
    TOO_MANY_PIXELS = "too-many-pixels"
    ACTIVE = "active-content"
    LOCKED = "locked-file"
    EMPTY = "empty-file"


class RefusedFileError(ValueError):
    """The file is not kept; ``str()`` says why in a sentence."""

    def __init__(self, fault: Fault, why: str) -> None:
        super().__init__(why)
        self.fault = fault
        self.why = why


class UnknownFileError(LookupError):
    """There is no file with this id."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What was made of an upload; the paths are of files that go with the examination."""

    media_type: str
    content: Path
    thumbnail: Path | None


@dataclass(frozen=True, slots=True)
class Upload:
    """Who sends what: ``key`` is the same for a repeated request, ``fingerprint`` for the same contents."""

    name: str
    sender: str
    key: str
    fingerprint: str


class StoredFile(Contract):
    """A file as it is kept; without an incident it is loose, and is removed after a while."""

    id: UUID
    name: FileName
    media_type: MediaType
    size: FileSize
    incident_id: UUID | None
    is_internal: bool = False
    """Whether none but notes among the staff name it."""
    uploaded_at: AwareDatetime

    def ref(self) -> FileRef:
        """Return how a conversation names it."""
        return FileRef(id=self.id, name=self.name, media_type=self.media_type, size=self.size)
