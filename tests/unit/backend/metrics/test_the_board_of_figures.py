"""Figures out of facts: counted, taken back, cut and ordered."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.metrics.board import Board
from backend.metrics.domain import Facts
from backend.metrics.ledger import Where
from backend.metrics.periods import TooFineError
from backend.metrics.series import Wanted
from backend.metrics.standings import WHOLE, Part
from backend.metrics.steps import facts_of, follow
from shared.contracts.figures import BUSIEST_MAX, Figures, Grouping, Line, Measure, Step
from tests.support.lives import Life, lives
from tests.support.openings import ANA, LUIS, NOON, later

MADRID = ZoneInfo("Europe/Madrid")
LONG_AGO, FAR_AHEAD = NOON - timedelta(days=40), NOON + timedelta(days=40)
EVER = Wanted(LONG_AGO, FAR_AHEAD, Step.DAY)


def board_of(*lives: Life) -> Board:
    board = Board(MADRID)
    board.take_in([(None, facts_of(life.record())) for life in lives], {str(ANA.id): ANA.name})
    return board


def live_board(*lives: Life) -> Board:
    """Return a board that heard one event after the other."""
    board = Board(MADRID)
    for life in lives:
        facts: Facts | None = None
        for event in life.events:
            old, facts = facts, follow(facts, event)
            assert facts
            board.take_in([(old, facts)], {})
    return board


def figures(board: Board, group: Grouping = Grouping.NONE, where: Where | None = None) -> Figures:
    return board.figures(Wanted(LONG_AGO, FAR_AHEAD, Step.DAY, group, where or Where()), FAR_AHEAD)


def line(found: Figures, key: str | None) -> Line:
    return next(each for each in found.lines if each.key == key)


@settings(max_examples=40)
@given(st.lists(lives(), max_size=3))
def test_hearing_events_and_counting_at_once_come_to_the_same(some: list[Life]) -> None:
    at_once, heard = board_of(*some), live_board(*some)
    for group in Grouping:
        assert [each.total for each in figures(at_once, group).lines] == [
            each.total for each in figures(heard, group).lines
        ]
    assert at_once.standings() == heard.standings()
    assert at_once.ledger.rows == heard.ledger.rows


@settings(max_examples=40)
@given(st.lists(lives(), max_size=3))
def test_lines_and_points_add_up_to_the_whole(some: list[Life]) -> None:
    found = figures(board_of(*some), Grouping.CATEGORY)
    expected = Counter(each.measure for life in some for each in facts_of(life.record()).happenings)
    assert found.total.answers == expected[Measure.ANSWERS]
    assert sum(each.total.answers for each in found.lines) == found.total.answers
    assert sum(each.answers for line in found.lines for each in line.points) == found.total.answers
    assert found.total.first_answer.count == expected[Measure.FIRST_ANSWERS]


def test_each_point_is_of_its_own_hour() -> None:
    board = board_of(Life.begun(NOON), Life.begun(later(59)), Life.begun(later(60)))
    found = board.figures(Wanted(NOON, later(180), Step.HOUR), NOON)
    assert [each.arrivals for each in found.lines[0].points] == [2, 1, 0]
    assert [each.at for each in found.lines[0].points] == [NOON, later(60), later(120)]


def test_until_is_no_part_of_the_period_and_since_is() -> None:
    board = board_of(Life.begun(NOON), Life.begun(later(30)))
    assert board.figures(Wanted(NOON, later(30), Step.HOUR), NOON).total.arrivals == 1


def test_what_is_replaced_is_taken_back() -> None:
    life = Life.begun().move("resolve-ana", later(1)).move("well-rated", later(2)).move("ill-rated", later(3))
    total = figures(live_board(life)).total
    assert (total.ratings, total.stars) == (1, 2)


def test_employees_have_their_names_and_nobody_is_the_last_line() -> None:
    found = figures(board_of(Life.begun().move("reply-ana", later(5))), Grouping.EMPLOYEE)
    assert [(each.key, each.name) for each in found.lines] == [(ANA.id, ANA.name), (None, None)]
    assert line(found, ANA.id).total.first_answer.p50 == pytest.approx(300, rel=0.01)


def test_more_than_the_busiest_share_one_line() -> None:
    many = [Life.begun(category=f"category-{number:02}") for number in range(BUSIEST_MAX + 7)]
    found = figures(board_of(*many), Grouping.CATEGORY)
    assert len(found.lines) == BUSIEST_MAX + 1
    assert found.lines[-1].key is None
    assert found.lines[-1].total.arrivals == 7


def test_a_filter_that_nobody_knows_finds_nothing() -> None:
    found = figures(board_of(Life.begun()), Grouping.CATEGORY, Where(team="nobody-knows"))
    assert found.total.arrivals == 0
    assert found.lines == ()


def test_too_many_points_are_refused() -> None:
    many = board_of(*(Life.begun(category=f"category-{number:02}") for number in range(30)))
    with pytest.raises(TooFineError):
        many.figures(Wanted(LONG_AGO, FAR_AHEAD, Step.HOUR, Grouping.CATEGORY), NOON)


def test_the_incidents_behind_a_figure_come_once_each_and_the_newest_first() -> None:
    one, two = Life.begun(), Life.begun()
    for minute in (1, 3):
        one.move("reply-ana", later(minute))
    two.move("reply-luis", later(2))
    board = board_of(one, two)
    found = board.happened(Measure.ANSWERS, NOON, FAR_AHEAD, Where(), slice(0, 10))
    assert found == (2, [one.incident.id, two.incident.id])
    assert board.happened(Measure.ANSWERS, NOON, FAR_AHEAD, Where(employee=LUIS.id), slice(0, 10)) == (
        1,
        [two.incident.id],
    )


def test_the_backlog_holds_what_is_not_over() -> None:
    mine, over, new = (Life.begun(NOON - timedelta(hours=hours)) for hours in (30, 2, 0))
    mine.move("claim-ana", later(1))
    over.move("resolve-luis", later(2))
    found = board_of(mine, over, new).backlog(WHOLE, later(3))
    assert (found.total, found.unassigned, found.unanswered) == (2, 1, 2)
    assert {each.key: each.count for each in found.by_age if each.count} == {
        "under-hour": 1,
        "under-3-days": 1,
    }
    assert [(load.employee.id, load.in_hand, load.resolutions_today) for load in found.loads] == [
        (ANA.id, 1, 0),
        (LUIS.id, 0, 1),
    ]


def test_a_share_of_the_backlog_can_be_opened() -> None:
    mine, new = Life.begun().move("claim-ana", later(1)), Life.begun()
    board = board_of(mine, new)
    assert board.parted(Part(unassigned=True), later(5), slice(0, 5)) == (1, [new.incident.id])
    assert board.parted(Part(employee=ANA.id), later(5), slice(0, 5)) == (1, [mine.incident.id])
    assert board.parted(Part(age="older"), later(5), slice(0, 5)) == (0, [])


def test_a_clock_that_is_ahead_is_not_believed() -> None:
    board = board_of(Life.begun(NOON + timedelta(days=400)))
    assert board.figures(EVER, NOON).as_of == NOON
    assert Board(MADRID).backlog(WHOLE, datetime(2026, 1, 1, tzinfo=UTC)).total == 0
