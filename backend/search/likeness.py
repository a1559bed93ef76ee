"""How much a text that somebody is writing is like a text that is there: from 0 to about 1.

Each word weighs as much as it is rare. What counts is the weight of the shared words, against that of the
most telling words of the text; a shared word of the title counts fully, one of the body half.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from backend.search.words import WORD, Forms, forms, is_filler

TELLING = 6
"""So many of the heaviest words make up the measure; a long text must not need to share them all."""
MOST_WORDS = 60
IN_THE_BODY = 0.5
FEWEST_SHARED = 2
Frequency = Callable[[Forms], int]
"""In how many documents a word occurs, in any form."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """The words of a text that say something, each with its weight."""

    weights: dict[Forms, float]

    @property
    def measure(self) -> float:
        """Return the weight of its most telling words."""
        return sum(sorted(self.weights.values(), reverse=True)[:TELLING])


def weigh(text: str, frequency: Frequency, documents: int) -> Weighed:
    """Weigh the words of a text; one that occurs nowhere weighs most of all."""
    weights: dict[Forms, float] = {}
    for word in telling_words(text):
        if word not in weights:
            weights[word] = math.log1p((documents + 1) / (frequency(word) + 1))
        if len(weights) == MOST_WORDS:
            break
    return Weighed(weights)


def telling_words(text: str) -> Iterable[Forms]:
    """Yield the words of a text but for the fillers, each as often as it comes."""
    for found in WORD.findall(text):
        word = forms(found)
        if word and len(word.plain) > 1 and not is_filler(found):
            yield word


def likeness(sought: Weighed, title: str, body: str) -> float:
    """Return how much a text is like this title and body; 0 where they share too little to tell."""
    in_title, in_body = _stems(title), _stems(body)
    shared, total = 0, 0.0
    for word, weight in sought.weights.items():
        if word.spanish in in_title[0] or word.english in in_title[1]:
            shared, total = shared + 1, total + weight
        elif word.spanish in in_body[0] or word.english in in_body[1]:
            shared, total = shared + 1, total + weight * IN_THE_BODY
    if shared < min(FEWEST_SHARED, len(sought.weights)) or not sought.measure:
        return 0.0
    return total / sought.measure


def _stems(text: str) -> tuple[set[str], set[str]]:
    words = list(telling_words(text))
    return {word.spanish for word in words}, {word.english for word in words}
