"""Quantiles of durations within 1 %, by DDSketch: each duration is kept as the number of its bucket.

A sketch is how often each number comes, so sketches of any cut of time, category or employee are made, and
merged, by counting those of the durations in it. Masson, Rim, Lee: DDSketch, PVLDB 12 (2019).
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from ddsketch import LogarithmicMapping
from numpy.typing import NDArray

from shared.contracts.figures import Quantiles

ACCURACY = 0.01
NO_TIME = -32_768
"""The bucket of what took no time at all, which has no logarithm."""
_SHORTEST_S = 0.001
_MAPPING = LogarithmicMapping(ACCURACY)


def bucket_of(seconds: float) -> int:
    """Return the number of the bucket of a duration; it fits into 16 bits for any that a clock can tell."""
    return NO_TIME if seconds < _SHORTEST_S else int(_MAPPING.key(seconds))


@cache
def seconds_of(bucket: int) -> float:
    """Return the duration that a bucket stands for."""
    return 0.0 if bucket == NO_TIME else round(float(_MAPPING.value(bucket)), 3)


def quantiles(buckets: "Sequence[int] | NDArray[Any]") -> Quantiles:
    """Return the quantiles of durations whose buckets are given in order."""
    count = len(buckets)
    if not count:
        return NOTHING
    p50, p90, p99 = (seconds_of(int(buckets[int(q * (count - 1))])) for q in (0.5, 0.9, 0.99))
    return Quantiles(count=count, p50=p50, p90=p90, p99=p99)


NOTHING = Quantiles(count=0)
