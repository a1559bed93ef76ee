"""Finds what somebody wrote anew in an answer: without what they quote, and without signatures.

The libraries that do so lose words in Spanish (docs/decisions), so the rules stand here, and they are
careful: what might be a person's own words stays. Each looks at a line or a few, so any text takes time
in proportion to its length.
"""

import re
from collections.abc import Sequence

from backend.notifications.composing.letter import ANSWER_RULE

SIGNATURE_MOST = 10
"""Lines; what follows ``--`` and is longer is no signature."""
HEADER_SPAN = 8
"""Lines over which the header of a quoted mail may stretch."""
_ATTRIBUTION_SPAN = 4
_LONGEST_ATTRIBUTION = 400

_MOMENT = re.compile(r"\d{1,2}[:.]\d\d|\d{4}")
_SEPARATOR = re.compile(
    r"[-_*\s]{2,40}(?:mensaje original|original message|mensaje reenviado|forwarded message)[-_*\s]{2,40}",
    re.IGNORECASE,
)
_FROM = re.compile(r"[*\s]*(?:De|From)\s?:[*\s]", re.IGNORECASE)
_HEADER = re.compile(
    r"[*\s]*(?:Enviado(?: el)?|Fecha|Para|Asunto|CC|Sent|Date|To|Subject)\s?:[*\s]", re.IGNORECASE
)
_APPENDED = re.compile(
    r"(?:Enviado desde (?:mi |Outlook|Yahoo|Correo |el correo)|Sent from (?:my |Outlook|Yahoo|Mail )"
    r"|Obt[eé]n(?:er)? Outlook |Descargar Outlook |Get Outlook |Sent with Proton|Enviado con Proton)",
    re.IGNORECASE,
)


def newly_written(text: str) -> str:
    """Return what is new in the text of an answer; nothing where all of it is quoted."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    kept = _without_appended(_without_signature(_without_quotes(lines)))
    return "\n".join(kept).strip()


def _without_quotes(lines: Sequence[str]) -> list[str]:
    """Leave out quoted lines wherever they stand, and all below the head of a mail that is not marked so."""
    kept: list[str] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        if line.startswith(">"):
            place += 1
        elif _ends_here(lines, place):
            break
        elif span := _attribution(lines, place):
            if not _is_quoted(lines, place + span):
                break
            place += span
        else:
            kept.append(line)
            place += 1
    return kept


def _ends_here(lines: Sequence[str], place: int) -> bool:
    """Whether another mail begins here: our own line, a separator, or a block of its headers."""
    line = lines[place]
    # A program that wraps lines may have parted it.
    if line.lstrip(" *").startswith(ANSWER_RULE) or (ANSWER_RULE in line and ANSWER_RULE[::-1] in line):
        return True
    if _SEPARATOR.fullmatch(line):
        return True
    if _FROM.match(line):
        following = lines[place + 1 : place + HEADER_SPAN]
        return sum(bool(_HEADER.match(each)) for each in following) >= 2
    rule = line.strip()
    is_rule = len(rule) >= 20 and not rule.strip("_")
    following = [each for each in lines[place + 1 : place + 4] if each.strip()]
    return is_rule and bool(following) and bool(_FROM.match(following[0]))


def _attribution(lines: Sequence[str], place: int) -> int:
    """Return over how many lines from here it says who wrote what follows; 0 where it does not."""
    first = lines[place].lstrip("- ")
    if not first.startswith(("El ", "On ")):
        return 0
    joined = ""
    for span, line in enumerate(lines[place : place + _ATTRIBUTION_SPAN], start=1):
        joined = f"{joined} {line.strip()}"
        if not line.strip() or len(joined) > _LONGEST_ATTRIBUTION:
            return 0
        if joined.rstrip(" -").endswith(("escribió:", "wrote:", "escribió", "wrote")):
            names_somebody = "@" in joined or _MOMENT.search(joined)
            is_certain = "@" in joined or _leads_to_a_mail(lines, place + span)
            return span if names_somebody and is_certain else 0
    return 0


def _leads_to_a_mail(lines: Sequence[str], place: int) -> bool:
    """Whether what follows is marked as quoted, or is our own mail."""
    following = [line for line in lines[place : place + HEADER_SPAN] if line.strip()]
    return bool(following) and (following[0].startswith(">") or ANSWER_RULE in following[0])


def _is_quoted(lines: Sequence[str], place: int) -> bool:
    following = (line for line in lines[place:] if line.strip())
    return next(following, ">").startswith(">")


def _without_signature(lines: Sequence[str]) -> list[str]:
    """Cut at ``--``, unless too much follows for a signature."""
    for place, line in enumerate(lines):
        if line == "--" and sum(bool(each.strip()) for each in lines[place + 1 :]) <= SIGNATURE_MOST:
            return list(lines[:place])
    return list(lines)


def _without_appended(lines: Sequence[str]) -> list[str]:
    """Leave out what telephones append, such as "Sent from my iPhone"."""
    kept = list(lines)
    while kept and (not kept[-1].strip() or (_APPENDED.match(kept[-1].strip()) and len(kept[-1]) < 120)):
        kept.pop()
    return kept
