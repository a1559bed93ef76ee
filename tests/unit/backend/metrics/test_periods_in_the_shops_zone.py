"""Where minutes, hours and days begin, on days of summer time too."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from backend.metrics.periods import TooFineError, begin_of, steps_between
from shared.contracts.figures import Step

MADRID = ZoneInfo("Europe/Madrid")
SPRING = datetime(2026, 3, 28, 23, tzinfo=UTC)
"""Midnight before the day of 23 hours."""
AUTUMN = datetime(2026, 10, 24, 22, tzinfo=UTC)
"""Midnight before the day of 25 hours."""


@pytest.mark.parametrize(("midnight", "hours"), [(SPRING, 23), (AUTUMN, 25)])
def test_a_day_has_as_many_hours_as_it_has(midnight: datetime, hours: int) -> None:
    first, second = steps_between(midnight, midnight + timedelta(hours=1), Step.DAY, MADRID)
    assert first == midnight
    assert second - first == timedelta(hours=hours)
    assert len(steps_between(first, second, Step.HOUR, MADRID)) == hours + 1


def test_the_hour_that_comes_twice_is_two_hours() -> None:
    both = [AUTUMN + timedelta(hours=hour, minutes=30) for hour in (2, 3)]
    assert {moment.astimezone(MADRID).hour for moment in both} == {2}
    assert [begin_of(moment, Step.HOUR, MADRID) for moment in both] == [
        AUTUMN + timedelta(hours=2),
        AUTUMN + timedelta(hours=3),
    ]


def test_an_empty_period_has_one_step() -> None:
    assert len(steps_between(SPRING, SPRING, Step.DAY, MADRID)) == 2


def test_ten_years_of_days_are_shown_and_of_hours_are_not() -> None:
    ten_years = SPRING + timedelta(days=3652)
    assert len(steps_between(SPRING, ten_years, Step.DAY, MADRID)) > 3650
    with pytest.raises(TooFineError):
        steps_between(SPRING, ten_years, Step.HOUR, MADRID)
