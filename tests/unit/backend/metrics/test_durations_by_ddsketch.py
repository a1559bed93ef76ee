"""Quantiles: within the stated 1 %, and the same as DDSketch's own."""

import pytest
from ddsketch import DDSketch
from hypothesis import given
from hypothesis import strategies as st

from backend.metrics.sketches import ACCURACY, NO_TIME, bucket_of, quantiles, seconds_of

TEN_YEARS_S = 3650 * 86400.0
SECONDS = st.lists(st.floats(0.001, TEN_YEARS_S), min_size=1, max_size=200)


@given(SECONDS)
def test_each_quantile_is_within_one_percent_of_the_exact_one(seconds: list[float]) -> None:
    found = quantiles(sorted(bucket_of(each) for each in seconds))
    for told, share in ((found.p50, 0.5), (found.p90, 0.9), (found.p99, 0.99)):
        exact = sorted(seconds)[int(share * (len(seconds) - 1))]
        assert told == pytest.approx(exact, rel=ACCURACY * 1.0001, abs=0.0006)


@given(SECONDS, SECONDS)
def test_counting_two_together_is_merging_two_sketches(one: list[float], two: list[float]) -> None:
    merged, other = DDSketch(ACCURACY), DDSketch(ACCURACY)
    for sketch, values in ((merged, one), (other, two)):
        for value in values:
            sketch.add(value)
    merged.merge(other)
    found = quantiles(sorted(bucket_of(each) for each in (*one, *two)))
    assert found.p90 == pytest.approx(merged.get_quantile_value(0.9), abs=0.0006)


def test_no_time_at_all_is_zero() -> None:
    assert bucket_of(0) == NO_TIME
    assert seconds_of(NO_TIME) == 0
    assert quantiles([NO_TIME]).p99 == 0


def test_of_nothing_there_are_no_quantiles() -> None:
    assert quantiles([]).p50 is None
    assert quantiles([]).count == 0
