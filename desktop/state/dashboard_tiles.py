"""The tiles of a dashboard: one figure each, with what differs from before and what is behind it."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop.state.dashboard_board import Board
from desktop.state.dashboard_period import Period
from desktop.state.dashboard_sources import Now, Source, at_present, happened
from desktop.state.dashboard_words import NOTHING, Better, Change, compared, decimal, lasting, number, percent
from desktop.state.texts import _, mark, ngettext
from shared.contracts.figures import Backlog, Measure, Point

TITLES = {
    "open": mark("Open now"),
    "unassigned": mark("Unassigned"),
    "unanswered": mark("Unanswered"),
    "overdue": mark("Overdue"),
    "due-soon": mark("Due within the hour"),
    "arrivals": mark("Arrivals"),
    "answers": mark("Answers"),
    "resolutions": mark("Resolutions"),
    "kept": mark("Kept promises"),
    "first-answer": mark("First answer (median)"),
    "satisfaction": mark("Satisfaction"),
}
TODAY_TITLES = {
    "arrivals": mark("Arrivals today"),
    "answers": mark("Answers today"),
    "resolutions": mark("Resolutions today"),
}
ALL = tuple(name for name in TITLES if name != "answers")
OWN = tuple(name for name in TITLES if name not in ("unassigned", "arrivals"))
"""An agent's: only what is theirs."""
PRESENT = {
    "open": Now.OPEN,
    "unassigned": Now.UNASSIGNED,
    "unanswered": Now.UNANSWERED,
    "overdue": Now.OVERDUE,
    "due-soon": Now.DUE_SOON,
}
COUNTED: dict[str, Callable[[Backlog], int]] = {
    "open": lambda found: found.total,
    "unassigned": lambda found: found.unassigned,
    "unanswered": lambda found: found.unanswered,
    "overdue": lambda found: found.overdue,
    "due-soon": lambda found: found.due_soon,
}
ALARMING = {"overdue": "danger", "due-soon": "warning"}


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure in words. ``detail`` says of what it is made; ``tone`` is danger, warning or empty."""

    name: str
    title: str
    value: str
    detail: str = ""
    change: Change | None = None
    tone: str = ""
    source: Source | None = None

    def spoken(self) -> str:
        """Return all of it as one sentence for a screen reader."""
        parts = (self.title, self.value, self.change.text if self.change else "", self.detail)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class _Happening:
    measure: Measure
    better: Better
    value: Callable[[Point], float | None]
    said: Callable[[float], str]
    detail: Callable[[Point], str]
    gap: Callable[[float], str] | None = None


def _kept(point: Point) -> float | None:
    promised = point.kept + point.breached
    return point.kept / promised * 100 if promised else None


def _stars(point: Point) -> float | None:
    return point.stars / point.ratings if point.ratings else None


def _of_promises(point: Point) -> str:
    promised = point.kept + point.breached
    return ngettext("of {count} promise", "of {count} promises", promised).format(count=number(promised))


def _of_ratings(point: Point) -> str:
    return ngettext("of {count} rating", "of {count} ratings", point.ratings).format(
        count=number(point.ratings)
    )


def _of_answers(point: Point) -> str:
    count = point.first_answer.count
    return ngettext("of {count} first answer", "of {count} first answers", count).format(count=number(count))


HAPPENING = {
    "arrivals": _Happening(Measure.ARRIVALS, Better.NEITHER, lambda p: p.arrivals, number, lambda _p: ""),
    "answers": _Happening(Measure.ANSWERS, Better.MORE, lambda p: p.answers, number, lambda _p: ""),
    "resolutions": _Happening(
        Measure.RESOLUTIONS, Better.MORE, lambda p: p.resolutions, number, lambda _p: ""
    ),
    "kept": _Happening(Measure.KEPT, Better.MORE, _kept, percent, _of_promises, percent),
    "first-answer": _Happening(
        Measure.FIRST_ANSWERS, Better.LESS, lambda p: p.first_answer.p50, lasting, _of_answers, lasting
    ),
    "satisfaction": _Happening(
        Measure.RATINGS,
        Better.MORE,
        _stars,
        lambda stars: _("{stars} of 5 ★").format(stars=decimal(stars)),
        _of_ratings,
        decimal,
    ),
}


def tile(name: str, board: Board) -> Tile:
    """Return one tile as it stands; without figures its value is a dash."""
    title = _(TITLES[name])
    if name in TODAY_TITLES and board.choice.period is Period.TODAY:
        title = _(TODAY_TITLES[name])
    return _present(name, title, board) if name in PRESENT else _happened(name, title, board)


def _present(name: str, title: str, board: Board) -> Tile:
    if board.backlog is None:
        return Tile(name, title, NOTHING)
    count = COUNTED[name](board.backlog)
    tone = ALARMING.get(name, "") if count else ""
    return Tile(name, title, number(count), _("now"), tone=tone, source=at_present(title, PRESENT[name]))


def _happened(name: str, title: str, board: Board) -> Tile:
    about, total = HAPPENING[name], board.total
    if total is None or board.span is None:
        return Tile(name, title, NOTHING)
    value = about.value(total)
    past = about.value(board.total_before) if board.total_before else None
    return Tile(
        name,
        title,
        NOTHING if value is None else about.said(value),
        about.detail(total),
        compared(value, past, about.better, about.gap),
        source=happened(title, about.measure, board.span),
    )
