"""Tiles, charts and freshness, as they are said."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop.state import texts
from desktop.state.dashboard_board import Board, staleness
from desktop.state.dashboard_charts import chart
from desktop.state.dashboard_lists import loads
from desktop.state.dashboard_period import Choice, Period, span_of
from desktop.state.dashboard_sources import Now
from desktop.state.dashboard_tiles import ALL, tile
from shared.contracts.figures import (
    Arrivals,
    Backlog,
    Figures,
    Line,
    Load,
    Point,
    Quantiles,
    Share,
    Step,
    Usual,
)
from shared.contracts.resources import Assignee
from shared.contracts.vocabulary import Language
from tests.support.rows import NOON

MADRID = ZoneInfo("Europe/Madrid")
AGES = ("under-hour", "under-day", "under-3-days", "under-week", "older")


@pytest.fixture(autouse=True)
def _in_english() -> None:
    texts.choose(Language.ENGLISH)


def figures(arrivals: int = 12, **total: object) -> Figures:
    whole = Point(at=NOON, arrivals=arrivals, **total)  # type: ignore[arg-type]
    taken = Quantiles(count=4, p50=600, p90=3600)
    points = (
        Point(at=NOON - timedelta(hours=1), arrivals=9, first_answer=taken),
        Point(at=NOON, arrivals=3, resolutions=2),
    )
    line = Line(key=None, total=whole, points=points)
    return Figures(
        since=NOON - timedelta(hours=1),
        until=NOON + timedelta(minutes=30),
        step=Step.HOUR,
        zone="Europe/Madrid",
        as_of=NOON,
        total=whole,
        lines=(line,),
    )


def backlog(**fields: int) -> Backlog:
    counts = {"total": 7, "unassigned": 3, "unanswered": 2, "overdue": 1, "due_soon": 0} | fields
    ages = tuple(Share(key=name, count=n) for n, name in enumerate(AGES))
    nothing: dict[str, tuple[Share, ...]] = {
        f"by_{one}": () for one in ("state", "category", "team", "priority")
    }
    return Backlog(as_of=NOON, by_age=ages, loads=(), **counts, **nothing)  # type: ignore[arg-type]


def usual(*categories: Arrivals) -> Usual:
    return Usual(as_of=NOON, since=NOON, categories=categories)


def board(**parts: object) -> Board:
    found = Board(figures=figures(), backlog=backlog(), fetched_at=NOON)
    found.span = span_of(found.choice, NOON, MADRID)
    for name, part in parts.items():
        setattr(found, name, part)
    return found


def test_before_anything_has_come_every_tile_is_a_dash_and_leads_nowhere() -> None:
    tiles = [tile(name, Board()) for name in ALL]
    assert {one.value for one in tiles} == {"—"}
    assert not any(one.source for one in tiles)


def test_a_tile_says_its_figure_its_change_and_of_what_it_is_made() -> None:
    now = board(
        figures=figures(kept=40, breached=10, ratings=4, stars=17, first_answer=Quantiles(count=9, p50=1500)),
        before=figures(10, kept=9, breached=1, ratings=0),
    )
    assert tile("kept", now).spoken() == "Kept promises, 80 %, ▼ 10 % less, of 50 promises"
    assert tile("satisfaction", now).spoken() == "Satisfaction, 4.2 of 5 ★, of 4 ratings"
    assert tile("first-answer", now).value == "25 min"
    assert tile("arrivals", now).spoken() == "Arrivals today, 12, ▲ 2 more (+20 %)"


def test_of_another_period_it_is_not_called_today() -> None:
    assert tile("arrivals", board(choice=Choice(Period.WEEK))).title == "Arrivals"


def test_what_is_late_is_alarming_and_leads_to_what_is_late() -> None:
    late = tile("overdue", board())
    assert (late.value, late.tone) == ("1", "danger")
    assert late.source
    assert late.source.now is Now.OVERDUE
    assert tile("overdue", board(backlog=backlog(overdue=0))).tone == ""


def test_a_point_of_a_chart_leads_to_what_happened_in_its_time() -> None:
    flow = chart("flow", board(), MADRID)
    assert flow.labels == ("12:00", "13:00")
    first = flow.series[0].source(0)
    assert first
    assert first.title == "Arrivals, 12:00"
    assert first.query["measure"] == "arrivals"
    assert (first.query["since"], first.query["until"]) == ("2026-11-24T11:00:00+00:00", NOON.isoformat())
    last = flow.series[1].source(1)
    assert last
    assert last.query["until"] == "2026-11-24T12:30:00+00:00"


def test_a_chart_is_a_table_too() -> None:
    answers = chart("first-answers", board(), MADRID)
    assert answers.rows() == [["12:00", "10 min", "1 h"], ["13:00", "—", "—"]]
    assert answers.summary() == (
        "In Minutes. Half of them within: at most 10 min, 12:00. 9 of 10 within: at most 1 h, 12:00."
    )


def test_the_backlog_by_age_leads_to_the_queue() -> None:
    age = chart("age", board(), MADRID)
    assert age.series[0].values == (0, 1, 2, 3, 4)
    source = age.series[0].source(4)
    assert source
    assert (source.now, source.key) == (Now.AGE, "older")


def test_a_surge_is_marked_and_of_no_weeks_nothing_is_called_usual() -> None:
    found = usual(
        Arrivals(category="late", count=14, usual=4.2, limit=10, is_surge=True, weeks=4),
        Arrivals(category="billing", count=2, usual=0, limit=0, is_surge=False, weeks=0),
    )
    drawn = chart("usual", board(usual=found), MADRID)
    assert drawn.marked == {0}
    assert drawn.values_at(0) == ["14", "4.2", "10"]
    assert drawn.values_at(1) == ["2", "—", "—"]
    assert drawn.point(0).endswith("Clearly above the usual.")


def test_an_empty_chart_says_why() -> None:
    assert chart("flow", Board(), MADRID).empty == "No figures have come yet."
    assert chart("flow", Board(trouble="It is away."), MADRID).empty == "It is away."
    assert chart("usual", board(usual=usual()), MADRID).empty == "Nothing has come in this hour yet."
    nothing = backlog().model_copy(update={"by_age": ()})
    assert chart("age", board(backlog=nothing), MADRID).empty == "Nothing is open. Good work."


def test_fresh_figures_are_not_called_old() -> None:
    assert staleness(board(), NOON + timedelta(seconds=5), NOON, is_live=True) == ""


@pytest.mark.parametrize(("seconds", "newest", "is_live", "trouble", "told"), [
    (40, 0, True, "It is away.", "These figures are 40 s old. It is away."),
    (120, 0, True, "", "These figures are 2 min old."),
    (9, 0, False, "", "These figures are 9 s old: no news comes in at the moment."),
    (50, 30, True, "", "These figures are 30 s behind what has happened."),
    (50, 40, True, "", ""),
])  # fmt: skip
def test_what_is_old_says_its_age_and_why(
    seconds: int, newest: int, is_live: bool, trouble: str, told: str
) -> None:
    now, latest = NOON + timedelta(seconds=seconds), NOON + timedelta(seconds=newest)
    assert staleness(board(trouble=trouble), now, latest, is_live=is_live) == told


def test_a_load_says_what_is_late_and_what_waits() -> None:
    ana, luis = (Assignee(id=f"e-{name}00000001", name=name) for name in ("ana", "luis"))
    counts = {"waiting": 2, "overdue": 1, "answers_today": 5, "resolutions_today": 1}
    idle = dict.fromkeys(counts, 0)
    found = loads([Load(employee=ana, in_hand=8, **counts), Load(employee=luis, in_hand=2, **idle)])
    assert found[0].detail == "1 late · 2 wait for the customer · 5 answers today · 1 resolved today"
    assert (found[0].head, found[0].tone, found[0].share, found[1].share) == ("8", "danger", 1, 0.25)
