"""Makes the text of a comment out of what somebody wrote in a mail: clean, and in parts that fit."""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.notifications.composing.texts import Texts
from shared.contracts.vocabulary import TEXT_MAX
from shared.contracts.wording import cleaned

TOO_MANY = "too-many-files"
"""The fault of a file that came after as many as a message takes."""
PACKED = "packed-by-outlook"
"""The fault of files that only Outlook could unpack."""
PARTS_MOST = 5
"""So many comments one mail may make; that is 50,000 letters."""
_CUT = "\n[…]"
_NAMED_MOST = 10


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that was not kept; ``fault`` is the word for why, as ``files`` has it."""

    name: str
    fault: str

    def told(self, texts: Texts) -> str:
        """Return its name and, where that is known, what speaks against it."""
        reasons = {
            TOO_MANY: texts.gettext("five files at most"),
            PACKED: texts.gettext("Outlook has packed files into it: please send a mail of plain text"),
            "file-too-large": texts.gettext("more than 10 MB"),
            "unknown-kind": texts.gettext("only pictures, PDF and plain text are taken"),
            "broken-file": texts.gettext("it can't be read"),
            "too-many-pixels": texts.gettext("the picture is too large"),
            "active-content": texts.gettext("there are programs or files in it"),
            "locked-file": texts.gettext("it has a password"),
        }
        return f"{self.name} ({reasons[self.fault]})" if self.fault in reasons else self.name


def comments_of(text: str, left_out: Sequence[LeftOut], texts: Texts) -> list[str]:
    """Return the comments that a mail makes; none where it has neither text nor files.

    ``left_out`` are the files that could not be kept, which the last comment tells.
    """
    said = _clean(text)
    if left_out:
        told = [file.told(texts) for file in left_out[:_NAMED_MOST]]
        names = ", ".join([*told, "…"] if len(left_out) > _NAMED_MOST else told)
        note = texts.gettext("[Files that came with this mail and could not be kept: {names}]", names=names)
        said = f"{said}\n\n{note}" if said else note
    return _parted(said)


def no_text(texts: Texts) -> str:
    """Return what stands for the text of a mail that has none but brought files."""
    return texts.gettext("[This mail had no text.]")


def one_line(text: str, longest: int) -> str:
    """Return a text as a name may be: printable, on one line, no longer than that."""
    shown = "".join(char if char.isprintable() else " " for char in cleaned(text))
    return cleaned(" ".join(shown.split())[:longest])


def _clean(text: str) -> str:
    """Leave out what no text may have: control characters, and halves of letters."""
    whole = text.encode("utf-8", "replace").decode()
    return cleaned("".join(char for char in whole if char in "\t\n" or _is_shown(char)))


def _is_shown(char: str) -> bool:
    return ord(char) >= 32 and not 127 <= ord(char) < 160


def _parted(text: str) -> list[str]:
    """Cut a text into parts that a comment takes, at the end of a line where there is one."""
    parts: list[str] = []
    rest = text.strip()
    while rest and len(parts) < PARTS_MOST:
        if len(rest) <= TEXT_MAX:
            parts, rest = [*parts, rest], ""
            break
        cut = rest.rfind("\n", TEXT_MAX // 2, TEXT_MAX)
        cut = cut if cut > 0 else TEXT_MAX
        parts.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    if rest:
        parts[-1] = parts[-1][: TEXT_MAX - len(_CUT)] + _CUT
    return [part for part in map(cleaned, parts) if part]
