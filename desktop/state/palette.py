"""Finds a command by a few letters of its name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.state.folding import fold, words_of


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the palette: its name for the program and for people, icon, key and a hint.

    ``obstacle`` is why it can't be done now. ``also`` are other words by which people look for it.
    """

    name: str
    text: str
    icon: str
    key: str = ""
    obstacle: str | None = None
    hint: str = ""
    also: str = ""


def found(query: str, commands: Iterable[Command]) -> Sequence[Command]:
    """Return the commands that fit what was typed, the best first; what is possible goes before the rest.

    A command fits when every word typed is in its name or begins one of its other words, or when all letters
    follow each other in its name.
    """
    ranked = [(rank, one) for one in commands if (rank := _rank(query, one)) is not None]
    ranked.sort(key=lambda pair: (pair[1].obstacle is not None, pair[0]))
    return [one for _rank_of, one in ranked]


def _rank(query: str, command: Command) -> int | None:
    """Return how well it fits, 0 being the best; None where it does not."""
    words, name = words_of(query), fold(command.text)
    if not words:
        return 0
    parts = name.split()
    if all(any(part.startswith(word) for part in parts) for word in words):
        return 0 if parts[0].startswith(words[0]) else 1
    if all(word in name for word in words):
        return 2
    others = [*parts, *words_of(command.also)]
    if all(any(part.startswith(word) for part in others) for word in words):
        return 3
    letters = iter(name)
    return 4 if all(letter in letters for letter in "".join(words)) else None
