"""How somebody arranges their dashboard, and the link by which it is remembered and shared.

``ventanilla:dashboard?period=week&compare=1&tiles=open,overdue&cards=due,flow``
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import parse_qs, quote, urlencode

from desktop.state.dashboard_period import Choice, Period
from desktop.state.dashboard_tiles import TITLES
from desktop.state.links import SCHEME
from desktop.state.texts import mark

LINK = f"{SCHEME}dashboard"
CARDS = {
    "due": mark("About to be late"),
    "usual": mark("This hour against the usual"),
    "loads": mark("Load per person"),
    "flow": mark("Arrivals and resolutions"),
    "first-answers": mark("Time to the first answer"),
    "age": mark("What is open, by age"),
}
LEADERS_CARDS = frozenset({"usual", "loads"})


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Which tiles and cards are shown in which order, of which period, beside the one before or not."""

    tiles: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()
    choice: Choice = field(default_factory=Choice)
    compares: bool = True
    is_wall: bool = False

    def link(self) -> str:
        """Return it as a link that others can open."""
        choice = self.choice
        parts = {"period": str(choice.period), "compare": str(int(self.compares))}
        if choice.first and choice.last:
            parts |= {"first": choice.first.isoformat(), "last": choice.last.isoformat()}
        parts |= {"tiles": ",".join(self.tiles), "cards": ",".join(self.cards)}
        if self.is_wall:
            parts["wall"] = "1"
        return f"{LINK}?{urlencode(parts, safe=',', quote_via=quote)}"

    def allowed(self, tiles: Iterable[str], cards: Iterable[str]) -> "Arrangement":
        """Return it with only what a person may see; where nothing of it is left, with all of that."""
        may_tiles, may_cards = tuple(tiles), tuple(cards)
        kept = tuple(one for one in self.tiles if one in may_tiles)
        kept_cards = tuple(one for one in self.cards if one in may_cards)
        if not kept and not kept_cards:
            kept, kept_cards = may_tiles, may_cards
        return replace(self, tiles=kept, cards=kept_cards)


def is_link(text: str) -> bool:
    """Tell whether a text is a link to a dashboard."""
    return text.strip().partition("?")[0] == LINK


def read_link(text: str) -> Arrangement | None:
    """Return what a link means; None for anything else. What it names that is not known is left out."""
    if not is_link(text):
        return None
    told = {name: values[-1] for name, values in parse_qs(text.strip().partition("?")[2]).items()}
    first, last = _day(told.get("first", "")), _day(told.get("last", ""))
    period = told.get("period", "")
    choice = Choice(Period(period) if period in set(Period) else Period.TODAY, first, last)
    if choice.period is Period.OWN and not (first and last):
        choice = Choice()
    return Arrangement(
        _named(told.get("tiles", ""), TITLES),
        _named(told.get("cards", ""), CARDS),
        choice,
        told.get("compare") != "0",
        told.get("wall") == "1",
    )


def _named(text: str, known: Iterable[str]) -> tuple[str, ...]:
    names = set(known)
    return tuple(dict.fromkeys(one for one in text.split(",") if one in names))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
