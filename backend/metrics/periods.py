"""Periods of time in the zone of the shop: where their steps begin, also on days of 23 and 25 hours."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.contracts.figures import Step

MOST_STEPS = 4000
"""More points than this are no picture any more; ten years of days are fewer."""
_LENGTH = {Step.MINUTE: timedelta(minutes=1), Step.HOUR: timedelta(hours=1), Step.DAY: timedelta(days=1)}


class TooFineError(ValueError):
    """A period has too many steps of this length."""


def begin_of(moment: datetime, step: Step, zone: ZoneInfo) -> datetime:
    """Return when the step began that a moment is in, in UTC."""
    local = moment.astimezone(zone)
    match step:
        case Step.MINUTE:
            begun = local.replace(second=0, microsecond=0)
        case Step.HOUR:
            begun = local.replace(minute=0, second=0, microsecond=0)
        case Step.DAY:
            begun = datetime.combine(local.date(), time.min, zone)
    return begun.astimezone(moment.tzinfo)


def steps_between(since: datetime, until: datetime, step: Step, zone: ZoneInfo) -> list[datetime]:
    """Return when each step of a period begins, the first with or before ``since``, and then when all end.

    Of an empty period it returns one step. Raises TooFineError.
    """
    if (until - since) / _LENGTH[step] > MOST_STEPS:
        raise TooFineError(f"More than {MOST_STEPS} points; choose a longer step or a shorter period.")
    edges = [begin_of(since, step, zone)]
    while edges[-1] < until or len(edges) == 1:
        edges.append(_next(edges[-1], step, zone))
    return edges


def _next(begun: datetime, step: Step, zone: ZoneInfo) -> datetime:
    if step is not Step.DAY:
        return begun + _LENGTH[step]
    tomorrow = begun.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, zone).astimezone(begun.tzinfo)
