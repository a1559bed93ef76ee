"""What a room of the administration shows: lines to choose from, and what can be done with the chosen one."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.state.folding import fold, words_of


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list; ``is_over`` is what is out of use, and shown fainter."""

    id: str
    title: str
    detail: str = ""
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Deed:
    """A button below the form. Where there is a ``question``, it is asked first."""

    name: str
    text: str
    question: str = ""


def matching(lines: Sequence[Line], query: str) -> list[Line]:
    """Return the lines that have every word of the query, whatever its accents."""
    words = words_of(query)
    return [one for one in lines if all(word in fold(f"{one.title} {one.detail}") for word in words)]
