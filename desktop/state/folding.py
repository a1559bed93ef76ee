"""Text as people search for it: without capitals or accents."""

import re
import unicodedata

_MARKS = re.compile("[\u0300-\u036f]+")
"""The accents of the scripts of Europe, which nearly every text has none but."""
_FARTHER = re.compile("[\u0483-\U0010ffff]")


def fold(text: str) -> str:
    """Return the text in small letters and without accents, so that ``jose`` finds ``José``."""
    if text.isascii():
        return text.lower()
    apart = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    if _FARTHER.search(apart):
        apart = "".join(char for char in apart if not unicodedata.combining(char))
    return apart.casefold()


def words_of(query: str) -> tuple[str, ...]:
    """Return the folded words of what a person typed; a row must contain each of them."""
    return tuple(fold(query).split())
