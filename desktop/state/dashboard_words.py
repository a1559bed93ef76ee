"""Figures as people read them: numbers, shares, how long something took, and what differs from before."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from desktop.state.ages import DAY, HOUR, MINUTE
from desktop.state.texts import _, language, ngettext
from shared.contracts.vocabulary import Language

NOTHING = "—"
Said = Callable[[float], str]


class Better(StrEnum):
    """Which way is good news."""

    MORE = "more"
    LESS = "less"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Change:
    """What differs from the period before, in words with its sign; ``tone`` is ok, danger or muted."""

    text: str
    tone: str


def number(value: float) -> str:
    """Return a whole number with the thousands apart: ``1.234`` in Spanish, ``1,234`` in English."""
    text = f"{round(value):,}"
    return text.replace(",", ".") if language() is Language.SPANISH else text


def decimal(value: float) -> str:
    """Return a number with one decimal."""
    text = f"{value:.1f}"
    return text.replace(".", ",") if language() is Language.SPANISH else text


def percent(value: float) -> str:
    """Return a share of one hundred."""
    return _("{count} %").format(count=number(value))


def lasting(seconds: float) -> str:
    """Return how long something takes: ``40 s``, ``12 min``, ``2 h 10 min``, ``3 d 4 h``."""
    if seconds < MINUTE:
        return f"{int(seconds)} s"
    minutes = int(seconds // MINUTE)
    if seconds < HOUR:
        return _("{count} min").format(count=minutes)
    if seconds < DAY:
        return _two(_("{count} h").format(count=minutes // 60), _("{count} min"), minutes % 60)
    hours = minutes // 60
    return _two(_("{count} d").format(count=hours // 24), _("{count} h"), hours % 24)


def left(seconds: float) -> str:
    """Return how much time is left of a promise: ``41 min``, or ``late 12 min``."""
    return lasting(seconds) if seconds >= 0 else _("late {time}").format(time=lasting(-seconds))


def compared(
    now: float | None, before: float | None, better: Better, said: Said | None = None
) -> Change | None:
    """Return how a figure stands to the one before; ``said`` says a difference that is no count.

    None where one of both is not known.
    """
    if now is None or before is None:
        return None
    gap = now - before
    size = said(abs(gap)) if said else number(abs(gap))
    if (said is None and round(gap) == 0) or size == (said(0) if said else ""):
        return Change(_("= as before"), "muted")
    sign = "+" if gap > 0 else "−"
    share = f" ({sign}{percent(abs(gap) / before * 100)})" if before and said is not percent else ""
    words = _("▲ {size} more") if gap > 0 else _("▼ {size} less")
    good = better is not Better.NEITHER and (gap > 0) == (better is Better.MORE)
    tone = "muted" if better is Better.NEITHER else "ok" if good else "danger"
    return Change(f"{words.format(size=size)}{share}", tone)


def incidents(count: int) -> str:
    """Return so many incidents."""
    return ngettext("{count} incident", "{count} incidents", count).format(count=number(count))


def _two(whole: str, rest: str, count: int) -> str:
    return f"{whole} {rest.format(count=count)}" if count else whole
