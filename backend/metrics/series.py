"""Series of figures: for every step of time and every line, what was counted, and how long things took."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from backend.metrics.ledger import EVERYWHERE, MEASURES, Column, Ledger, Where, grouped_by, milliseconds
from backend.metrics.periods import TooFineError, steps_between
from backend.metrics.sketches import NO_TIME, NOTHING, quantiles
from shared.contracts.figures import BUSIEST_MAX, Grouping, Line, Measure, Point, Quantiles, Step

MOST_POINTS = 20_000
"""Of all lines together."""
_COUNTED = {
    "arrivals": Measure.ARRIVALS,
    "resolutions": Measure.RESOLUTIONS,
    "reopenings": Measure.REOPENINGS,
    "answers": Measure.ANSWERS,
    "kept": Measure.KEPT,
    "breached": Measure.BREACHED,
    "ratings": Measure.RATINGS,
}
_Columns = Mapping[str, Sequence[Any]]
"""For each field of a point its values, one a point."""
_BITS, _LOW = 16, 0xFFFF
"""A bucket of a duration fits into so many bits."""
_TIMED = {"first_answer": Measure.FIRST_ANSWERS, "resolution": Measure.RESOLUTIONS}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which series is asked for."""

    since: datetime
    until: datetime
    step: Step
    group: Grouping = Grouping.NONE
    where: Where = EVERYWHERE


def series(ledger: Ledger, wanted: Wanted, zone: ZoneInfo) -> tuple[Point, tuple[Line, ...]]:
    """Return the figures of the whole period, and its lines, the busiest first; raise TooFineError."""
    edges = steps_between(wanted.since, wanted.until, wanted.step, zone)
    column = grouped_by(wanted.group)
    names = ("at", "measure", "value", *((column,) if column else ()))
    found = ledger.select(wanted.since, wanted.until, wanted.where, columns=names)
    steps = np.searchsorted(np.array([milliseconds(each) for each in edges]), found["at"], "right") - 1
    begins = edges[:-1]
    lines = _Lines(found[column], ledger, column) if column else _Lines.undivided(len(found["at"]))
    if len(lines.keys) * len(begins) > MOST_POINTS:
        raise TooFineError(f"More than {MOST_POINTS} points; choose a longer step, or no grouping.")
    counted = _Counted(lines.places, steps, (len(lines.keys), len(begins)), found["measure"], found["value"])
    whole = _points([wanted.since], counted.whole())[0]
    totals = _points([wanted.since] * len(lines.keys), counted.totals())
    points = _points(begins * len(lines.keys), counted.points())
    return whole, tuple(
        Line.model_construct(
            key=key,
            name=None,
            total=totals[place],
            points=tuple(points[place * len(begins) : (place + 1) * len(begins)]),
        )
        for place, key in enumerate(lines.keys)
    )


class _Lines:
    """Which line each row belongs to: the busiest have their own, the rest and nobody share the last."""

    def __init__(self, column: Column, ledger: Ledger, name: str) -> None:
        numbers, places, counts = np.unique(column, return_inverse=True, return_counts=True)
        words = [ledger.names[name].word(int(number)) for number in numbers]
        order = sorted(range(len(words)), key=lambda place: (-counts[place], str(words[place])))
        own = [place for place in order if words[place] is not None][:BUSIEST_MAX]
        rank = np.full(len(words), len(own), dtype=np.int64)
        rank[own] = np.arange(len(own))
        self.keys: list[str | None] = [words[place] for place in own]
        self.keys += [None] if len(own) < len(words) else []
        self.places: Column = rank[places]

    @classmethod
    def undivided(cls, count: int) -> "_Lines":
        """Return one line of so many rows."""
        lines = cls.__new__(cls)
        lines.keys, lines.places = [None], np.zeros(count, dtype=np.int64)
        return lines


class _Counted:
    """Rows counted by line and step, once, and then summed up for whatever is coarser."""

    def __init__(
        self, lines: Column, steps: Column, shape: tuple[int, int], measures: Column, values: Column
    ) -> None:
        self._shape = shape
        cells, count = lines * shape[1] + steps, shape[0] * shape[1]
        self._counts = {
            name: np.bincount(cells[measures == MEASURES[measure]], minlength=count).reshape(shape)
            for name, measure in _COUNTED.items()
        }
        rated = measures == MEASURES[Measure.RATINGS]
        self._counts["stars"] = np.bincount(cells[rated], values[rated], count).astype(int).reshape(shape)
        self._times = {
            name: (cells[measures == MEASURES[measure]], values[measures == MEASURES[measure]])
            for name, measure in _TIMED.items()
        }

    def points(self) -> _Columns:
        """Return the columns of every step of every line."""
        return self._columns(1, {name: each.ravel() for name, each in self._counts.items()})

    def totals(self) -> _Columns:
        """Return the columns of every line."""
        return self._columns(self._shape[1], {name: each.sum(axis=1) for name, each in self._counts.items()})

    def whole(self) -> _Columns:
        """Return the columns of all of it."""
        sums = {name: each.sum(keepdims=True).ravel() for name, each in self._counts.items()}
        return self._columns(max(1, self._shape[0] * self._shape[1]), sums)

    def _columns(self, merged: int, counts: Mapping[str, Column]) -> _Columns:
        """Return columns; so many cells that follow each other are one."""
        size = len(counts["stars"])
        times = {
            name: _quantiles(cells // merged, values, size) for name, (cells, values) in self._times.items()
        }
        return {**{name: each.tolist() for name, each in counts.items()}, **times}


def _points(begins: Sequence[datetime], columns: _Columns) -> list[Point]:
    rows = zip(begins, *columns.values(), strict=True)
    return [Point(at=at, **dict(zip(columns, each, strict=True))) for at, *each in rows]


def _quantiles(cells: Column, values: Column, count: int) -> list[Quantiles]:
    found = [NOTHING] * count
    # One number a row sorts faster than two.
    ordered = np.sort((cells.astype(np.int64) << _BITS) + (values.astype(np.int64) - NO_TIME))
    cells, values = ordered >> _BITS, (ordered & _LOW) + NO_TIME
    filled, begins = np.unique(cells, return_index=True)
    ends = np.append(begins[1:], len(cells))
    for cell, begin, end in zip(filled.tolist(), begins.tolist(), ends.tolist(), strict=False):
        found[cell] = quantiles(values[begin:end])
    return found
