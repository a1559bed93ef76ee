"""Changes of incidents: employees' with the version they saw, all others' as they come from the queue."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Protocol
from uuid import UUID

import structlog

from backend.incidents import rules
from backend.incidents.erased import NOBODY, faceless
from backend.incidents.model import Change, Incident
from backend.incidents.steps import ACTIVE, IllegalMoveError
from backend.kit.causes import Cause
from backend.resolution.escalating import escalate
from backend.resolution.house import decided
from shared.clock import Clock
from shared.contracts.commands import (
    AdoptIncidents,
    CommentIncident,
    DeskCommand,
    EscalateIncident,
    ForgetPerson,
    RateIncident,
    ReopenIncident,
    ResolveIncident,
    SubscribeIncident,
    UnsubscribeIncident,
)
from shared.contracts.events import CustomerErased
from shared.contracts.resources import Actor
from shared.messaging.worker import Handler, NotYetError, Task

log = structlog.stdlib.get_logger(__name__)

Rule = Callable[[Incident, datetime], Change | None]
"""A move with everything but the incident and the moment filled in; None where nothing is left to do."""


class StaleError(Exception):
    """The incident has changed since its caller looked; ``current`` is how it stands now."""

    def __init__(self, current: Incident, seen: int) -> None:
        super().__init__(f"version {seen} was seen, {current.version} is current")
        self.current = current
        self.seen = seen


class Erases(Protocol):
    """What forgets people; each method may be repeated, and returns how many incidents it erased.

    Each tries all it is to erase before it raises.
    """

    def customer(self, customer_id: str, by: Actor, correlation_id: UUID) -> int:
        """Erase a customer's incidents, those too that still come."""
        ...

    def guest(self, email: str, by: Actor, correlation_id: UUID) -> int:
        """Erase what was opened or is followed with an e-mail and without an account."""
        ...


class Changes(Protocol):
    """Where incidents are changed."""

    def change(
        self, incident_id: UUID, decide: Callable[[Incident], Change | None], cause: Cause
    ) -> Incident:
        """Change one incident and return it; a cause that was dealt with changes nothing."""
        ...

    def adopt(self, email: str, customer_id: str) -> int:
        """Give a customer the incidents that guests opened with this e-mail; return how many."""
        ...


def change_seen(
    store: Changes, incident_id: UUID, seen: int, rule: Rule, cause: Cause, clock: Clock
) -> Incident:
    """Apply a rule to the very version that its author saw.

    Raises StaleError where another is current, IllegalMoveError where the rule forbids it.
    """

    check = only_as_seen(seen)

    def decide(incident: Incident) -> Change | None:
        check(incident)
        return rule(incident, clock())

    return store.change(incident_id, decide, cause)


def only_as_seen(seen: int) -> Callable[[Incident], None]:
    """Return what raises StaleError for an incident in another version than its author saw."""

    def check(incident: Incident) -> None:
        if incident.version != seen:
            raise StaleError(incident, seen)

    return check


def customers_handler(store: Changes, erases: Erases, clock: Clock, unknown: type[Exception]) -> Handler:
    """Return the handler of commands; ``unknown`` is what the store raises where there is no incident."""

    def obey(tasks: Sequence[Task]) -> None:
        for task in tasks:
            match task.content:
                case AdoptIncidents() as wish:
                    store.adopt(wish.email, wish.customer_id)
                case ForgetPerson() as wish:
                    erases.guest(wish.email, NOBODY, task.envelope.correlationid)
                case EscalateIncident() as wish:
                    escalate(wish, partial(change, task), clock)
                case _:
                    change(task, *_decision(task, clock))

    def change(task: Task, cause_id: UUID, decide: Callable[[Incident], Change | None]) -> Incident:
        def unless_erased(found: Incident) -> Change | None:
            return None if found.erased_at else decide(found)

        cause = Cause(cause_id, task.envelope.correlationid)
        try:
            return store.change(task.envelope.subject, unless_erased, cause)
        except unknown as error:
            raise NotYetError(f"incident {task.envelope.subject} is not open yet") from error

    return obey


def erasures_handler(erases: Erases) -> Handler:
    """Return the handler of ``customer.erased``: the incidents stay, without the person."""

    def follow(tasks: Sequence[Task]) -> None:
        for task in tasks:
            if not isinstance(task.content, CustomerErased):
                raise TypeError(f"resolution does not know {task.envelope.type}")
            erased = task.content
            count = erases.customer(erased.customer_id, faceless(erased.actor), task.envelope.correlationid)
            log.info("a customer was erased", customer_id=erased.customer_id, incidents=count)

    return follow


def _decision(task: Task, clock: Clock) -> tuple[UUID, Callable[[Incident], Change | None]]:
    match task.content:
        case CommentIncident() as wish:
            return wish.message_id, lambda found: rules.comment(
                found, wish.author, clock(), wish.message_id, wish.text, wish.files
            )
        case ResolveIncident() as wish:
            return wish.request_id, lambda found: _resolve(found, wish, clock())
        case ReopenIncident() as wish:
            return wish.message_id, lambda found: _reopen(found, wish, clock())
        case RateIncident() as wish:
            return wish.request_id, lambda found: _rate(found, wish, clock())
        case DeskCommand() as wish:
            return wish.request_id, lambda found: decided(found, wish, clock())
        case SubscribeIncident() | UnsubscribeIncident() as wish:
            return wish.request_id, lambda found: _subscribe(found, wish, clock())
        case _:
            raise TypeError(f"resolution does not know {task.envelope.type}")


def _resolve(incident: Incident, wish: ResolveIncident, at: datetime) -> Change | None:
    """Solved is solved: where somebody said so already there is nothing left to do."""
    return rules.resolve(incident, wish.author, at) if incident.state in ACTIVE else None


def _rate(incident: Incident, wish: RateIncident, at: datetime) -> Change:
    """A rating of what is open again came too late; the timeline says so, and its word is kept."""
    try:
        return rules.rate(incident, wish.author, at, wish.stars, wish.word)
    except IllegalMoveError:
        return rules.refuse(
            incident, wish.author, at, (wish.request_id, wish.word, ()) if wish.word else None
        )


def _subscribe(
    incident: Incident, wish: SubscribeIncident | UnsubscribeIncident, at: datetime
) -> Change | None:
    """Whoever has what they wish for already changes nothing."""
    wanted = isinstance(wish, SubscribeIncident)
    if incident.is_subscribed is wanted:
        return None
    return rules.subscribe(incident, wish.author, at, wanted=wanted)


def _reopen(incident: Incident, wish: ReopenIncident, at: datetime) -> Change:
    """Reopen where that may be; otherwise the words are kept all the same, or said to where it goes on."""
    if incident.state in ACTIVE or incident.merged_into:
        return rules.comment(incident, wish.author, at, wish.message_id, wish.text, wish.files)
    try:
        return rules.reopen(incident, wish.author, at, wish.message_id, wish.text, wish.files)
    except IllegalMoveError:
        return rules.refuse(incident, wish.author, at, (wish.message_id, wish.text, wish.files))
