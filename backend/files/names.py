"""Names of files, made harmless: for a page, a header, and whatever system saves them."""

import re
import unicodedata

from backend.files.domain import EXTENSIONS
from shared.contracts.vocabulary import FILE_NAME_MAX

NAMELESS = "file"
_HIDDEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Categories of characters that nobody sees, or that turn the text around them."""
_RESERVED = re.compile(r'[<>:"|?*]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,8}$")


def fitting_name(given: str, media_type: str) -> str:
    """Return the name under which a file of this type is kept: one line, no path, an honest extension."""
    last = re.split(r"[/\\]", given[: 10 * FILE_NAME_MAX])[-1]
    seen = "".join(
        " " if char.isspace() else char
        for char in unicodedata.normalize("NFC", last)
        if char.isspace() or unicodedata.category(char) not in _HIDDEN
    )
    name = _RESERVED.sub("_", " ".join(seen.split())).strip(". ")
    stem, extension = _parted(name, media_type)
    stem = stem[: FILE_NAME_MAX - len(extension) - 1].strip(". ") or NAMELESS
    return f"{'_' if _DEVICES.match(stem) else ''}{stem}{extension}"


def _parted(name: str, media_type: str) -> tuple[str, str]:
    """Return stem and extension; one that does not fit gives way to one that does."""
    fitting = EXTENSIONS[media_type]
    found = _EXTENSION.search(name)
    if found is None:
        return name, fitting[0]
    stem, extension = name[: found.start()], found[0]
    return stem, extension if extension.lower() in fitting else fitting[0]
