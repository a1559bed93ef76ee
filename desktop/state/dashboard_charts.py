"""The charts of a dashboard, made from its figures."""

from datetime import timedelta, tzinfo

from desktop.state.ages import MINUTE, short_day
from desktop.state.dashboard_board import Board
from desktop.state.dashboard_chart import Chart, Kind, Series
from desktop.state.dashboard_period import Span
from desktop.state.dashboard_sources import AGES, Now, Source, at_present, happened
from desktop.state.dashboard_words import decimal, lasting
from desktop.state.house_names import category_name
from desktop.state.texts import _, language, mark
from shared.contracts.figures import Measure, Point, Step

TITLES = {
    "flow": mark("Arrivals and resolutions"),
    "first-answers": mark("Time to the first answer"),
    "age": mark("What is open, by age"),
    "usual": mark("This hour against the usual"),
}
AGE_NAMES = {
    "under-hour": mark("under 1 h"),
    "under-day": mark("under 1 day"),
    "under-3-days": mark("under 3 days"),
    "under-week": mark("under a week"),
    "older": mark("older"),
}
HOURS_LEAST = 12
CATEGORIES_MAX = 8
"""So many categories are told apart in a chart; the busiest, and all surges first."""


def chart(name: str, board: Board, zone: tzinfo) -> Chart:
    """Return one chart as it stands, with the reason where there is nothing to draw."""
    makers = {"flow": _flow, "first-answers": _first_answers, "age": _age, "usual": _usual}
    return makers[name](board, zone)


def _title(name: str) -> str:
    return _(TITLES[name])


def _points(board: Board) -> tuple[Point, ...]:
    return board.figures.lines[0].points if board.figures and board.figures.lines else ()


def _nothing(name: str, kind: Kind, unit: str, board: Board, why: str) -> Chart:
    fetched = board.fetched_at is not None
    reason = why if fetched else board.trouble or _("No figures have come yet.")
    return Chart(name, _title(name), kind, unit, empty=reason)


def _label(point: Point, board: Board, zone: tzinfo) -> str:
    local = point.at.astimezone(zone)
    by_hour = board.figures is not None and board.figures.step is not Step.DAY
    return f"{local:%H:%M}" if by_hour else short_day(local.date(), language())


def _span_at(board: Board, points: tuple[Point, ...], place: int) -> Span | None:
    """Return the time of one point: until the next, or the end of it all."""
    if board.figures is None:
        return None
    until = points[place + 1].at if place + 1 < len(points) else board.figures.until
    return Span(points[place].at, until, board.figures.step)


def _over_time(
    board: Board, zone: tzinfo, what: Measure, name: str, values: tuple[float | None, ...]
) -> Series:
    points = _points(board)

    def source(place: int) -> Source | None:
        span = _span_at(board, points, place)
        return happened(f"{name}, {_label(points[place], board, zone)}", what, span) if span else None

    return Series(name, values, source)


def _flow(board: Board, zone: tzinfo) -> Chart:
    points = _points(board)
    first = Measure.ANSWERS if board.is_own else Measure.ARRIVALS
    came = tuple(float(one.answers if board.is_own else one.arrivals) for one in points)
    went = tuple(float(one.resolutions) for one in points)
    unit = _("Answers") if board.is_own else _("Incidents")
    if not any(came) and not any(went):
        return _nothing(
            "flow", Kind.BARS, unit, board, _("Nothing came and nothing was resolved in this period.")
        )
    series = (
        _over_time(board, zone, first, _("Answers") if board.is_own else _("Arrivals"), came),
        _over_time(board, zone, Measure.RESOLUTIONS, _("Resolutions"), went),
    )
    title = _("Answers and resolutions") if board.is_own else _title("flow")
    labels = _labels(points, board, zone)
    return Chart("flow", title, Kind.BARS, unit, labels, series, least_places=HOURS_LEAST)


def _first_answers(board: Board, zone: tzinfo) -> Chart:
    points, unit = _points(board), _("Minutes")
    if not any(one.first_answer.count for one in points):
        why = _("Nobody was answered for the first time in this period.")
        return _nothing("first-answers", Kind.LINES, unit, board, why)
    half = tuple(_minutes(one.first_answer.p50) for one in points)
    most = tuple(_minutes(one.first_answer.p90) for one in points)
    series = (
        _over_time(board, zone, Measure.FIRST_ANSWERS, _("Half of them within"), half),
        _over_time(board, zone, Measure.FIRST_ANSWERS, _("9 of 10 within"), most),
    )
    labels = _labels(points, board, zone)
    title = _title("first-answers")
    return Chart(
        "first-answers",
        title,
        Kind.LINES,
        unit,
        labels,
        series,
        least_places=HOURS_LEAST,
        said=lambda minutes: lasting(minutes * MINUTE),
    )


def _age(board: Board, _zone: tzinfo) -> Chart:
    unit = _("Incidents")
    if board.backlog is None or not any(share.count for share in board.backlog.by_age):
        return _nothing("age", Kind.BARS, unit, board, _("Nothing is open. Good work."))
    counts = {share.key: share.count for share in board.backlog.by_age}
    names = tuple(AGES)
    title = _("Open now")
    series = Series(
        title,
        tuple(float(counts.get(name, 0)) for name in names),
        lambda place: at_present(f"{title}, {_(AGE_NAMES[names[place]])}", Now.AGE, names[place]),
    )
    labels = tuple(_(AGE_NAMES[name]) for name in names)
    return Chart("age", _title("age"), Kind.BARS, unit, labels, (series,))


def _usual(board: Board, _zone: tzinfo) -> Chart:
    unit = _("Incidents")
    shown = board.usual.categories[:CATEGORIES_MAX] if board.usual else ()
    if board.usual is None or not any(one.count or one.usual for one in shown):
        return _nothing("usual", Kind.MARKED, unit, board, _("Nothing has come in this hour yet."))
    span = Span(board.usual.since, board.usual.since + timedelta(hours=1), Step.HOUR)

    def source(place: int) -> Source:
        name = category_name(shown[place].category)
        return happened(
            _("{name}, this hour").format(name=name), Measure.ARRIVALS, span, shown[place].category
        )

    known = [one.weeks > 0 for one in shown]
    series = (
        Series(_("This hour"), tuple(float(one.count) for one in shown), source),
        Series(_("Usual by now"), _known(tuple(one.usual for one in shown), known)),
        Series(_("Clearly more from"), _known(tuple(one.limit for one in shown), known)),
    )
    labels = tuple(category_name(one.category) for one in shown)
    marked = frozenset(place for place, one in enumerate(shown) if one.is_surge)
    title = _title("usual")
    return Chart("usual", title, Kind.MARKED, unit, labels, series, marked=marked, said=_count)


def _known(values: tuple[float, ...], known: list[bool]) -> tuple[float | None, ...]:
    """Return the values; of none of the weeks before, nothing can be said."""
    return tuple(value if is_known else None for value, is_known in zip(values, known, strict=True))


def _count(value: float) -> str:
    return decimal(value) if value % 1 else decimal(value)[:-2]


def _labels(points: tuple[Point, ...], board: Board, zone: tzinfo) -> tuple[str, ...]:
    return tuple(_label(one, board, zone) for one in points)


def _minutes(seconds: float | None) -> float | None:
    return None if seconds is None else seconds / MINUTE
