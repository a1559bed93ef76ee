"""Text as people search for it: without capitals or accents."""

import unicodedata


def fold(text: str) -> str:
    """Return the text in small letters and without accents, so that ``jose`` finds ``José``."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text)
    return "".join(char for char in apart if not unicodedata.combining(char)).casefold()


def words_of(query: str) -> tuple[str, ...]:
    """Return the folded words of what a person typed; a row must contain each of them."""
    return tuple(fold(query).split())
