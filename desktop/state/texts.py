"""The texts on screen: written in English in the code, shown in the language that the person chose."""

import gettext as _gettext
import io
from pathlib import Path

from shared.contracts.vocabulary import Language

DOMAIN = "desktop"
TRANSLATIONS = Path(__file__).parent.parent / "translations"

_loaded: dict[Language, _gettext.NullTranslations] = {}


class _Chosen:
    """The language in use; a console has one at a time."""

    language = Language.ENGLISH


def choose(language: Language) -> None:
    """Speak this language from now on; what is on screen already must be written again by its owner."""
    _Chosen.language = language


def language() -> Language:
    """Return the language in use."""
    return _Chosen.language


def gettext(message: str) -> str:
    """Return the message in the language in use, or as it is where a translation is missing."""
    return _translations(_Chosen.language).gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of the message that fits ``count``, in the language in use, not yet filled in."""
    return _translations(_Chosen.language).ngettext(one, many, count)


def mark(message: str) -> str:
    """Return the message unchanged: a note for the translators that it is shown, translated, later."""
    return message


_ = gettext


def _translations(language: Language) -> _gettext.NullTranslations:
    if language not in _loaded:
        _loaded[language] = _load(language)
    return _loaded[language]


def _load(language: Language) -> _gettext.NullTranslations:
    """Read the compiled catalogue, or compile it in memory where it is missing or older than its source."""
    folder = TRANSLATIONS / language / "LC_MESSAGES"
    source, compiled = folder / f"{DOMAIN}.po", folder / f"{DOMAIN}.mo"
    if compiled.exists() and (not source.exists() or compiled.stat().st_mtime >= source.stat().st_mtime):
        with compiled.open("rb") as file:
            return _gettext.GNUTranslations(file)
    if not source.exists():
        return _gettext.NullTranslations()
    return _compile(source)


def _compile(source: Path) -> _gettext.NullTranslations:
    # Babel is only needed in a bare clone, so an installed console does not wait for its import.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name, domain=DOMAIN)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return _gettext.GNUTranslations(compiled)
