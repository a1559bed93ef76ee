"""Plain text: bytes that are words in some encoding, and nothing else."""

import codecs
import unicodedata

from charset_normalizer import from_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BREAKS = frozenset("\t\n\r\f")
_NO_WORDS = frozenset({"Cc", "Cn", "Co", "Cs"})
_LIKELY = ["cp1252", "iso8859_15", "mac_roman", "cp850", "cp1250"]
"""What is looked for where it is not Unicode: the encodings of the languages that customers write."""


def as_text(content: bytes) -> str | None:
    """Return the text that these bytes are; None where they are none."""
    text = _decoded(content)
    return text if text is not None and _is_words(text) else None


def _decoded(content: bytes) -> str | None:
    marked = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(marked)
    except UnicodeDecodeError:
        best = from_bytes(content, cp_isolation=_LIKELY).best()
        return None if best is None else str(best)


def _is_words(text: str) -> bool:
    """Tell whether all of it can be seen: programs and pictures are full of control characters."""
    used = set(text) - _BREAKS
    return any(not char.isspace() for char in used) and not any(
        unicodedata.category(char) in _NO_WORDS for char in used
    )
