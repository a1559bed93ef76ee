"""Which incidents are like one that an employee looks at."""

from uuid import UUID

from tantivy import Searcher

from backend.search.domain import Key, Kind, Shown
from backend.search.likeness import likeness, weigh
from backend.search.queries import any_of, exactly, narrowed, stemmed
from backend.search.suggesting import CANDIDATES, found, frequency
from shared.contracts.search import SimilarIncident

MOST = 5
ALIKE = 0.3
"""From this likeness on an incident is named."""


def similar(searcher: Searcher, incident_id: UUID) -> list[SimilarIncident] | None:
    """Return the incidents most like one, by what customers and staff wrote; None where it is not indexed.

    Notes don't count: they say more about the work than about the matter.
    """
    key = str(Key(Kind.INCIDENT, incident_id))
    _, itself = found(searcher, exactly("key", key), 1)
    if not itself:
        return None
    sought = weigh(_text(itself[0][0]), lambda word: frequency(searcher, word), searcher.num_docs)
    if not sought.weights:
        return []
    words = any_of(*(query for word in sought.weights for query in stemmed(word)))
    _, candidates = found(searcher, narrowed(words, {"kind": Kind.INCIDENT.value}), CANDIDATES + 1)
    scored = [
        (max(likeness(sought, text.title, text.body) for text in shown.texts.values()), shown)
        for shown, _ in candidates
        if shown.key != key
    ]
    best = sorted(((score, shown) for score, shown in scored if score >= ALIKE), key=lambda each: -each[0])
    return [
        SimilarIncident(id=Key.parse(shown.key).id, score=round(score, 3)) for score, shown in best[:MOST]
    ]


def _text(shown: Shown) -> str:
    return "\n".join(f"{text.title}\n{text.body}" for text in shown.texts.values())
