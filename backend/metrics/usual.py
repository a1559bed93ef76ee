"""What is usual for this hour of this weekday, and what is clearly above it.

The counts of the same hour in the weeks before are taken as Poisson with a rate that is not known. With
Jeffreys' prior, what is then to be expected is negative binomial (Gelman et al., Bayesian Data Analysis,
3rd ed., 2.6). Weeks that differ more than chance makes them widen it: so many counts as their variance is
above their mean are taken as one (quasi-Poisson, as Farrington et al., JRSS A 159 (1996), watch epidemics).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import exp, lgamma, log
from statistics import fmean, variance
from zoneinfo import ZoneInfo

import numpy as np

from backend.metrics.ledger import Ledger
from backend.metrics.periods import begin_of
from shared.contracts.figures import Arrivals, Measure, Step, Usual

WEEKS = 8
"""So many weeks back; fewer while the shop is younger."""
ALPHA = 0.001
"""How rarely an hour without any reason is marked."""
FEWEST = 5
"""Fewer are no surge, however few were usual (Farrington's rule too)."""
PRIOR = 0.5


def limit_of(weeks: Sequence[int], part: float) -> int:
    """Return from which count on an hour is above the usual, when so much of it is over: 0 < ``part`` <= 1.

    That many or more come with a probability below ALPHA.
    """
    total, mean = sum(weeks), fmean(weeks)
    spread = max(1.0, variance(weeks, mean) / mean) if len(weeks) > 1 and mean > 0 else 1.0
    size, rate = (total + PRIOR) / spread, len(weeks) / spread
    success = rate / (rate + part)
    certain = size * log(success) - lgamma(size)
    count, left = 0, 1.0
    while left >= ALPHA:
        left -= exp(certain + lgamma(size + count) - lgamma(count + 1) + count * log(1 - success))
        count += 1
    return max(FEWEST, count)


def usual(ledger: Ledger, now: datetime, zone: ZoneInfo, as_of: datetime) -> Usual:
    """Return this hour beside the same hour of the weeks before; the surges first."""
    begun = begin_of(now, Step.HOUR, zone)
    part = max(1 / 60, (now - begun) / timedelta(hours=1))
    here = _arrivals(ledger, begun, now)
    begins = [_weeks_before(begun, back, zone) for back in range(1, WEEKS + 1)]
    # Before the shop was at work nothing came, and that is not usual.
    before = [
        _arrivals(ledger, begin, begin + timedelta(hours=1))
        for begin in begins
        if _arrivals(ledger, begin - timedelta(weeks=1), begin)
    ]
    categories = sorted({*here, *(category for week in before for category in week)})
    lines = [
        _line(each, here.get(each, 0), [week.get(each, 0) for week in before], part) for each in categories
    ]
    lines.sort(key=lambda line: (not line.is_surge, -line.count, line.category))
    return Usual(as_of=as_of, since=begun, categories=tuple(lines))


def _weeks_before(begun: datetime, back: int, zone: ZoneInfo) -> datetime:
    """Return the same hour on the wall so many weeks earlier, whatever summer time made of the clock."""
    local = begun.astimezone(zone) - timedelta(weeks=back)
    return local.astimezone(begun.tzinfo)


def _arrivals(ledger: Ledger, since: datetime, until: datetime) -> dict[str, int]:
    found = ledger.select(since, until, measure=Measure.ARRIVALS, columns=("category",))["category"]
    numbers, counts = np.unique(found, return_counts=True)
    words = [ledger.names["category"].word(int(number)) for number in numbers]
    return {word: int(count) for word, count in zip(words, counts, strict=True) if word}


def _line(category: str, count: int, weeks: Sequence[int], part: float) -> Arrivals:
    if not weeks:
        return Arrivals(category=category, count=count, usual=0, limit=0, is_surge=False, weeks=0)
    limit = limit_of(weeks, part)
    return Arrivals(
        category=category,
        count=count,
        usual=round(fmean(weeks) * part, 2),
        limit=limit,
        is_surge=count >= limit,
        weeks=len(weeks),
    )
