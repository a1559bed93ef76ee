"""A chart as data: what is drawn, what a table of it says, and what is behind each of its points."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from desktop.state.dashboard_sources import Source
from desktop.state.dashboard_words import NOTHING, number
from desktop.state.texts import _


class Kind(StrEnum):
    """How a chart is drawn."""

    BARS = "bars"
    LINES = "lines"
    MARKED = "marked"
    """Bars of the first series, with the others as marks across them."""


Values = tuple[float | None, ...]
PointSource = Callable[[int], Source | None]


@dataclass(frozen=True, slots=True)
class Series:
    """One value for each label, None where nothing is known."""

    name: str
    values: Values
    source: PointSource = lambda _place: None
    """What is behind the point at a place."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart. ``empty`` is why there is nothing to draw; ``marked`` are the places out of the ordinary."""

    name: str
    title: str
    kind: Kind
    unit: str
    labels: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()
    empty: str = ""
    marked: frozenset[int] = frozenset()
    least_places: int = 1
    """There is room for so many labels at least: the only hour of a day is no wall of colour."""
    said: Callable[[float], str] = number
    """How a value is said in a table."""

    def rows(self) -> list[list[str]]:
        """Return the table: a line for each label, a cell for each series."""
        return [[label, *self.values_at(place)] for place, label in enumerate(self.labels)]

    def values_at(self, place: int) -> list[str]:
        """Return what the series say at a place."""
        return [self._say(one.values[place]) for one in self.series]

    def point(self, place: int) -> str:
        """Return one place as a sentence."""
        parts = zip(self.series, self.values_at(place), strict=True)
        told = ", ".join(f"{one.name} {value}" for one, value in parts)
        above = _("Clearly above the usual.")
        text = f"{self.labels[place]}: {told}."
        return f"{text} {above}" if place in self.marked else text

    def summary(self) -> str:
        """Return what a screen reader says of the whole."""
        if self.empty:
            return self.empty
        tops = [self._top(one) for one in self.series]
        return " ".join((_("In {unit}.").format(unit=self.unit), *(top for top in tops if top)))

    def _top(self, series: Series) -> str:
        known = [(value, place) for place, value in enumerate(series.values) if value is not None]
        if not known:
            return ""
        value, place = max(known)
        text = _("{name}: at most {value}, {label}.")
        return text.format(name=series.name, value=self._say(value), label=self.labels[place])

    def _say(self, value: float | None) -> str:
        return NOTHING if value is None else self.said(value)
