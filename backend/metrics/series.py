"""Series of figures: for every step of time and every line, what was counted, and how long things took."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from backend.metrics.ledger import EVERYWHERE, MEASURES, Column, Ledger, Where, grouped_by, milliseconds
from backend.metrics.periods import TooFineError, steps_between
from backend.metrics.sketches import NOTHING, quantiles
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
    rows = found["measure"], found["value"]
    whole = _points(np.zeros_like(lines.places), *rows, [wanted.since])[0]
    totals = _points(lines.places, *rows, [wanted.since] * len(lines.keys))
    points = _points(lines.places * len(begins) + steps, *rows, begins * len(lines.keys))
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


def _points(cells: Column, measures: Column, values: Column, begins: Sequence[datetime]) -> list[Point]:
    """Return one point a cell; ``cells`` says for each row in which it is."""
    count = len(begins)
    columns: dict[str, Sequence[int]] = {
        name: np.bincount(cells[measures == MEASURES[measure]], minlength=count).tolist()
        for name, measure in _COUNTED.items()
    }
    rated = measures == MEASURES[Measure.RATINGS]
    columns["stars"] = np.bincount(cells[rated], values[rated], count).astype(np.int64).tolist()
    times: dict[str, list[Quantiles]] = {
        name: _quantiles(cells[measures == MEASURES[measure]], values[measures == MEASURES[measure]], count)
        for name, measure in _TIMED.items()
    }
    everything = {**columns, **times}
    return [
        Point.model_construct(at=at, **dict(zip(everything, each, strict=True)))
        for at, *each in zip(begins, *everything.values(), strict=True)
    ]


def _quantiles(cells: Column, values: Column, count: int) -> list[Quantiles]:
    found = [NOTHING] * count
    order = np.lexsort((values, cells))
    cells, values = cells[order], values[order]
    filled, begins = np.unique(cells, return_index=True)
    ends = np.append(begins[1:], len(cells))
    for cell, begin, end in zip(filled.tolist(), begins.tolist(), ends.tolist(), strict=False):
        found[cell] = quantiles(values[begin:end])
    return found
