"""Calling a colleague in a note: what is being typed after an ``@``, and who fits."""

import re
from collections.abc import Iterable

from desktop.state.colleagues import Colleague
from desktop.state.folding import fold
from desktop.state.natural import natural
from desktop.state.texts import language

MOST = 6
_BEGUN = re.compile(r"(?:^|(?<=[\s(]))@([^\s@]*(?: [^\s@]+)?)$")


def begun(before: str) -> str | None:
    """Return what was typed of a name in the words before the cursor; None where no name is being typed."""
    found = _BEGUN.search(before)
    return found[1] if found else None


def fitting(colleagues: Iterable[Colleague], query: str) -> list[Colleague]:
    """Return who works here and has a name, or a part of one, that begins so; by name."""
    wanted = fold(query)
    fits = [one for one in colleagues if one.active and _begins(fold(one.name), wanted)]
    return sorted(fits, key=lambda one: natural(one.name, language()))[:MOST]


def _begins(name: str, wanted: str) -> bool:
    return name.startswith(wanted) or any(part.startswith(wanted) for part in name.split())
