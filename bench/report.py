"""What a bench reports: its figures, the goals they are held against, and the conditions of the day."""

import json
import math
import operator
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">=": operator.ge,
}


def percentile(samples: Sequence[float], percent: float) -> float:
    """Return the smallest sample that ``percent`` of all samples do not exceed (nearest rank).

    Raises ValueError without samples: there is no figure then, not a zero.
    """
    if not samples:
        raise ValueError("no samples")
    rank = max(1, math.ceil(len(samples) * percent / 100))
    return sorted(samples)[rank - 1]


def durations(seconds: Sequence[float]) -> dict[str, float | int]:
    """Return count, median, p95, p99 and the longest of some durations, in milliseconds."""
    if not seconds:
        return {"count": 0}
    return {
        "count": len(seconds),
        "p50_ms": _milliseconds(percentile(seconds, 50)),
        "p95_ms": _milliseconds(percentile(seconds, 95)),
        "p99_ms": _milliseconds(percentile(seconds, 99)),
        "max_ms": _milliseconds(max(seconds)),
    }


def middle(values: Sequence[float]) -> float:
    """Return the median of repeated measurements, which one disturbed repetition does not move."""
    return round(statistics.median(values), 3)


@dataclass(frozen=True)
class Goal:
    """A figure to reach: ``figure`` is its path in the figures, such as ``alone.painted.p99_ms``."""

    figure: str
    comparison: str
    """``<``, ``<=`` or ``>=``."""
    limit: float

    def is_met(self, figures: Mapping[str, Any]) -> bool:
        """Tell whether the figures reach it; a figure that is missing does not."""
        value = self.value(figures)
        return value is not None and _COMPARISONS[self.comparison](value, self.limit)

    def value(self, figures: Mapping[str, Any]) -> float | None:
        """Return the figure that is meant, None when it could not be measured."""
        found: Any = figures
        for name in self.figure.split("."):
            if not isinstance(found, Mapping) or name not in found:
                return None
            found = found[name]
        return float(found)

    def as_json(self, figures: Mapping[str, Any]) -> dict[str, object]:
        """Return the goal beside what was reached."""
        return {
            "figure": self.figure,
            "goal": f"{self.comparison} {self.limit:g}",
            "reached": self.value(figures),
            "met": self.is_met(figures),
        }


@dataclass(frozen=True)
class Report:
    """The outcome of one bench."""

    bench: str
    figures: Mapping[str, Any]
    conditions: Mapping[str, Any]
    goals: Sequence[Goal] = field(default=())

    @property
    def met(self) -> bool:
        """Whether every goal is reached."""
        return all(goal.is_met(self.figures) for goal in self.goals)

    def line(self) -> str:
        """Return the one line of JSON that is printed."""
        return json.dumps(
            {
                "bench": self.bench,
                "figures": self.figures,
                "goals": [goal.as_json(self.figures) for goal in self.goals],
                "met": self.met,
                "conditions": self.conditions,
            },
            ensure_ascii=False,
        )


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 2)
