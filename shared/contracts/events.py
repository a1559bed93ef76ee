"""What happened, in the past participle. Adding one: add it to EVENTS and its golden file."""

from typing import ClassVar
from uuid import UUID

from shared.contracts.resources import Actor, Contract, FieldChange, IncidentRow


class IncidentEvent(Contract):
    """A change that is in the database already: the row after it, who made it, and which fields it touched.

    It never carries message texts, notes, addresses or files: those are fetched from the service that
    checks who asks.
    """

    TYPE: ClassVar[str]

    row: IncidentRow
    actor: Actor
    changes: tuple[FieldChange, ...] = ()

    def about(self) -> tuple[UUID, int]:
        """Return the incident and the version that this change made."""
        return self.row.id, self.row.version


class IncidentOpened(IncidentEvent):
    """A customer opened it."""

    TYPE: ClassVar[str] = "incident.opened"


class IncidentClaimed(IncidentEvent):
    """An employee took it."""

    TYPE: ClassVar[str] = "incident.claimed"


class IncidentReleased(IncidentEvent):
    """Its employee gave it back to the queue."""

    TYPE: ClassVar[str] = "incident.released"


class IncidentAssigned(IncidentEvent):
    """An employee gave it to another."""

    TYPE: ClassVar[str] = "incident.assigned"


class IncidentReplied(IncidentEvent):
    """An employee answered the customer."""

    TYPE: ClassVar[str] = "incident.replied"


class IncidentNoted(IncidentEvent):
    """An employee wrote a note for colleagues."""

    TYPE: ClassVar[str] = "incident.noted"


class IncidentCommented(IncidentEvent):
    """The customer wrote."""

    TYPE: ClassVar[str] = "incident.commented"


class IncidentPaused(IncidentEvent):
    """It waits for the customer."""

    TYPE: ClassVar[str] = "incident.paused"


class IncidentPrioritized(IncidentEvent):
    """Its priority was changed."""

    TYPE: ClassVar[str] = "incident.prioritized"


class IncidentResolved(IncidentEvent):
    """An employee or the customer says that it is solved."""

    TYPE: ClassVar[str] = "incident.resolved"


class IncidentReopened(IncidentEvent):
    """It was not solved after all."""

    TYPE: ClassVar[str] = "incident.reopened"


class IncidentClosed(IncidentEvent):
    """It is over and takes no more changes but the customer's comments."""

    TYPE: ClassVar[str] = "incident.closed"


class CustomerRequestRefused(IncidentEvent):
    """A customer's wish came too late, such as reopening what is closed; nothing but the timeline changed."""

    TYPE: ClassVar[str] = "incident.request-refused"


EVENTS: tuple[type[IncidentEvent], ...] = (
    IncidentOpened,
    IncidentClaimed,
    IncidentReleased,
    IncidentAssigned,
    IncidentReplied,
    IncidentNoted,
    IncidentCommented,
    IncidentPaused,
    IncidentPrioritized,
    IncidentResolved,
    IncidentReopened,
    IncidentClosed,
    CustomerRequestRefused,
)
