"""The countries of ISO 3166-1, by their names in the page's language."""

import unicodedata
from functools import lru_cache

from babel import Locale
from flask_babel import get_locale

_NO_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"}
"""What the Unicode Consortium names with two letters too: parts, unions, and marks for tests."""


def countries() -> list[tuple[str, str]]:
    """Return code and name of each, by name."""
    return _countries(get_locale())


@lru_cache(maxsize=8)
def _countries(locale: Locale) -> list[tuple[str, str]]:
    named = [
        (code, name)
        for code, name in locale.territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
    ]
    return sorted(named, key=lambda pair: _without_accents(pair[1]).casefold())


def _without_accents(name: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each))
