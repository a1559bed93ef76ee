"""This hour beside the weeks before: what is clearly above it is marked, and nothing by chance."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from backend.metrics.board import Board
from backend.metrics.steps import facts_of
from backend.metrics.usual import ALPHA, FEWEST, limit_of
from tests.support.lives import Life

MADRID = ZoneInfo("Europe/Madrid")
NOW = datetime(2026, 9, 15, 12, 30, tzinfo=UTC)


def board_of(*arrivals: tuple[datetime, int, str]) -> Board:
    board = Board(MADRID)
    lives = [Life.begun(at, category) for at, count, category in arrivals for _ in range(count)]
    board.take_in([(None, facts_of(life.record())) for life in lives], {})
    return board


def weeks_of(count: int, weeks: int = 8) -> list[tuple[datetime, int, str]]:
    """Return an hour like any other, each week, and something before it so that the shop was at work."""
    hours = [NOW - timedelta(weeks=week, minutes=10) for week in range(1, weeks + 1)]
    return [(hour, count, "late") for hour in hours] + [(hours[-1] - timedelta(days=1), 1, "other")]


def test_many_more_than_usual_are_a_surge() -> None:
    found = board_of(*weeks_of(6), (NOW - timedelta(minutes=5), 20, "late")).usual(NOW)
    late = found.categories[0]
    assert (late.category, late.count, late.usual, late.weeks) == ("late", 20, 3.0, 8)
    assert late.is_surge
    assert late.count >= late.limit


def test_as_many_as_usual_are_none() -> None:
    found = board_of(*weeks_of(6), (NOW - timedelta(minutes=5), 4, "late")).usual(NOW)
    assert not found.categories[0].is_surge


def test_in_the_first_week_nothing_can_be_said() -> None:
    late = board_of((NOW - timedelta(minutes=5), 50, "late")).usual(NOW).categories[0]
    assert (late.weeks, late.is_surge) == (0, False)


def test_the_hour_on_the_wall_counts_over_a_change_of_the_clocks() -> None:
    monday = datetime(2026, 10, 26, 9, 30, tzinfo=UTC)
    summer = [(monday - timedelta(weeks=week, hours=1), 7, "late") for week in (1, 2, 3)]
    late = board_of(*summer, (monday, 1, "late")).usual(monday + timedelta(minutes=29)).categories[0]
    assert late.weeks == 2
    assert late.usual == pytest.approx(7, rel=0.05)


@pytest.mark.parametrize("rate", [3.0, 20.0, 400.0])
def test_a_usual_hour_is_rarely_marked(rate: float) -> None:
    chance = np.random.default_rng(17)
    marked = 0
    for _ in range(3000):
        *weeks, today = chance.poisson(rate, 9).tolist()
        marked += today >= limit_of(weeks, 1.0)
    assert marked / 3000 <= 3 * ALPHA


def test_weeks_that_differ_widely_widen_what_is_usual() -> None:
    assert limit_of([0, 40, 0, 40, 0, 40, 0, 40], 1) > limit_of([20] * 8, 1)


def test_few_are_never_a_surge() -> None:
    assert limit_of([0] * 8, 0.1) == FEWEST
