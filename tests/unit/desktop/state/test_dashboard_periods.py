"""Which days a period means in the shop's zone, and with which it is compared."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop.state.dashboard_period import Choice, Period, Span, before, span_of
from shared.contracts.figures import Step

MADRID = ZoneInfo("Europe/Madrid")
NOW = datetime(2026, 11, 24, 12, 40, 30, tzinfo=MADRID)


def day(month: int, number: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, number, hour, minute, tzinfo=MADRID)


def test_a_day_begins_at_midnight_in_the_shop_wherever_the_console_stands() -> None:
    elsewhere = NOW.astimezone(ZoneInfo("America/Bogota"))
    assert span_of(Choice(), elsewhere, MADRID) == Span(day(11, 24), day(11, 24, 12, 41), Step.HOUR)


def test_today_is_compared_with_yesterday_until_this_time() -> None:
    past = before(Choice(), span_of(Choice(), NOW, MADRID), MADRID)
    assert (past.since, past.until) == (day(11, 23), day(11, 23, 12, 41))


@pytest.mark.parametrize(("period", "first", "first_before"), [
    (Period.WEEK, day(11, 18), day(11, 11)),
    (Period.MONTH, day(10, 26), day(9, 26)),
    (Period.THIS_MONTH, day(11, 1), day(10, 1)),
])  # fmt: skip
def test_longer_periods_are_days_and_compared_with_as_many_before(
    period: Period, first: datetime, first_before: datetime
) -> None:
    span = span_of(Choice(period), NOW, MADRID)
    past = before(Choice(period), span, MADRID)
    assert (span.since, span.step) == (first, Step.DAY)
    assert past.since == first_before
    assert past.until.astimezone(MADRID).time() == span.until.astimezone(MADRID).time()


def test_a_long_month_is_not_compared_beyond_the_end_of_a_short_one() -> None:
    now = datetime(2026, 3, 31, 10, 0, tzinfo=MADRID)
    past = before(Choice(Period.THIS_MONTH), span_of(Choice(Period.THIS_MONTH), now, MADRID), MADRID)
    assert (past.since, past.until) == (day(2, 1), day(3, 1))


def test_own_dates_count_both_days_in_either_order() -> None:
    choice = Choice(Period.OWN, date(2026, 11, 10), date(2026, 11, 8))
    span = span_of(choice, NOW, MADRID)
    assert (span.since, span.until) == (day(11, 8), day(11, 11))
    assert before(choice, span, MADRID).since == day(11, 5)


def test_the_day_on_which_the_clocks_change_has_its_own_length() -> None:
    choice = Choice(Period.OWN, date(2026, 10, 25), date(2026, 10, 25))
    span = span_of(choice, NOW, MADRID)
    assert span.until.timestamp() - span.since.timestamp() == timedelta(hours=25).total_seconds()
    assert span.step is Step.HOUR
