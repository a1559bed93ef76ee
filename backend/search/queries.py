"""What an employee types, and the query that it becomes.

All words must be there. The last one may be only the beginning of a word, unless a space follows. What
stands in quotes must be there as it stands. A reference is found in any spelling, and by its beginning.
"""

import re
from dataclasses import dataclass

from tantivy import Occur, Query

from backend.search.domain import Kind
from backend.search.schema import SCHEMA
from backend.search.words import PLAIN, WORD, Forms, forms, is_filler
from shared.contracts.vocabulary import State
from shared.ids import ALPHABET

MOST_WORDS = 24
"""Further words are left out: each costs time, and nobody types so many."""
SHORTEST_BEGINNING = 2
_REFERENCE_LENGTH = 8
_QUOTED = re.compile(r'"([^"]*)"')
_SIGN = re.compile(r"[.()\[\]{}*+?|^$\\]")
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})
_PLACES = ("plain", "people", "notes_plain")
_FIRST = 50.0
"""So far a reference stands above words."""
_LAST = 0.05


class NothingToFindError(ValueError):
    """There is no word in what was typed."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed, taken apart."""

    words: tuple[Forms, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    beginning: Forms | None = None
    reference: str = ""
    """The whole as (the beginning of) a reference, without hyphens; empty where it can't be one."""


def understand(typed: str) -> Wanted:
    """Take apart what was typed; raise NothingToFindError where there is no word in it."""
    phrases = [tuple(PLAIN.analyze(found)) for found in _QUOTED.findall(typed)]
    rest = _QUOTED.sub(" ", typed)
    chunks = [tuple(filter(None, map(forms, WORD.findall(chunk)))) for chunk in rest.split()]
    chunks = [chunk for chunk in chunks if chunk][:MOST_WORDS]
    beginning = None
    if chunks and not rest[-1].isspace() and not typed.endswith('"') and WORD.search(rest[-1]):
        beginning = chunks[-1][-1]
        chunks[-1] = chunks[-1][:-1]
    words = [chunk[0] for chunk in chunks if len(chunk) == 1]
    # An address or an order number: its parts must stand side by side.
    phrases += [tuple(part.plain for part in chunk) for chunk in chunks if len(chunk) > 1]
    wanted = Wanted(
        tuple(words),
        tuple(phrase[:MOST_WORDS] for phrase in phrases if phrase)[:MOST_WORDS],
        beginning,
        _reference(typed),
    )
    if not (wanted.words or wanted.phrases or wanted.beginning):
        raise NothingToFindError("There is no word in it.")
    return _without_fillers(wanted)


def staff_query(wanted: Wanted, state: State | None = None, category: str | None = None) -> Query:
    """Return the query for incidents that an employee may see: all of them, notes too."""
    parts = [_word(word) for word in wanted.words]
    parts += [_anywhere(phrase) for phrase in wanted.phrases]
    if wanted.beginning:
        parts.append(_beginning(wanted.beginning))
    found = Query.boolean_query([(Occur.Must, part) for part in parts])
    if wanted.reference:
        found = any_of(found, _by_reference(wanted.reference))
    limits = {"kind": Kind.INCIDENT.value, "state": state and state.value, "category": category}
    return narrowed(found, {name: value for name, value in limits.items() if value})


def narrowed(query: Query, limits: dict[str, str]) -> Query:
    """Return the query for those of its finds whose exact fields have these values."""
    parts = [Query.const_score_query(exactly(name, value), 0.0) for name, value in limits.items()]
    return Query.boolean_query([(Occur.Must, part) for part in (query, *parts)])


def exactly(field: str, value: str) -> Query:
    """Return the query for one value of an exact field."""
    return Query.term_query(SCHEMA, field, value, "basic")


def any_of(*queries: Query) -> Query:
    """Return the query for what one of these finds."""
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def stemmed(word: Forms, prefix: str = "") -> list[Query]:
    """Return the queries for a word with any ending, in both languages."""
    return [
        Query.term_query(SCHEMA, f"{prefix}spanish", word.spanish, "freq"),
        Query.term_query(SCHEMA, f"{prefix}english", word.english, "freq"),
    ]


def _word(word: Forms) -> Query:
    person = Query.term_query(SCHEMA, "people", word.plain)
    queries = [*stemmed(word), *stemmed(word, "notes_"), person]
    if len(word.plain) == _REFERENCE_LENGTH and (reference := _reference(word.plain)):
        queries.append(_by_reference(reference))
    return any_of(*queries)


def _beginning(word: Forms) -> Query:
    if len(word.plain) < SHORTEST_BEGINNING:
        return _word(word)
    # Without accents and such, a letter like ⑴ becomes three signs.
    pattern = _SIGN.sub(r"\\\g<0>", word.plain) + ".*"
    starts = [Query.regex_query(SCHEMA, place, pattern) for place in _PLACES]
    return any_of(_word(word), *starts)


def _anywhere(phrase: tuple[str, ...]) -> Query:
    if len(phrase) == 1:
        return any_of(*(Query.term_query(SCHEMA, place, phrase[0]) for place in _PLACES))
    return any_of(*(Query.phrase_query(SCHEMA, place, list(phrase)) for place in _PLACES))


def _reference(typed: str) -> str:
    """Read a text as (the beginning of) a reference, forgiving O for 0, and I or L for 1."""
    text = typed.upper().translate(_MISREAD)
    has_digit, has_letter = any(map(str.isdigit, text)), any(map(str.isalpha, text))
    shortest = 2 if has_digit and has_letter else 4
    if shortest <= len(text) <= _REFERENCE_LENGTH and set(text) <= set(ALPHABET):
        return text
    return ""


def _by_reference(reference: str) -> Query:
    if len(reference) == _REFERENCE_LENGTH:
        return Query.const_score_query(exactly("reference", reference), _FIRST)
    mixed = not (reference.isalpha() or reference.isdigit())
    begins = Query.regex_query(SCHEMA, "reference", f"{reference}.*")
    return Query.const_score_query(begins, _FIRST if mixed else _LAST)


def _without_fillers(wanted: Wanted) -> Wanted:
    """Leave out words such as ``la`` and ``the``, unless there is nothing else."""
    words = tuple(word for word in wanted.words if not is_filler(word.plain))
    beginning = wanted.beginning
    if beginning and is_filler(beginning.plain):
        beginning = None
    if words or wanted.phrases or beginning:
        return Wanted(words, wanted.phrases, beginning, wanted.reference)
    return wanted
