"""Business time: reckoned fast, and as an independent model that looks at every single minute has it."""

import time
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from backend.incidents.business_time import BusinessTime, UnfitCalendarError
from shared.contracts.promises import CalendarDefinition, Opening, Weekday
from shared.contracts.vocabulary import Language

MINUTE = timedelta(minutes=1)
_NAMES = {Language.SPANISH: "Oficina", Language.ENGLISH: "Office"}
_SHIFTS = (
    (),
    (("09:00", "14:00"), ("16:00", "19:00")),
    (("00:00", "24:00"),),
    (("00:00", "06:30"), ("22:00", "24:00")),
    (("01:30", "02:45"), ("02:45", "03:10")),
)
_ZONES = (
    *("Europe/Madrid", "America/New_York", "America/Havana", "Australia/Lord_Howe"),
    *("Africa/Casablanca", "Asia/Kathmandu", "Pacific/Apia", "UTC"),
)
_NEAR = (
    *(datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)),
    *(datetime(2026, 3, 8, 5, tzinfo=UTC), datetime(2026, 11, 1, 5, tzinfo=UTC)),
    *(datetime(2026, 4, 4, 15, tzinfo=UTC), datetime(2026, 10, 3, 16, tzinfo=UTC)),
    *(datetime(2028, 2, 29, 12, tzinfo=UTC), datetime(2026, 12, 31, 23, tzinfo=UTC)),
    *(datetime(2026, 2, 15, 2, tzinfo=UTC), datetime(2026, 3, 22, 2, tzinfo=UTC)),
)
"""Changes of the clocks in both directions, a leap day, the turn of a year, and Ramadan in Morocco."""


def calendar(zone: str = "Europe/Madrid", **fields: Any) -> CalendarDefinition:
    """Return a calendar of working days from nine to six."""
    working = dict.fromkeys(list(Weekday)[:5], (Opening(opens="09:00", closes="18:00"),))
    given = {"slug": "office", "version": 1, "names": _NAMES, "time_zone": zone, "week": working, **fields}
    return CalendarDefinition.model_validate(given)


@st.composite
def calendars(draw: st.DrawFn) -> CalendarDefinition:
    """Draw any calendar that is open some time."""
    shifts = st.lists(st.sampled_from(_SHIFTS), min_size=7, max_size=7).filter(any)
    week = {
        day: [Opening(opens=opens, closes=closes) for opens, closes in shift]
        for day, shift in zip(Weekday, draw(shifts), strict=True)
    }
    near = draw(st.sampled_from(_NEAR)).date()
    closed = draw(st.lists(st.integers(-3, 3).map(lambda days: near + timedelta(days)), max_size=2))
    country = draw(st.sampled_from([None, ("ES", None), ("ES", "MD"), ("US", "NY")])) or (None, None)
    return calendar(
        draw(st.sampled_from(_ZONES)),
        week=week,
        closing_days=closed,
        country=country[0],
        subdivision=country[1],
    )


moments = st.tuples(st.sampled_from(_NEAR), st.integers(-3 * 1440, 3 * 1440)).map(
    lambda drawn: drawn[0] + drawn[1] * MINUTE
)


class Slow:
    """The same calendar, asked minute by minute what its clocks show."""

    def __init__(self, of: CalendarDefinition) -> None:
        self._of = of
        self._zone = ZoneInfo(of.time_zone)
        self._free = holidays.country_holidays(of.country, subdiv=of.subdivision) if of.country else ()

    def is_open(self, moment: datetime) -> bool:
        local = moment.astimezone(self._zone)
        if local.date() in self._free or local.date() in self._of.closing_days:
            return False
        shown = f"{local:%H:%M}"
        openings = self._of.week.get(list(Weekday)[local.weekday()], ())
        return any(one.opens <= shown < one.closes for one in openings)

    def between(self, start: datetime, end: datetime) -> timedelta:
        count = 0
        while start < end:
            count += self.is_open(start)
            start += MINUTE
        return count * MINUTE


@settings(max_examples=60, deadline=None)
@given(calendars(), moments, st.integers(0, 2 * 1440))
def test_between_two_moments_lies_as_much_as_the_minutes_say(
    of: CalendarDefinition, start: datetime, minutes: int
) -> None:
    end = start + minutes * MINUTE
    assert BusinessTime(of).between(start, end) == Slow(of).between(start, end)


