"""Which mail follows from what happened, and to whom: rules that read no clock, database or mail server."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from backend.incidents.model import Incident
from shared.contracts.events import (
    IncidentEvent,
    IncidentOpened,
    IncidentPaused,
    IncidentReopened,
    IncidentReplied,
    IncidentResolved,
)
from shared.contracts.vocabulary import ActorKind, State

LINKS_MOST = 10
"""So many links one mail has."""
CLOSED_FOR = timedelta(days=90)
"""So long after its end an incident is one that somebody may look for."""


class MailKind(StrEnum):
    """Why a mail about an incident is sent."""

    RECEIVED = "received"
    ANSWERED = "answered"
    WAITING = "waiting"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    KNOWN_SOLVED = "known-solved"
    """Something that affected many is solved; who joined it is told."""
    LOST_LINKS = "lost-links"
    """A guest has lost the links of their incidents."""


_TOLD = {
    IncidentReplied: MailKind.ANSWERED,
    IncidentPaused: MailKind.WAITING,
    IncidentResolved: MailKind.RESOLVED,
    IncidentReopened: MailKind.REOPENED,
}


def mail_about(event: IncidentEvent) -> MailKind | None:
    """Return the mail that an event makes for the incident's contact, None where it makes none.

    Customers hear that their incident was received, and else nothing about what they did themselves. What
    waits for a day is not theirs to go on with.
    """
    if isinstance(event, IncidentOpened):
        return MailKind.RECEIVED
    waits_for_a_day = isinstance(event, IncidentPaused) and event.row.wake_at is not None
    if event.actor.kind is ActorKind.CUSTOMER or waits_for_a_day:
        return None
    return _TOLD.get(type(event))


def wants(kind: MailKind, *, is_subscribed: bool) -> bool:
    """Tell whether a contact gets this mail: the first one always, the others while they want mails."""
    return is_subscribed or kind is MailKind.RECEIVED


def worth_a_link(incidents: Sequence[Incident], now: datetime) -> tuple[Incident, ...]:
    """Return whose links a guest gets who has lost them, of all their incidents, the newest first."""
    since = now - CLOSED_FOR
    living = [one for one in incidents if one.state is not State.CLOSED or one.updated_at >= since]
    return tuple(living[:LINKS_MOST])


def same_address(one: str, other: str) -> bool:
    """Tell whether two addresses are one; the part before the @ is compared without case, as all do."""
    return one.casefold() == other.casefold()


def cause_of(kind: str, about: UUID, version: int) -> str:
    """Return the name of what makes a mail: the same for a repeated event, another for every version."""
    return f"{kind}:{about}:{version}"
