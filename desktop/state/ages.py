"""How long ago, at what time and on which day, as people say it."""

from datetime import date, datetime, timedelta

from desktop.state.texts import _, ngettext
from shared.contracts.vocabulary import Language
from shared.contracts.wording import day_in

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_MONTHS = {
    Language.SPANISH: ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"],
    Language.ENGLISH: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}


def age(moment: datetime, now: datetime) -> str:
    """Return how old something is, short enough for a column: ``now``, ``12 min``, ``3 h``, ``5 d``."""
    seconds = _seconds(moment, now)
    if seconds < MINUTE:
        return _("now")
    if seconds < HOUR:
        return _("{count} min").format(count=seconds // MINUTE)
    if seconds < 2 * DAY:
        return _("{count} h").format(count=seconds // HOUR)
    return _("{count} d").format(count=seconds // DAY)


def long_age(moment: datetime, now: datetime) -> str:
    """Return how old something is in full: ``12 minutes``, ``3 hours``, ``5 days``."""
    seconds = _seconds(moment, now)
    if seconds < MINUTE:
        return _("less than a minute")
    if seconds < HOUR:
        count = seconds // MINUTE
        return ngettext("{count} minute", "{count} minutes", count).format(count=count)
    if seconds < 2 * DAY:
        count = seconds // HOUR
        return ngettext("{count} hour", "{count} hours", count).format(count=count)
    count = seconds // DAY
    return ngettext("{count} day", "{count} days", count).format(count=count)


def fresh(elapsed: float, language: Language) -> str:
    """Return a span since the last sign of life: ``0.1 s``, ``12 s``, ``3 min``, ``2 h``."""
    elapsed = max(elapsed, 0.0)
    if elapsed < 10:
        text = f"{elapsed:.1f}"
        return f"{text.replace('.', ',') if language is Language.SPANISH else text} s"
    if elapsed < MINUTE:
        return f"{int(elapsed)} s"
    if elapsed < HOUR:
        return _("{count} min").format(count=int(elapsed // MINUTE))
    return _("{count} h").format(count=int(elapsed // HOUR))


def clock_time(moment: datetime, now: datetime, language: Language) -> str:
    """Return a moment as people say it: ``18:00`` today, ``yesterday 18:00``, else ``21 Nov 18:00``.

    ``moment`` and ``now`` are aware; they are said in the zone of ``now``.
    """
    local = moment.astimezone(now.tzinfo)
    time = f"{local:%H:%M}"
    if local.date() == now.date():
        return time
    if local.date() == now.date() - timedelta(days=1):
        return _("yesterday {time}").format(time=time)
    day = f"{local.day} {_MONTHS[language][local.month - 1]}"
    return f"{day} {time}" if local.year == now.year else f"{day} {local.year} {time}"


def dated(moment: datetime, language: Language) -> str:
    """Return a moment with its day whenever that is, in this computer's zone: ``21 Nov 2026 18:00``."""
    local = moment.astimezone()
    return f"{local.day} {_MONTHS[language][local.month - 1]} {local.year} {local:%H:%M}"


def as_read(value: str, language: Language) -> str:
    """Return what a customer filled in as its reader says it: a day as ``24 Nov 2026``, all else as it is."""
    day = day_in(value)
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}" if day else value


def short_day(day: date, language: Language) -> str:
    """Return a day of the year: ``21 Nov``."""
    return f"{day.day} {_MONTHS[language][day.month - 1]}"


def exact(moment: datetime) -> str:
    """Return a moment to the second in this computer's zone, and which that is, for where one hovers."""
    local = moment.astimezone()
    return f"{local:%Y-%m-%d %H:%M:%S} {local:%Z} (UTC{local.isoformat()[-6:]})"


def _seconds(moment: datetime, now: datetime) -> int:
    """Return the whole seconds since ``moment``; a clock that runs behind makes no negative age."""
    return max(int((now - moment).total_seconds()), 0)
