"""What a change makes of the promises: which ones it ends, begins, pauses, and when each is due after it.

It is done to every change on its way into the database, so no rule needs to think of it. Nothing here reads
a clock, a database or a broker.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from backend.incidents.alarms import alarms, moment_of, reckoned
from backend.incidents.model import Change, Incident
from backend.incidents.policies import PolicyBook
from backend.incidents.promises import Pause, Promises, RunningPromise
from backend.incidents.telling import promises_between
from shared.contracts.events import (
    CustomerRequestRefused,
    IncidentCommented,
    IncidentMerged,
    IncidentOpened,
    IncidentReopened,
    IncidentReplied,
    IncidentResolved,
    IncidentUnmerged,
)
from shared.contracts.promise_events import IncidentPromised
from shared.contracts.promises import PolicyDefinition
from shared.contracts.resources import PromiseOutcome
from shared.contracts.vocabulary import MessageKind, PromiseTarget, State

_ACTIVE = frozenset({State.OPEN, State.ASSIGNED, State.WAITING})
_BEGINNING = (IncidentOpened, IncidentReopened)
_SPOKEN = (CustomerRequestRefused, IncidentCommented, IncidentMerged, IncidentReopened, IncidentUnmerged)
"""After these the customer may be the one who spoke last, and did not before."""


def keep_promises(change: Change, book: PolicyBook) -> Change:
    """Return a change with what it makes of the promises, for the incident, its row and the event."""
    incident, at = change.incident, change.incident.updated_at
    if incident.merged_into or incident.erased_at:
        return _with(change, None, (), None)
    policy = book.policy_for(incident.category, incident.priority, incident.customer_group)
    held = incident.promises or _found(change, book)
    held = _paused(held, at, is_waiting=incident.state is State.WAITING)
    held, outcomes = _ended(held, change, policy, book)
    held = reckoned(_started(held, change), policy, book, at)
    return _with(change, _without_old_pauses(held), outcomes, _next(held, policy, book))


def _found(change: Change, book: PolicyBook) -> Promises:
    """Return what is awaited of an incident of which nothing was noted: it begins, or is older than that."""
    incident, promises = change.incident, Promises(edition=book.edition)
    if isinstance(change.event, _BEGINNING) or incident.state not in _ACTIVE:
        return promises
    since = incident.opened_at if incident.answer_due else incident.updated_at
    target = PromiseTarget.FIRST_ANSWER if incident.answer_due else PromiseTarget.NEXT_ANSWER
    answer = RunningPromise(target=target, started_at=since) if incident.is_unanswered else None
    resolution = RunningPromise(target=PromiseTarget.RESOLUTION, started_at=incident.opened_at)
    return promises.model_copy(update={"answer": answer, "resolution": resolution})


def _paused(promises: Promises, at: datetime, *, is_waiting: bool) -> Promises:
    """Begin a pause, or end the one that there is."""
    pauses = promises.pauses
    is_paused = bool(pauses) and pauses[-1].until is None
    if is_waiting and not is_paused:
        pauses = (*pauses, Pause(since=at))
    elif is_paused and not is_waiting:
        pauses = (*pauses[:-1], Pause(since=pauses[-1].since, until=at))
    return promises.model_copy(update={"pauses": pauses})


def _ended(
    promises: Promises, change: Change, policy: PolicyDefinition | None, book: PolicyBook
) -> tuple[Promises, tuple[PromiseOutcome, ...]]:
    """Take out what is awaited no longer, with how it ended where it ended by what was awaited."""
    incident, event, said = change.incident, change.event, change.message
    is_resolved = isinstance(event, IncidentResolved)
    is_answered = isinstance(event, IncidentReplied) or (said and said.kind is MessageKind.REPLY)
    met: list[RunningPromise | None] = []
    gone: dict[str, Any] = {}
    if is_answered or is_resolved:
        met.append(promises.answer)
        gone["answer"] = None
    elif not incident.is_unanswered and (
        incident.state not in _ACTIVE or isinstance(event, IncidentUnmerged)
    ):
        gone["answer"] = None
    if is_resolved:
        met.append(promises.resolution)
    if incident.state not in _ACTIVE:
        gone["resolution"] = None
    at = incident.updated_at
    dues = [(one, _due(one, promises, policy, book, at)) for one in met if one]
    outcomes = tuple(
        PromiseOutcome(target=one.target, due=due, ended_at=at, is_kept=at <= due) for one, due in dues if due
    )
    return promises.model_copy(update=gone), outcomes


def _due(
    one: RunningPromise, held: Promises, policy: PolicyDefinition | None, book: PolicyBook, at: datetime
) -> datetime | None:
    """Return when something is due, or would be if it waited no longer."""
    minutes = policy.goals.minutes(one.target) if policy else None
    if one.due is not None or policy is None or minutes is None:
        return one.due
    awake = _paused(held, at, is_waiting=False)
    return moment_of(book.time_of(policy), one.started_at, awake.pauses, timedelta(minutes=minutes))


def _started(promises: Promises, change: Change) -> Promises:
    """Begin what is awaited from now on."""
    incident, event = change.incident, change.event
    at, begun = incident.updated_at, dict[str, Any]()
    if promises.answer is None and incident.is_unanswered:
        if isinstance(event, IncidentOpened):
            begun["answer"] = RunningPromise(target=PromiseTarget.FIRST_ANSWER, started_at=at)
        elif isinstance(event, _SPOKEN):
            begun["answer"] = RunningPromise(target=PromiseTarget.NEXT_ANSWER, started_at=at)
    if promises.resolution is None and incident.state in _ACTIVE:
        begun["resolution"] = RunningPromise(target=PromiseTarget.RESOLUTION, started_at=at)
    return promises.model_copy(update=begun)


def _without_old_pauses(promises: Promises) -> Promises | None:
    """Forget the pauses that were over before anything began, and everything where nothing is awaited."""
    if not promises.running():
        return None
    first = min(one.started_at for one in promises.running())
    kept = tuple(one for one in promises.pauses if one.until is None or one.until > first)
    return promises.model_copy(update={"pauses": kept})


def _next(promises: Promises, policy: PolicyDefinition | None, book: PolicyBook) -> datetime | None:
    return min((alarm.at for alarm in alarms(promises, policy, book)), default=None)


def _with(
    change: Change,
    promises: Promises | None,
    outcomes: tuple[PromiseOutcome, ...],
    alarm_at: datetime | None,
) -> Change:
    before = change.incident
    fields = _fields(before, promises, alarm_at) | {"outcomes": (*before.outcomes, *outcomes)}
    after = before.model_copy(update=fields)
    told: dict[str, Any] = {"row": after.row(), "outcomes": outcomes}
    if isinstance(change.event, IncidentPromised):
        told["changes"] = promises_between(before, after)
    return replace(change, incident=after, event=change.event.model_copy(update=told))


def _fields(incident: Incident, promises: Promises | None, alarm_at: datetime | None) -> dict[str, Any]:
    """Return what the incident has of its promises; nothing is due of what waits."""
    held = None if incident.state is State.WAITING else promises
    return {
        "promises": promises,
        "alarm_at": alarm_at,
        "answer_due": held.answer.due if held and held.answer else None,
        "resolution_due": held.resolution.due if held and held.resolution else None,
    }
