"""PDF files: readable, and without anything that acts when they are opened."""

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

from backend.files.domain import Fault, RefusedFileError

_ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent"})
_ACTIVE_ACTIONS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/GoToE", "/Rendition", "/Movie"})
_ACTIVE_NOTES = frozenset({"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/3D"})

# What it says of each damage in a stranger's file concerns nobody: the file is taken or refused.
logging.getLogger("pikepdf").setLevel(logging.CRITICAL)


def is_pdf(content: bytes) -> bool:
    """Tell whether a reader of PDF would try to open it."""
    return content[:1024].lstrip().startswith(b"%PDF-")


def check_pdf(content: bytes) -> None:
    """Return when the document is harmless; raise RefusedFileError. It is kept as it is: it may be signed."""
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise RefusedFileError(Fault.LOCKED, "The PDF is protected; save it without protection.")
            if not len(pdf.pages):
                raise RefusedFileError(Fault.BROKEN, "The PDF has no pages.")
            if any(_acts(each) for each in _dictionaries(pdf)):
                why = "The PDF has scripts or files in it; print it into a new PDF and send that."
                raise RefusedFileError(Fault.ACTIVE, why)
    except pikepdf.PasswordError as error:
        raise RefusedFileError(Fault.LOCKED, "The PDF asks for a password.") from error
    except pikepdf.PdfError as error:
        raise RefusedFileError(Fault.BROKEN, "The PDF is damaged.") from error


def _acts(dictionary: Any) -> bool:
    keys = set(dictionary.keys())
    if keys & _ACTIVE_KEYS:
        return True
    return _named(dictionary, "/S") in _ACTIVE_ACTIONS or _named(dictionary, "/Subtype") in _ACTIVE_NOTES


def _named(dictionary: Any, key: str) -> str | None:
    value = dictionary.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else None


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield every dictionary, those inside others too; each indirect object is visited once."""
    left: list[Any] = [pdf.trailer, *pdf.objects]
    while left:
        found = left.pop()
        if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
            yield found
            # Not items(): a stream has none, and its dictionary would be another object.
            left += [value for key in found.keys() if _is_inside(value := found.get(key))]  # noqa: SIM118
        elif isinstance(found, pikepdf.Array):
            left += [value for value in found if _is_inside(value)]


def _is_inside(value: Any) -> bool:
    """Tell whether a value is a container that lies within its object, and not elsewhere in the file."""
    return isinstance(value, pikepdf.Dictionary | pikepdf.Array | pikepdf.Stream) and not value.is_indirect
