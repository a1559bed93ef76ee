"""What a text means to its readers, without what nobody can see: one form for the site, REST and events."""

import re
import unicodedata
from datetime import date

_HIDDEN = re.compile(
    "[\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb"  # no width, no meaning here
    "\u202a-\u202e\u2066-\u2069]"  # they turn the direction of all that follows (UAX 9)
)
"""Left out wherever they stand. Joiners, marks of one character's direction and variations are not among
them: emoji, Persian and Arabic are written with those."""
_BLANKS = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and symbols by their category, and nothing to the eye."""
_UNSEEN = frozenset({"Cf", "Mn", "Me"})
"""Categories whose characters show nothing, or nothing without another one."""
_ENDS = "".join(filter(str.isspace, map(chr, range(0x3001)))) + _BLANKS


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def day_in(text: str) -> date | None:
    """Return the day that a text is, written as ``2026-11-24``; None for any other text.

    An answer to a question for a day travels like this, and each reader is shown it in their own language.
    """
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def cleaned(text: str) -> str:
    r"""Return the text without hidden characters and without blanks at its ends, each line ended by ``\n``.

    Where nothing of it can be seen, nothing is left.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = _HIDDEN.sub("", lines).strip(_ENDS)
    return kept if any(map(_is_seen, kept)) else ""


def _is_seen(char: str) -> bool:
    return unicodedata.category(char) not in _UNSEEN and char not in _ENDS
