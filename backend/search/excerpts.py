"""The part of a conversation that shows why it was found, with the places to mark."""

from collections.abc import Iterator
from itertools import islice

from backend.search.domain import Shown
from backend.search.queries import Wanted
from backend.search.words import WORD, forms
from shared.contracts.search import Excerpt, Highlight

LONGEST = 220
_SCANNED, _MOST_PLACES = 50_000, 200
_BEFORE = 60
"""So many characters before the first place that is marked."""


def excerpt(shown: Shown, wanted: Wanted) -> Excerpt:
    """Return what to show of an incident: its words, else its notes, else how it begins."""
    body = "\n".join(text.body for text in shown.texts.values())
    for text, is_note in ((body, False), (shown.notes, True)):
        places = list(islice(_places(text[:_SCANNED], wanted), _MOST_PLACES))
        if places:
            return _around(text, places, is_note=is_note)
    return _around(body, [], is_note=False)


def _places(text: str, wanted: Wanted) -> Iterator[tuple[int, int]]:
    sought = (*wanted.words, wanted.beginning) if wanted.beginning else wanted.words
    spanish, english = {word.spanish for word in sought}, {word.english for word in sought}
    quoted = {part for phrase in wanted.phrases for part in phrase}
    beginning = wanted.beginning.plain if wanted.beginning else None
    for found in WORD.finditer(text):
        word = forms(found[0])
        if word and (
            word.spanish in spanish
            or word.english in english
            or word.plain in quoted
            or (beginning and word.plain.startswith(beginning))
        ):
            yield found.span()


def _around(text: str, places: list[tuple[int, int]], *, is_note: bool) -> Excerpt:
    """Cut out the stretch that begins shortly before the place with the most places behind it."""
    start = 0
    if places:
        richest = max(places, key=lambda place: _within(places, place[0]))
        start = _word_start(text, max(0, richest[0] - _BEFORE))
    end = min(len(text), start + LONGEST)
    if end < len(text):
        cut = text.rfind(" ", start + LONGEST // 2, end)
        end = cut if cut > 0 else end
    marks = tuple(
        Highlight(start=first - start, end=last - start)
        for first, last in places
        if first >= start and last <= end
    )
    before, behind = "… " if start else "", " …" if end < len(text) else ""
    shift = len(before)
    moved = tuple(Highlight(start=mark.start + shift, end=mark.end + shift) for mark in marks)
    # One character for one: the places stay where they are.
    line = "".join(" " if char.isspace() else char for char in text[start:end])
    return Excerpt(text=f"{before}{line}{behind}", highlights=moved, is_note=is_note)


def _within(places: list[tuple[int, int]], start: int) -> int:
    return sum(start <= first and last <= start + LONGEST - _BEFORE for first, last in places)


def _word_start(text: str, position: int) -> int:
    """Return the beginning of a word at or soon behind a position."""
    if position == 0:
        return 0
    space = text.find(" ", position, position + _BEFORE)
    return space + 1 if space >= 0 else position
