"""How text becomes words that can be compared: lower case, without accents, and without their endings.

Every text is read as Spanish and as English, because customers mix them, and once as it stands.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from tantivy import Filter, Index, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 40
"""Bytes; what is longer is no word, and is left out."""
_ION = re.compile(r"(?<=\w)(ion|ION)\b")


def _analyzer(*filters: Filter) -> TextAnalyzer:
    builder = TextAnalyzerBuilder(Tokenizer.simple())
    for each in (Filter.remove_long(LONGEST_WORD), Filter.lowercase(), *filters):
        builder = builder.filter(each)
    return builder.build()


# Accents go after the endings: the Spanish rules need them.
PLAIN = _analyzer(Filter.ascii_fold())
SPANISH = _analyzer(Filter.stemmer("spanish"), Filter.ascii_fold())
ENGLISH = _analyzer(Filter.stemmer("english"), Filter.ascii_fold())
_WITHOUT_SPANISH = _analyzer(Filter.stopword("spanish"))
_WITHOUT_ENGLISH = _analyzer(Filter.stopword("english"))


@dataclass(frozen=True, slots=True)
class Forms:
    """One word in the three forms that the index knows it by; a very long one has none."""

    plain: str
    spanish: str
    english: str

    @property
    def stems(self) -> frozenset[str]:
        """Return the word without its endings, in either language."""
        return frozenset((self.spanish, self.english))


def register(index: Index) -> None:
    """Tell an index how its fields are read; needed each time that it is opened."""
    for name, analyzer in (("plain", PLAIN), ("spanish", SPANISH), ("english", ENGLISH)):
        index.register_tokenizer(name, analyzer)


def accented(text: str) -> str:
    """Give Spanish ``-ión`` the accent that many leave out, else its singular and plural part ways."""
    return _ION.sub(lambda found: "ión" if found[0] == "ion" else "IÓN", text)


@lru_cache(maxsize=50_000)
def forms(word: str) -> Forms | None:
    """Return the forms of one word; None where it has none."""
    plain, spanish, english = (
        PLAIN.analyze(word),
        SPANISH.analyze(accented(word)),
        ENGLISH.analyze(word),
    )
    if len(plain) != 1 or len(spanish) != 1 or len(english) != 1:
        return None
    return Forms(plain[0], spanish[0], english[0])


@lru_cache(maxsize=10_000)
def is_filler(word: str) -> bool:
    """Tell whether a word says nothing by itself in Spanish or in English, such as ``la`` or ``the``."""
    return not (_WITHOUT_SPANISH.analyze(word) and _WITHOUT_ENGLISH.analyze(word))
