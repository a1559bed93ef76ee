"""Names in the order in which people look for them: letters as the language has them, numbers by value."""

import re
import unicodedata

from desktop.state.folding import fold
from shared.contracts.vocabulary import Language

_NUMBER = re.compile(r"\d+")
_DIGITS = 12
"""Numbers up to so many digits stand in the order of their values."""
_BEHIND_EVERY_N = "n\uffff"


def natural(text: str, language: Language) -> str:
    """Return what a text is sorted by: ``lote 9`` before ``lote 10``, ``Álvaro`` before ``Ana``.

    Accents count among otherwise equal words only. The Spanish ñ is a letter of its own, between n and o.
    """
    if text.isascii():
        return _by_value(text.lower())
    if language is Language.SPANISH:
        composed = unicodedata.normalize("NFC", text)
        letters = fold(composed.replace("ñ", "\ue000").replace("Ñ", "\ue000")).replace(
            "\ue000", _BEHIND_EVERY_N
        )
    else:
        letters = fold(text)
    return f"{_by_value(letters)}\0{text.casefold()}"


def _by_value(text: str) -> str:
    return _NUMBER.sub(lambda found: found[0].zfill(_DIGITS), text)
