"""The words of mails: English in the code, the other languages in ``translations``."""

import gettext
from functools import cache
from pathlib import Path

from shared.contracts.vocabulary import Language

DOMAIN = "notifications"
TRANSLATIONS = Path(__file__).parent.parent / "translations"


class Texts:
    """Speaks one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._found = _translations(language)

    def gettext(self, message: str, /, **values: object) -> str:
        """Return the message in this language, with each ``{name}`` filled in."""
        return self._found.gettext(message).format(**values)


@cache
def _translations(language: Language) -> gettext.NullTranslations:
    """Read a compiled catalogue; English needs none, any other without one is an error at once."""
    if language is Language.ENGLISH:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, TRANSLATIONS, languages=[language])
