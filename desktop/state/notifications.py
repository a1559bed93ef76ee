"""What calls for one employee: who mentioned them, what was given to them, and what falls due."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from desktop.state.person import Person
from desktop.state.texts import _
from desktop.state.words import actor_name
from shared.contracts.events import IncidentEvent, IncidentNoted
from shared.contracts.promise_events import IncidentBreached, PromiseEvent
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import Role

MOST = 200
"""So many are kept; the oldest go."""
_RANK = {role: rank for rank, role in enumerate(Role)}
"""Each role includes those before it."""


class Cause(StrEnum):
    """Why somebody is called."""

    MENTIONED = "mentioned"
    ASSIGNED = "assigned"
    WARNED = "warned"
    BREACHED = "breached"


class Notification(BaseModel):
    """One call; ``who`` is empty where nobody can tell any more who it was."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    incident_id: UUID
    version: int
    cause: Cause
    who: str = ""
    subject: str
    at: datetime
    is_read: bool = False

    def sentence(self) -> str:
        """Return what happened, in the language in use."""
        if self.cause is Cause.MENTIONED:
            return _("{who} mentioned you").format(who=self.who)
        if self.cause is Cause.WARNED:
            return _("A promise is close to be broken, or long overdue")
        if self.cause is Cause.BREACHED:
            return _("A promise was not kept in time")
        if not self.who:
            return _("It was given to you while you were away")
        return _("{who} gave it to you").format(who=self.who)


class Notifications(BaseModel):
    """What one employee was called for, the newest first, and what they had in hand when it was written.

    A value: each change makes another one. ``in_hand`` is None before the first list has come.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    calls: tuple[Notification, ...] = ()
    in_hand: frozenset[UUID] | None = None

    @property
    def unread(self) -> list[Notification]:
        """The calls that were not followed yet, the newest first."""
        return [one for one in self.calls if not one.is_read]

    def with_calls(self, fresh: Iterable[Notification]) -> "Notifications":
        """Return them with these besides; what came twice is there once."""
        known = {_identity(one) for one in self.calls}
        added = [
            one for one in {_identity(one): one for one in fresh}.values() if _identity(one) not in known
        ]
        calls = sorted((*reversed(added), *self.calls), key=lambda one: one.at, reverse=True)
        return self.model_copy(update={"calls": tuple(calls[:MOST])})

    def read(self, incident_id: UUID | None = None) -> "Notifications":
        """Return them with those of an incident read, or with all."""
        calls = tuple(
            one.model_copy(update={"is_read": True}) if incident_id in (None, one.incident_id) else one
            for one in self.calls
        )
        return self.model_copy(update={"calls": calls})

    def holding(self, incident_ids: Iterable[UUID]) -> "Notifications":
        """Return them with this in hand."""
        return self.model_copy(update={"in_hand": frozenset(incident_ids)})


def from_event(event: IncidentEvent, me: Person) -> Notification | None:
    """Return how an event calls for this person, None where it does not or is their own doing."""
    if event.actor.id == me.id:
        return None
    row = event.row
    if isinstance(event, IncidentNoted) and me.id in event.mentions:
        cause = Cause.MENTIONED
    elif _is_with(row, me) and any(change.field == "assignee" for change in event.changes):
        cause = Cause.ASSIGNED
    elif isinstance(event, PromiseEvent) and _is_told(event, me):
        cause = Cause.BREACHED if isinstance(event, IncidentBreached) else Cause.WARNED
    else:
        return None
    return Notification(
        incident_id=row.id,
        version=row.version,
        cause=cause,
        who=actor_name(event.actor),
        subject=row.subject,
        at=row.updated_at,
    )


def _is_told(event: PromiseEvent, me: Person) -> bool:
    """Tell whether somebody is to hear of a promise: of theirs, who leads of broken ones, who is named."""
    is_named = any(_RANK[me.role] >= _RANK[role] for role in event.roles)
    return _is_with(event.row, me) or is_named or (isinstance(event, IncidentBreached) and me.leads)


def given_meanwhile(rows: Iterable[IncidentRow], before: Notifications, me: Person) -> list[Notification]:
    """Return what this person has in hand now and had not when ``before`` was written.

    The list does not tell who gave it, and nothing at all of mentions.
    """
    known = before.in_hand
    return [
        Notification(
            incident_id=row.id,
            version=row.version,
            cause=Cause.ASSIGNED,
            subject=row.subject,
            at=row.updated_at,
        )
        for row in rows
        if known is not None and _is_with(row, me) and row.id not in known
    ]


def in_hand(rows: Iterable[IncidentRow], me: Person) -> set[UUID]:
    """Return which of these the person has."""
    return {row.id for row in rows if _is_with(row, me)}


def read_from(content: bytes) -> Notifications:
    """Return what was written; something damaged counts as nothing."""
    try:
        return Notifications.model_validate_json(content)
    except ValidationError:
        return Notifications()


def _is_with(row: IncidentRow, me: Person) -> bool:
    return row.assignee is not None and row.assignee.id == me.id


def _identity(one: Notification) -> tuple[UUID, int, Cause]:
    return one.incident_id, one.version, one.cause
