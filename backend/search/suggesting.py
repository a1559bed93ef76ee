"""What may already help somebody who is about to open an incident."""

from dataclasses import dataclass
from typing import Any

from tantivy import Occur, Query, Searcher

from backend.search.domain import Key, Kind, Shown, ShownText
from backend.search.likeness import Weighed, likeness, weigh
from backend.search.queries import any_of, exactly, narrowed, stemmed
from backend.search.words import Forms
from backend.search.writer import faults
from shared.contracts.knowledge import Suggestion, SuggestionKind
from shared.contracts.vocabulary import FIELD_VALUE_MAX, Language, State

MOST = 3
CANDIDATES = 20
"""So many of those that the index finds best are compared word by word."""
HELPFUL, SAME = 0.18, 0.45
"""From this likeness on an answer is shown, and an incident of the customer's own counts as the same."""
SAME_CATEGORY, OTHER_CATEGORY = 1.25, 0.8
_OPEN = (State.OPEN, State.ASSIGNED, State.WAITING)
_KINDS = {
    Kind.ANSWER: SuggestionKind.ANSWER,
    Kind.KNOWN_INCIDENT: SuggestionKind.KNOWN_INCIDENT,
    Kind.INCIDENT: SuggestionKind.OWN_INCIDENT,
}


@dataclass(frozen=True, slots=True)
class Occasion:
    """What is being written, by whom: ``customer_id`` where they are signed in."""

    text: str
    category: str | None = None
    language: Language | None = None
    customer_id: str | None = None


def suggestions(searcher: Searcher, occasion: Occasion) -> list[Suggestion]:
    """Return the best, at most three: answers, known incidents, and the customer's own open incident."""
    sought = weigh(occasion.text, lambda word: frequency(searcher, word), searcher.num_docs)
    if not sought.weights:
        return []
    found = [
        suggestion
        for shown in _candidates(searcher, sought, occasion.customer_id)
        if (suggestion := _suggestion(shown, sought, occasion))
    ]
    return sorted(found, key=lambda each: -each.score)[:MOST]


def frequency(searcher: Searcher, word: Forms) -> int:
    """Return in how many documents a word occurs, with any ending."""
    return max(searcher.doc_freq("spanish", word.spanish), searcher.doc_freq("english", word.english))


def _candidates(searcher: Searcher, sought: Weighed, customer_id: str | None) -> list[Shown]:
    words = any_of(*(query for word in sought.weights for query in stemmed(word)))
    known = any_of(*(exactly("kind", kind.value) for kind in (Kind.ANSWER, Kind.KNOWN_INCIDENT)))
    queries = [Query.boolean_query([(Occur.Must, words), (Occur.Must, Query.const_score_query(known, 0.0))])]
    if customer_id:
        own = narrowed(words, {"kind": Kind.INCIDENT.value, "customer_id": customer_id})
        is_open = Query.const_score_query(any_of(*(exactly("state", state.value) for state in _OPEN)), 0.0)
        queries.append(Query.boolean_query([(Occur.Must, own), (Occur.Must, is_open)]))
    return [shown for query in queries for shown, _ in found(searcher, query, CANDIDATES)[1]]


def found(
    searcher: Searcher, query: Query, limit: int, offset: int = 0
) -> tuple[int, list[tuple[Shown, float]]]:
    """Return how many a query finds, and the best of them with their scores."""
    with faults():
        result: Any = searcher.search(query, limit, offset=offset)
        stored = [(searcher.doc(address).get_first("shown"), score) for score, address in result.hits]
    return result.count, [
        (Shown.model_validate_json(bytes(shown)), score) for shown, score in stored if shown
    ]


def _suggestion(shown: Shown, sought: Weighed, occasion: Occasion) -> Suggestion | None:
    key = Key.parse(shown.key)
    is_own = key.kind is Kind.INCIDENT
    score = max(likeness(sought, text.title, text.body) for text in shown.texts.values())
    if shown.category and occasion.category:
        score *= SAME_CATEGORY if shown.category == occasion.category else OTHER_CATEGORY
    if score < (SAME if is_own else HELPFUL):
        return None
    text = _in_language(shown, occasion.language)
    return Suggestion(
        kind=_KINDS[key.kind],
        id=key.id,
        title=text.title,
        excerpt=None if is_own else _beginning(text.body),
        reference=shown.reference if is_own else None,
        score=round(score, 3),
    )


def _in_language(shown: Shown, language: Language | None) -> ShownText:
    if language and language in shown.texts:
        return shown.texts[language]
    return next(iter(shown.texts.values()))


def _beginning(body: str) -> str:
    line = " ".join(body.split())
    if len(line) <= FIELD_VALUE_MAX:
        return line
    return line[: FIELD_VALUE_MAX - 2].rsplit(" ", 1)[0] + " …"
