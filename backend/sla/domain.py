"""Changes of what is promised, what a change will do, and what is to be told when: pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from backend.incidents.alarms import alarms, reckoned
from backend.incidents.policies import PolicyBook
from backend.incidents.promises import Promises
from shared.contracts.commands import EscalateIncident
from shared.contracts.promises import (
    CalendarDefinition,
    CalendarDraft,
    PolicyDefinition,
    PolicyDraft,
    Preview,
)
from shared.contracts.vocabulary import Priority

_REQUESTS = UUID("6b6f2f0a-51b5-5a0e-9b0a-7d1c2e5a4f33")


@dataclass(frozen=True, slots=True)
class Watched:
    """An incident of which something is awaited, as far as its promises go."""

    id: UUID
    version: int
    category: str
    priority: Priority
    group: str | None
    promises: Promises


def next_policy(slug: str, before: PolicyDefinition | None, draft: PolicyDraft) -> PolicyDefinition:
    """Return a policy, new or in its next version."""
    version = before.version + 1 if before else 1
    return PolicyDefinition(slug=slug, version=version, **dict(draft))


def next_calendar(slug: str, before: CalendarDefinition | None, draft: CalendarDraft) -> CalendarDefinition:
    """Return a calendar, new or in its next version."""
    version = before.version + 1 if before else 1
    return CalendarDefinition(slug=slug, version=version, **dict(draft))


def preview(those: Iterable[Watched], before: PolicyBook, after: PolicyBook, now: datetime) -> Preview:
    """Return what other policies will make of these incidents at this moment."""
    counts = dict.fromkeys(Preview.model_fields, 0)
    for one in those:
        counts["incidents"] += 1
        for what in _effects(_dues(one, before, now), _dues(one, after, now), now):
            counts[what] += 1
    return Preview.model_validate(counts)


def escalations(those: Iterable[Watched], book: PolicyBook, now: datetime) -> Iterator[EscalateIncident]:
    """Yield what is to be told by now and was not, of each promise the lowest percentage first.

    An incident that was reckoned by other policies is left alone until it is reckoned anew.
    """
    for one in those:
        policy = book.policy_for(one.category, one.priority, one.group)
        if policy is None or one.promises.edition != book.edition:
            continue
        for alarm in alarms(one.promises, policy, book):
            if alarm.at > now:
                continue
            step = policy.escalation(alarm.target, alarm.percent)
            known = f"{one.id}:{one.version}:{book.edition}:{alarm.target}:{alarm.percent}"
            yield EscalateIncident(
                incident_id=one.id,
                request_id=uuid5(_REQUESTS, known),
                target=alarm.target,
                due=alarm.due,
                percent=alarm.percent,
                at=alarm.at,
                roles=step.roles if step else (),
                priority=step.priority if step else None,
                team=step.team if step else None,
            )


def _dues(one: Watched, book: PolicyBook, now: datetime) -> list[datetime | None]:
    policy = book.policy_for(one.category, one.priority, one.group)
    found = reckoned(one.promises, policy, book, now)
    return [running.due for running in found.running()]


def _effects(before: list[datetime | None], after: list[datetime | None], now: datetime) -> set[str]:
    """Return what happens to one incident; the same promises stand in both lists, in the same order."""
    effects = set()
    for old, new in zip(before, after, strict=True):
        if old is None or new is None:
            if old != new:
                effects.add("promised" if new else "released")
        elif old != new:
            effects.add("earlier" if new < old else "later")
        if new is not None and new <= now and (old is None or old > now):
            effects.add("overdue")
    return effects