@settings(max_examples=60, deadline=None)
@given(calendars(), moments, st.integers(1, 600))
def test_the_moment_that_is_found_is_the_first_by_which_it_is_over(
    of: CalendarDefinition, start: datetime, minutes: int
) -> None:
    quick, amount = BusinessTime(of), minutes * MINUTE
    end = quick.add(start, amount)
    assert quick.between(start, end) == amount
    assert quick.between(start, end - timedelta(microseconds=1)) < amount
    if end - start < timedelta(days=3):
        assert Slow(of).between(start, end) == amount


@settings(max_examples=60, deadline=None)
@given(calendars(), moments, st.integers(1, 10**10), st.integers(1, 10**10))
def test_what_is_added_in_two_parts_is_added_once(
    of: CalendarDefinition, start: datetime, one: int, other: int
) -> None:
    time_of = BusinessTime(of)
    first, second = timedelta(microseconds=one), timedelta(microseconds=other)
    assert time_of.add(time_of.add(start, first), second) == time_of.add(start, first + second)


def test_the_night_on_which_the_clocks_go_back_has_an_hour_more_and_in_spring_one_less() -> None:
    always = BusinessTime(calendar(week={key: [{"opens": "00:00", "closes": "24:00"}] for key in Weekday}))
    assert always.between(_madrid(2026, 10, 25), _madrid(2026, 10, 26)) == timedelta(hours=25)
    assert always.between(_madrid(2026, 3, 29), _madrid(2026, 3, 30)) == timedelta(hours=23)
    assert always.between(_madrid(2028, 2, 28), _madrid(2028, 3, 1)) == timedelta(days=2)


def test_weekends_holidays_and_own_closing_days_are_skipped() -> None:
    madrid = BusinessTime(calendar(country="ES", subdivision="MD", closing_days=(date(2026, 5, 4),)))
    # 1 May is a Friday and a holiday everywhere, the 4th is the shop's own.
    thursday = _madrid(2026, 4, 30, 17)
    assert madrid.add(thursday, timedelta(hours=1)) == _madrid(2026, 4, 30, 18)
    assert madrid.add(thursday, timedelta(hours=2)) == _madrid(2026, 5, 5, 10)
    assert madrid.between(_madrid(2026, 5, 5, 10), thursday) == timedelta(0)
    assert madrid.add(thursday, timedelta(0)) == thursday


def test_an_hour_in_many_years_is_found_and_none_at_all_is_refused() -> None:
    sunday = {Weekday.SUNDAY: [{"opens": "09:00", "closes": "10:00"}]}
    rare = BusinessTime(calendar(week=sunday))
    assert rare.add(_madrid(2026, 1, 1), timedelta(hours=200)) == _madrid(2029, 10, 28, 10)
    sundays = [date(2026, 1, 4) + timedelta(weeks=week) for week in range(400)]
    shut = BusinessTime(calendar(week=sunday, closing_days=sundays))
    with pytest.raises(UnfitCalendarError, match="no open hour"):
        shut.add(_madrid(2026, 1, 1), timedelta(minutes=1))


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"time_zone": "Europe/Atlantis"}, "no time zone"),
        ({"country": "XX"}, "country XX"),
        ({"country": "ES", "subdivision": "TX"}, "no part TX"),
    ],
)
def test_a_place_that_nobody_knows_is_refused(fields: dict[str, str], why: str) -> None:
    with pytest.raises(UnfitCalendarError, match=why):
        BusinessTime(calendar(**fields))


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"week": {"monday": []}}, "needs an open hour"),
        ({"week": {"monday": [{"opens": "18:00", "closes": "09:00"}]}}, "over midnight it takes two"),
        ({"subdivision": "MD"}, "needs its country"),
        (
            {
                "week": {
                    "monday": [{"opens": "09:00", "closes": "14:00"}, {"opens": "13:00", "closes": "15:00"}]
                }
            },
            "13:00 comes before 14:00",
        ),
    ],
)
def test_a_calendar_by_which_nobody_can_work_is_refused(fields: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        calendar(**fields)


def test_a_hundred_thousand_clocks_are_reckoned_in_seconds() -> None:
    madrid = BusinessTime(calendar(country="ES"))
    start = _madrid(2026, 1, 1)
    began = time.process_time()
    for number in range(100_000):
        madrid.add(start + number * MINUTE, timedelta(hours=20))
    assert time.process_time() - began < 5  # it takes a third of a second on an idle machine


def _madrid(year: int, month: int, day: int, hour: int = 0) -> datetime:
    return datetime(year, month, day, hour, tzinfo=ZoneInfo("Europe/Madrid"))
