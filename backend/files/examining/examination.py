"""Finds out by its contents what a file is, and makes of it what may be kept."""

from dataclasses import dataclass

from backend.files.domain import PDF, TEXT, Fault, RefusedFileError
from backend.files.examining.documents import check_pdf, is_pdf
from backend.files.examining.pictures import redraw
from backend.files.examining.plain_text import as_text
from shared.contracts.vocabulary import FILE_MAX_BYTES


@dataclass(frozen=True, slots=True)
class Finding:
    """What a file is, what is kept of it, and its small likeness where it is a picture."""

    media_type: str
    content: bytes
    thumbnail: bytes | None = None


def examine(content: bytes) -> Finding:
    """Return what may be kept of these bytes; raise RefusedFileError, whatever they are.

    What a decoder can't decode is not of its type, whatever its first bytes, its name or its sender say.
    """
    try:
        found = _found(content)
    except RefusedFileError:
        raise
    except Exception as error:  # decoders raise all sorts of things on hostile bytes
        raise RefusedFileError(Fault.BROKEN, "The file is damaged.") from error
    if len(found.content) > FILE_MAX_BYTES:
        raise RefusedFileError(Fault.TOO_LARGE, "The file is too large.")
    return found


def _found(content: bytes) -> Finding:
    if not content:
        raise RefusedFileError(Fault.EMPTY, "The file is empty.")
    if drawn := redraw(content):
        return Finding(drawn.media_type, drawn.content, drawn.thumbnail)
    if is_pdf(content):
        check_pdf(content)
        return Finding(PDF, content)
    if text := as_text(content):
        return Finding(TEXT, text.encode())
    raise RefusedFileError(Fault.UNKNOWN_KIND, "Only pictures, PDF and plain text are taken.")
