"""What screens say of files: how large they are, and why one is not taken."""

from desktop.state.failure import Failure, Kind
from desktop.state.texts import _, language, mark
from shared.contracts.resources import FileRef
from shared.contracts.vocabulary import Language

_MEGABYTE = 1024 * 1024
REFUSALS = {
    "empty-file": mark("It is empty."),
    "unknown-kind": mark("Only pictures, PDF and plain text are taken."),
    "broken-file": mark("It is damaged and can't be read."),
    "file-too-large": mark("It has more than 10 MB."),
    "too-many-pixels": mark("The picture has too many pixels."),
    "active-content": mark("There are programs or files in it."),
    "locked-file": mark("It has a password."),
}
"""The problems of ``files`` in words."""


def is_picture(file: FileRef) -> bool:
    """Tell whether it can be shown; all else is saved."""
    return file.media_type.startswith("image/")


def size_name(size: int) -> str:
    """Return a size as people say it: ``340 KB``, ``1.2 MB``."""
    if size < _MEGABYTE:
        return f"{max(1, round(size / 1024))} KB"
    shown = f"{size / _MEGABYTE:.1f} MB"
    return shown.replace(".", ",") if language() is Language.SPANISH else shown


def trouble(failure: Failure) -> str:
    """Return in one sentence what is the matter with a file."""
    if failure.problem in REFUSALS:
        return _(REFUSALS[failure.problem])
    return _("This file was removed.") if failure.kind is Kind.GONE else failure.sentence()
