"""How much of a stretch of time is business time, and when so much of it is over.

Business time is every instant at which the clocks of the calendar's zone show an open hour of an open day:
where they jump over an hour it is not there, where they show one twice it counts twice.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from threading import Lock
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays

from shared.contracts.promises import CalendarDefinition, TimeOfDay, Weekday

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = 24 * 3600
_MICROSECOND = timedelta(microseconds=1)
_PER_SECOND = 1_000_000
LONGEST_YEARS = 5
"""A calendar that is not open for so long is taken to be closed for good."""


class UnfitCalendarError(ValueError):
    """Nobody can work by this calendar; ``str()`` says why in a sentence."""


@dataclass(frozen=True, slots=True)
class _Table:
    """Every open stretch of some years, in microseconds since 1970, with how much was open before its end."""

    first_year: int
    last_year: int
    starts: list[int]
    ends: list[int]
    until: list[int]

    def elapsed(self, moment: int) -> int:
        """Return how much was open from the table's beginning to a moment."""
        place = bisect_right(self.starts, moment) - 1
        return 0 if place < 0 else self.until[place] - max(self.ends[place] - moment, 0)


class BusinessTime:
    """A calendar that can be reckoned with; safe between threads.

    Raises UnfitCalendarError for a zone, a country or a part of it that nobody knows.
    """

    def __init__(self, calendar: CalendarDefinition) -> None:
        self._zone = _zone(calendar.time_zone)
        self._holidays = _holidays(calendar)
        self._closed = frozenset(calendar.closing_days)
        self._week = [
            [(_seconds(one.opens), _seconds(one.closes)) for one in calendar.week.get(day, ())]
            for day in Weekday
        ]
        self._table: _Table | None = None
        self._making = Lock()

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return how much business time lies between two moments; none where ``end`` comes first."""
        if end <= start:
            return timedelta(0)
        table = self._reaching(_year(start), _year(end))
        return (table.elapsed(_number(end)) - table.elapsed(_number(start))) * _MICROSECOND

    def add(self, start: datetime, amount: timedelta) -> datetime:
        """Return the first moment by which so much business time has gone by, in UTC.

        Raises UnfitCalendarError where it never will.
        """
        if amount <= timedelta(0):
            return start
        last_year = _year(start) + 1
        while True:
            table = self._reaching(_year(start), last_year)
            wanted = table.elapsed(_number(start)) + amount // _MICROSECOND
            place = bisect_left(table.until, wanted)
            if place < len(table.until):
                return _EPOCH + (table.ends[place] - (table.until[place] - wanted)) * _MICROSECOND
            if _is_closed_for_good(table, _year(start)):
                raise UnfitCalendarError(f"it has no open hour in the {LONGEST_YEARS} years that follow")
            last_year = table.last_year + 1

    def _reaching(self, first_year: int, last_year: int) -> _Table:
        """Return a table that has these years; another thread may make the same one meanwhile."""
        table = self._table
        if table and table.first_year <= first_year and last_year <= table.last_year:
            return table
        if table:
            first_year, last_year = min(first_year, table.first_year), max(last_year, table.last_year)
        with self._making:  # the holidays of a year are found out when they are first asked for
            self._table = made = self._made(first_year, last_year)
        return made

    def _made(self, first_year: int, last_year: int) -> _Table:
        starts: list[int] = []
        ends: list[int] = []
        until: list[int] = []
        total = 0
        for start, end in self._open_stretches(first_year, last_year):
            total += (end - start) * _PER_SECOND
            starts.append(start * _PER_SECOND)
            ends.append(end * _PER_SECOND)
            until.append(total)
        return _Table(first_year, last_year, starts, ends, until)

    def _open_stretches(self, first_year: int, last_year: int) -> Iterator[tuple[int, int]]:
        """Yield from when to when it is open, in seconds since 1970, the earliest first."""
        for begin, end, ahead in self._even_stretches(first_year, last_year):
            local_begin, local_end = begin + ahead, end + ahead
            for day in range(local_begin // _DAY, (local_end - 1) // _DAY + 1):
                for opens, closes in self._openings(day):
                    start = max(day * _DAY + opens, local_begin)
                    stop = min(day * _DAY + closes, local_end)
                    if start < stop:
                        yield start - ahead, stop - ahead

    def _openings(self, day: int) -> list[tuple[int, int]]:
        on = date.fromordinal(_EPOCH.toordinal() + day)
        openings = self._week[on.weekday()]
        is_closed = openings and (on in self._closed or (self._holidays is not None and on in self._holidays))
        return [] if is_closed else openings

    def _even_stretches(self, first_year: int, last_year: int) -> Iterator[tuple[int, int, int]]:
        """Yield stretches in which the clocks are so many seconds ahead of UTC throughout."""
        begin = _whole(datetime(first_year, 1, 1, tzinfo=UTC))
        last = _whole(datetime(last_year + 1, 1, 1, tzinfo=UTC))
        ahead = self._ahead(begin)
        for day in range(begin, last, _DAY):
            if self._ahead(day + _DAY) != ahead:
                change = self._change_within(day, ahead)
                yield begin, change, ahead
                begin, ahead = change, self._ahead(change)
        yield begin, last, ahead

    def _change_within(self, day: int, ahead: int) -> int:
        """Return the second of a day at which the clocks are changed."""
        seconds = range(day, day + _DAY + 1)
        return seconds[bisect_left(seconds, True, key=lambda second: self._ahead(second) != ahead)]

    def _ahead(self, second: int) -> int:
        offset = datetime.fromtimestamp(second, self._zone).utcoffset()
        return int(offset.total_seconds()) if offset else 0


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnfitCalendarError(f"{name} is no time zone of the IANA's, as Europe/Madrid is one") from error


def _holidays(calendar: CalendarDefinition) -> holidays.HolidayBase | None:
    if calendar.country is None:
        return None
    known = holidays.list_supported_countries()
    if calendar.country not in known:
        raise UnfitCalendarError(f"nobody knows the holidays of the country {calendar.country}")
    if calendar.subdivision and calendar.subdivision not in known[calendar.country]:
        parts = ", ".join(sorted(known[calendar.country])) or "none"
        raise UnfitCalendarError(
            f"{calendar.country} has no part {calendar.subdivision} with its own holidays; it has {parts}"
        )
    return holidays.country_holidays(calendar.country, subdiv=calendar.subdivision)


def _seconds(time: TimeOfDay) -> int:
    hours, minutes = time.split(":")
    return int(hours) * 3600 + int(minutes) * 60


def _is_closed_for_good(table: _Table, first_year: int) -> bool:
    last_open = _year(_EPOCH + table.ends[-1] * _MICROSECOND) if table.ends else first_year
    return table.last_year - max(last_open, first_year) >= LONGEST_YEARS


def _year(moment: datetime) -> int:
    return moment.astimezone(UTC).year


def _number(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _whole(moment: datetime) -> int:
    return _number(moment) // _PER_SECOND
