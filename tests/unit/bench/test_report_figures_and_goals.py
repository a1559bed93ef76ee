import json

import pytest

from bench.report import Goal, Report, durations, middle, percentile


def test_a_percentile_is_the_sample_that_so_many_do_not_exceed() -> None:
    hundred = [float(value) for value in range(100, 0, -1)]
    assert percentile(hundred, 50) == 50
    assert percentile(hundred, 99) == 99
    assert percentile(hundred, 100) == 100
    assert percentile(hundred, 0) == 1


def test_the_p99_of_few_samples_is_the_worst_of_them() -> None:
    assert percentile([1.0, 7.0, 3.0], 99) == 7
    assert percentile([4.0], 50) == 4


def test_without_samples_there_is_no_percentile() -> None:
    with pytest.raises(ValueError, match="no samples"):
        percentile([], 50)


def test_durations_are_given_in_milliseconds() -> None:
    assert durations([0.010, 0.020, 0.0304]) == {
        "count": 3,
        "p50_ms": 20.0,
        "p95_ms": 30.4,
        "p99_ms": 30.4,
        "max_ms": 30.4,
    }
    assert durations([]) == {"count": 0}


def test_one_disturbed_repetition_does_not_move_the_middle() -> None:
    assert middle([500.0, 20.0, 510.0]) == 500.0


def test_a_goal_is_held_against_the_figure_that_its_path_names() -> None:
    figures = {"alone": {"painted": {"p99_ms": 99.9}}}
    assert Goal("alone.painted.p99_ms", "<", 100).is_met(figures)
    assert not Goal("alone.painted.p99_ms", "<", 99.9).is_met(figures)
    assert Goal("alone.painted.p99_ms", "<=", 99.9).is_met(figures)
    assert not Goal("alone.painted.p99_ms", ">=", 100).is_met(figures)


def test_a_goal_whose_figure_could_not_be_measured_is_missed() -> None:
    goal = Goal("alone.painted.p99_ms", "<", 100)
    assert not goal.is_met({"alone": {"painted": durations([])}})
    assert goal.as_json({})["reached"] is None


def test_a_report_is_one_line_with_what_was_agreed() -> None:
    report = Report("journey", {"p99_ms": 12.5}, {"cores": 2}, [Goal("p99_ms", "<", 100)])
    line = report.line()
    assert "\n" not in line
    assert json.loads(line) == {
        "bench": "journey",
        "figures": {"p99_ms": 12.5},
        "goals": [{"figure": "p99_ms", "goal": "< 100", "reached": 12.5, "met": True}],
        "met": True,
        "conditions": {"cores": 2},
    }


def test_one_missed_goal_misses_the_report() -> None:
    goals = [Goal("p99_ms", "<", 100), Goal("p99_ms", "<", 10)]
    assert not Report("journey", {"p99_ms": 12.5}, {}, goals).met
    assert Report("idle", {"p99_ms": 12.5}, {}).met
