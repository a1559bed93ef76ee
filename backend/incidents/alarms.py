"""When a promise is due, and when somebody is to be told of it: reckoned anew from its beginning each time.

Nothing here reads a clock, a database or a broker.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.incidents.business_time import BusinessTime
from backend.incidents.policies import PolicyBook
from backend.incidents.promises import Pause, Promises, RunningPromise
from shared.contracts.promises import BROKEN, PolicyDefinition
from shared.contracts.vocabulary import PromiseTarget


@dataclass(frozen=True, slots=True)
class Alarm:
    """At ``at``, so many percent of the time until ``due`` are over, and nobody was told yet."""

    target: PromiseTarget
    percent: int
    due: datetime
    at: datetime


def moment_of(
    time: BusinessTime, started_at: datetime, pauses: Sequence[Pause], amount: timedelta
) -> datetime | None:
    """Return when so much business time has gone by that was no pause; None where a pause came before."""
    begin = started_at
    for pause in pauses:
        if pause.until is not None and pause.until <= begin:
            continue
        ran = time.between(begin, pause.since)
        if ran >= amount:
            return time.add(begin, amount)
        if pause.until is None:
            return None
        amount, begin = amount - ran, max(begin, pause.until)
    return time.add(begin, amount)


def reckoned(promises: Promises, policy: PolicyDefinition | None, book: PolicyBook, at: datetime) -> Promises:
    """Return what is awaited with when it is due by a policy, and without what was told too early by it."""

    def due(one: RunningPromise | None) -> RunningPromise | None:
        if one is None:
            return None
        found = _moment(one, promises.pauses, policy, book, BROKEN)
        passed = (_moment(one, promises.pauses, policy, book, percent) for percent in one.told)
        told = [
            percent
            for percent, moment in zip(one.told, passed, strict=True)
            if moment is not None and moment <= at
        ]
        return one.model_copy(update={"due": found, "told": tuple(told)})

    return promises.model_copy(
        update={
            "edition": book.edition,
            "policy": policy and policy.slug,
            "answer": due(promises.answer),
            "resolution": due(promises.resolution),
        }
    )


def alarms(promises: Promises, policy: PolicyDefinition | None, book: PolicyBook) -> Iterator[Alarm]:
    """Yield what is to be told sooner or later, of each promise the lowest percentage first.

    What was broken before it began to wait is told while it waits, and nothing else.
    """
    for one in promises.running():
        if policy is None or one.due is None:
            continue
        for percent in policy.percents(one.target):
            moment = _moment(one, promises.pauses, policy, book, percent)
            if moment is not None and percent not in one.told:
                yield Alarm(one.target, percent, one.due, moment)


def _moment(
    one: RunningPromise,
    pauses: Sequence[Pause],
    policy: PolicyDefinition | None,
    book: PolicyBook,
    percent: int,
) -> datetime | None:
    minutes = policy.goals.minutes(one.target) if policy else None
    if policy is None or minutes is None:
        return None
    amount = timedelta(minutes=minutes) * percent / BROKEN
    return moment_of(book.time_of(policy), one.started_at, pauses, amount)
