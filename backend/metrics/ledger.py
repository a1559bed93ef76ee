"""Everything that was ever counted, in columns: any cut of it is one look through them."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from backend.metrics.domain import Happening
from backend.metrics.sketches import bucket_of
from shared.contracts.figures import Grouping, Measure

Column = NDArray[Any]
Happened = tuple[UUID, Happening]
MEASURES = {measure: number for number, measure in enumerate(Measure)}
VOID = 255
"""Stands for the measure of what was taken back."""
SEGMENT = 1 << 17
NOBODY = 0
"""The number of no team and of no employee."""
_TIMED = frozenset({Measure.FIRST_ANSWERS, Measure.RESOLUTIONS})
_TYPES = {
    "at": np.int64,
    "measure": np.uint8,
    "category": np.uint16,
    "team": np.uint16,
    "priority": np.uint16,
    "employee": np.uint16,
    "value": np.int16,
    "high": np.uint64,
    "low": np.uint64,
}
"""``at`` in milliseconds; ``value`` is the bucket of a duration, or stars; the last two are the incident."""
_LOW_HALF = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Where:
    """Which part is looked at; None where it may be any."""

    category: str | None = None
    team: str | None = None
    priority: str | None = None
    employee: str | None = None

    def given(self) -> Iterator[tuple[str, str]]:
        """Yield each column that is narrowed, and to what."""
        pairs = (
            ("category", self.category),
            ("team", self.team),
            ("priority", self.priority),
            ("employee", self.employee),
        )
        yield from ((name, value) for name, value in pairs if value is not None)


EVERYWHERE = Where()


class Names:
    """Numbers for words: each word has the same for as long as the process lives."""

    def __init__(self) -> None:
        self._numbers: dict[str | None, int] = {None: NOBODY}
        self._words: list[str | None] = [None]

    def number(self, word: str | None) -> int:
        """Return the number of a word, a new one where there is none."""
        found = self._numbers.get(word)
        if found is None:
            found = self._numbers[word] = len(self._words)
            self._words.append(word)
        return found

    def known(self, word: str) -> int | None:
        """Return the number of a word that came before."""
        return self._numbers.get(word)

    def word(self, number: int) -> str | None:
        """Return the word of a number."""
        return self._words[number]


@dataclass
class _Segment:
    """Some rows, in the order in which they were heard of."""

    size: int = 0
    first: int = 0
    last: int = 0
    columns: dict[str, Column] = field(
        default_factory=lambda: {name: np.empty(SEGMENT, dtype=kind) for name, kind in _TYPES.items()}
    )

    def fill(self, rows: dict[str, list[int]], begin: int, count: int) -> None:
        for name, column in self.columns.items():
            column[self.size : self.size + count] = rows[name][begin : begin + count]
        times = rows["at"][begin : begin + count]
        known = (self.first, self.last) if self.size else ()
        self.first, self.last = min((*known, min(times))), max((*known, max(times)))
        self.size += count


class Ledger:
    """The things that were counted. One thread adds and takes back; any may look at the same time."""

    def __init__(self) -> None:
        self.names = {name: Names() for name in ("category", "team", "priority", "employee")}
        self._segments: list[_Segment] = []
        self._lock = threading.Lock()
        self.rows = 0

    def add(self, happened: Sequence[Happened]) -> None:
        """Count these."""
        rows = self._rows(happened)
        begin = 0
        with self._lock:
            while begin < len(happened):
                if not self._segments or self._segments[-1].size == SEGMENT:
                    self._segments.append(_Segment())
                segment = self._segments[-1]
                count = min(len(happened) - begin, SEGMENT - segment.size)
                segment.fill(rows, begin, count)
                begin += count
            self.rows += len(happened)

    def take_back(self, happened: Iterable[Happened]) -> None:
        """Count these no more; each must have been added."""
        with self._lock:
            for each in happened:
                self._void({name: values[0] for name, values in self._rows([each]).items()})

    def select(
        self,
        since: datetime,
        until: datetime,
        where: Where = EVERYWHERE,
        measure: Measure | None = None,
        columns: Iterable[str] = _TYPES,
    ) -> dict[str, Column]:
        """Return the columns asked for of what happened from ``since`` on and before ``until``."""
        first, last = milliseconds(since), milliseconds(until)
        wanted = {name: self.names[name].known(word) for name, word in where.given()}
        names = tuple(columns)
        found: list[list[Column]] = []
        if None not in wanted.values():
            for segment, size in self._touched(first, last):
                mask = _mask(segment, size, first, last, measure)
                for name, number in wanted.items():
                    mask &= segment.columns[name][:size] == number
                found.append([segment.columns[name][:size][mask] for name in names])
        empty = [np.empty(0, dtype=_TYPES[name]) for name in names]
        return {
            name: np.concatenate([empty[place], *(each[place] for each in found)])
            for place, name in enumerate(names)
        }

    def _touched(self, first: int, last: int) -> list[tuple[_Segment, int]]:
        with self._lock:
            return [(each, each.size) for each in self._segments if each.first < last and first <= each.last]

    def _rows(self, happened: Iterable[Happened]) -> dict[str, list[int]]:
        rows: dict[str, list[int]] = {name: [] for name in _TYPES}
        for incident_id, each in happened:
            rows["at"].append(milliseconds(each.at))
            rows["measure"].append(MEASURES[each.measure])
            rows["category"].append(self.names["category"].number(each.category))
            rows["team"].append(self.names["team"].number(each.team))
            rows["priority"].append(self.names["priority"].number(each.priority))
            rows["employee"].append(self.names["employee"].number(each.employee))
            rows["value"].append(bucket_of(each.value) if each.measure in _TIMED else int(each.value))
            rows["high"].append(incident_id.int >> 64)
            rows["low"].append(incident_id.int & _LOW_HALF)
        return rows

    def _void(self, row: dict[str, int]) -> None:
        for segment in self._segments:
            if not segment.first <= row["at"] <= segment.last:
                continue
            same = np.ones(segment.size, dtype=bool)
            for name, value in row.items():
                same &= segment.columns[name][: segment.size] == segment.columns[name].dtype.type(value)
            if (places := np.flatnonzero(same)).size:
                segment.columns["measure"][places[0]] = VOID
                self.rows -= 1
                return
        raise LookupError("nothing like this was counted")


def _mask(segment: _Segment, size: int, first: int, last: int, measure: Measure | None) -> Column:
    measures = segment.columns["measure"][:size]
    mask: Column = measures != VOID if measure is None else measures == MEASURES[measure]
    if segment.first < first or segment.last >= last:
        times = segment.columns["at"][:size]
        mask &= (times >= first) & (times < last)
    return mask


def milliseconds(moment: datetime) -> int:
    """Return a moment as milliseconds since 1970."""
    return round(moment.timestamp() * 1000)


def moment_of(value: int) -> datetime:
    """Return the moment of so many milliseconds since 1970."""
    return datetime.fromtimestamp(value / 1000, UTC)


def incident_of(high: int, low: int) -> UUID:
    """Return the incident of two columns."""
    return UUID(int=(high << 64) | low)


def grouped_by(grouping: Grouping) -> str | None:
    """Return the column that tells lines apart; None where nothing does."""
    return None if grouping is Grouping.NONE else str(grouping)
