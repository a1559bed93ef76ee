"""The words of mails: English in the code, the other languages in ``translations``."""

import gettext
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_time, get_timezone_name

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

    def moment(self, at: datetime, zone: ZoneInfo) -> str:
        """Return a moment as people say it: its day, its time, and the zone in which that is."""
        local, language = at.astimezone(zone), self.language.value
        return self.gettext(
            "{weekday}, {day} at {time} ({zone})",
            weekday=format_date(local, "EEEE", locale=language),
            day=format_skeleton("MMMMd", local, locale=language),
            time=format_time(local, "short", locale=language),
            zone=get_timezone_name(zone, locale=language),
        )


@cache
def _translations(language: Language) -> gettext.NullTranslations:
    """Read a compiled catalogue; English needs none, any other without one is an error at once."""
    if language is Language.ENGLISH:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, TRANSLATIONS, languages=[language])
