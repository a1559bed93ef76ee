"""Which language a page speaks, and how it says a time or a size."""

from datetime import datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_skeleton, format_time, get_timezone_name
from babel.numbers import format_decimal
from flask import Flask, current_app, g, request
from flask_babel import Babel, get_locale, gettext

from shared.clock import utc_now
from shared.contracts.vocabulary import Language
from shared.contracts.wording import day_in

COOKIE = "lang"
_YEAR_S = 365 * 24 * 3600


def speak(app: Flask) -> None:
    """Choose the language of each request: asked for, remembered, the browser's, Spanish."""
    Babel(app, locale_selector=lambda: current_language().value)
    app.jinja_env.globals["language"] = current_language
    app.jinja_env.globals["here_in"] = here_in
    app.jinja_env.globals["zone_name"] = zone_name
    app.jinja_env.filters["when"] = when
    app.jinja_env.filters["exactly"] = exactly
    app.jinja_env.filters["in_bytes"] = in_bytes
    app.jinja_env.filters["answer_by"] = answer_by
    app.jinja_env.filters["as_read"] = as_read

    @app.after_request
    def remember(response):  # type: ignore[no-untyped-def]
        if g.get("chosen_language"):
            response.set_cookie(
                COOKIE,
                g.chosen_language,
                max_age=_YEAR_S,
                samesite="Lax",
                httponly=True,
                secure=current_app.config["SESSION_COOKIE_SECURE"],
            )
        return response


def current_language() -> Language:
    """Return the language of the present request."""
    if "language" not in g:
        g.language = _known(request.args.get(COOKIE))
        if g.language:
            g.chosen_language = g.language.value
        else:
            g.language = _known(request.cookies.get(COOKIE)) or _preferred()
    found: Language = g.language
    return found


def here_in(language: str) -> str:
    """Return what leads to the present page in a language, with all that its address says besides.

    It names no path: one that begins with two slashes would lead to another site.
    """
    return f"?{urlencode({**request.args.to_dict(), COOKIE: language})}"


def _known(word: str | None) -> Language | None:
    return Language(word) if word in set(Language) else None


def _preferred() -> Language:
    best = request.accept_languages.best_match([language.value for language in Language])
    return Language(best) if best else Language.SPANISH


def when(moment: datetime) -> str:
    """Say a time as people do: today at 18:00, yesterday at 9:15, 3 May at 12:00."""
    zone = _zone()
    local, today = moment.astimezone(zone), datetime.now(zone).date()
    locale = get_locale()
    time = format_time(local, "short", locale=locale)
    if local.date() == today:
        return str(gettext("today at %(time)s", time=time))
    if local.date() == today - timedelta(days=1):
        return str(gettext("yesterday at %(time)s", time=time))
    pattern = "d MMMM" if local.year == today.year else "d MMMM y"
    return str(gettext("%(date)s at %(time)s", date=format_date(local, pattern, locale=locale), time=time))


def answer_by(moment: datetime, now: datetime | None = None) -> str:
    """Say by when an answer was promised, or, once that is past, that we are late."""
    zone, locale = _zone(), get_locale()
    local, now = moment.astimezone(zone), (now or utc_now()).astimezone(zone)
    if local < now:
        return str(gettext("We meant to answer %(when)s and are late. We are sorry.", when=when(moment)))
    time, days = format_time(local, "short", locale=locale), (local.date() - now.date()).days
    if days == 0:
        return str(gettext("We answer today by %(time)s.", time=time))
    if days == 1:
        return str(gettext("We answer tomorrow by %(time)s.", time=time))
    day = format_date(local, "EEEE", locale) if days < 7 else format_skeleton("MMMMd", local, locale=locale)
    return str(gettext("We answer by %(day)s, %(time)s.", day=day, time=time))


def exactly(moment: datetime) -> str:
    """Say a time with its day, year and zone."""
    return format_datetime(moment, "full", tzinfo=_zone(), locale=get_locale())


def as_read(value: str) -> str:
    """Say what somebody filled in as its reader says it: a day in full, all else as it was typed."""
    day = day_in(value)
    return str(format_date(day, "long", locale=get_locale())) if day else value


def in_bytes(size: int) -> str:
    """Say the size of a file as people compare it: 84 KB, 1.2 MB."""
    number, unit = (size / 1_000_000, "MB") if size >= 1_000_000 else (max(1, round(size / 1000)), "KB")
    said = format_decimal(number, format="0.#", locale=get_locale())
    return f"{said}\N{NO-BREAK SPACE}{unit}"


def zone_name() -> str:
    """Return the name of the zone in which times are said."""
    return get_timezone_name(_zone(), locale=get_locale())


def _zone() -> ZoneInfo:
    return ZoneInfo(current_app.config["SHOP_TIMEZONE"])
