"""When an incident that waits is taken up again: what is offered, and dates as people type them."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

MORNING = time(9)
"""Nobody wants to be woken at midnight."""
LONGEST = timedelta(days=365)
_NUMBERS = re.compile(r"\d+")


def mornings(now: datetime) -> list[datetime]:
    """Return the mornings that are offered, in the zone of ``now``: tomorrow, in 3 days, on Monday, ….

    The soonest first, and none twice.
    """
    today = now.date()
    monday = today + timedelta(days=7 - today.weekday())
    days = {today + timedelta(days=count) for count in (1, 3, 7, 14, 30)} | {monday}
    return [_morning(day, now) for day in sorted(days)]


def typed(text: str, now: datetime) -> datetime | None:
    """Return the morning of a day typed as ``28/11``, ``28.11.2026`` or ``2026-11-28``.

    None where it names no day, or none of the year to come. A day without its year is the next such day.
    """
    for day in _days(text, now.date()):
        morning = _morning(day, now)
        if now < morning <= now + LONGEST:
            return morning
    return None


def _days(text: str, today: date) -> Iterator[date]:
    numbers = [int(found) for found in _NUMBERS.findall(text)[:3]]
    match numbers:
        case [day, month]:
            candidates = [(today.year, month, day), (today.year + 1, month, day)]
        case [year, month, day] if year > 31:
            candidates = [(year, month, day)]
        case [day, month, year]:
            candidates = [(year if year > 99 else 2000 + year, month, day)]
        case _:
            candidates = []
    for year, month, day in candidates:
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def _morning(day: date, now: datetime) -> datetime:
    return datetime.combine(day, MORNING, tzinfo=now.tzinfo)
