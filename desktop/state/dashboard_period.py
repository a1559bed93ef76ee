"""Which days a dashboard is about, in the zone of the shop, and which were just before them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from desktop.state.texts import mark
from shared.contracts.figures import Step

BY_HOUR_UP_TO = timedelta(days=2)
"""Of a longer time the points are days."""
MINUTE = timedelta(minutes=1)
WEEK_DAYS, MONTH_DAYS = 7, 30


class Period(StrEnum):
    """What one can choose."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    THIS_MONTH = "this-month"
    OWN = "own"


NAMES = {
    Period.TODAY: mark("Today"),
    Period.WEEK: mark("Last 7 days"),
    Period.MONTH: mark("Last 30 days"),
    Period.THIS_MONTH: mark("This month"),
    Period.OWN: mark("Own dates"),
}
BEFORE = {
    Period.TODAY: mark("yesterday until this time"),
    Period.WEEK: mark("the 7 days before"),
    Period.MONTH: mark("the 30 days before"),
    Period.THIS_MONTH: mark("last month until this day"),
    Period.OWN: mark("as many days before"),
}
"""What each is compared with."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A period as it was chosen; ``first`` and ``last`` are the days of one's own dates, both part of it."""

    period: Period = Period.TODAY
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """From ``since`` until ``until``, which is no part of it, in points of one step."""

    since: datetime
    until: datetime
    step: Step


def span_of(choice: Choice, now: datetime, zone: tzinfo) -> Span:
    """Return the time that a choice means now; the minute that has begun is the last of it."""
    local = now.astimezone(zone)
    today = local.date()
    end = local.replace(second=0, microsecond=0) + MINUTE
    match choice.period:
        case Period.WEEK:
            return _span(_midnight(today - timedelta(days=WEEK_DAYS - 1), zone), end)
        case Period.MONTH:
            return _span(_midnight(today - timedelta(days=MONTH_DAYS - 1), zone), end)
        case Period.THIS_MONTH:
            return _span(_midnight(today.replace(day=1), zone), end)
        case Period.OWN if choice.first and choice.last:
            first, last = sorted((choice.first, choice.last))
            return _span(_midnight(first, zone), _midnight(last + timedelta(days=1), zone))
        case _:
            return _span(_midnight(today, zone), end)


def before(choice: Choice, span: Span, zone: tzinfo) -> Span:
    """Return the time that a span is compared with; the same hours of the day, whatever the clocks did."""
    since, until = span.since.astimezone(zone), span.until.astimezone(zone)
    if choice.period is Period.THIS_MONTH:
        last_month = (since - timedelta(days=1)).date().replace(day=1)
        reached = datetime.combine(last_month + (until.date() - since.date()), until.time(), zone)
        return Span(_midnight(last_month, zone), min(reached, span.since), span.step)
    days = {Period.WEEK: WEEK_DAYS, Period.MONTH: MONTH_DAYS, Period.TODAY: 1}.get(choice.period)
    days = days or (until.date() - since.date()).days
    return Span(_moved(since, days, zone), _moved(until, days, zone), span.step)


def _span(since: datetime, until: datetime) -> Span:
    return Span(since, until, Step.HOUR if until - since <= BY_HOUR_UP_TO else Step.DAY)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _moved(moment: datetime, days: int, zone: tzinfo) -> datetime:
    return datetime.combine(moment.date() - timedelta(days=days), moment.time(), zone)
