"""What happened, in the past participle. Adding one: add it to ``event_types`` and its golden file."""

from abc import abstractmethod
from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime

from shared.contracts.resources import Actor, Contract, FieldChange, IncidentRow, PromiseOutcome
from shared.contracts.vocabulary import Attention, CustomerId, EmployeeId, Slug


class Event(Contract):
    """A change that is in the database already, but for ``presence.changed``.

    It never carries message texts, notes, addresses or files: those are fetched from the service that
    checks who asks.
    """

    TYPE: ClassVar[str]

    @abstractmethod
    def about(self) -> tuple[UUID, int]:
        """Return what changed, and the version that this change made."""


class IncidentEvent(Event):
    """A change of an incident: the row after it, who made it, and which fields it touched."""

    row: IncidentRow
    actor: Actor
    changes: tuple[FieldChange, ...] = ()
    outcomes: tuple[PromiseOutcome, ...] = ()
    """The promises that ended with this change."""

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

    mentions: tuple[EmployeeId, ...] = ()
    """Whom the note calls."""


class IncidentCommented(IncidentEvent):
    """The customer wrote."""

    TYPE: ClassVar[str] = "incident.commented"


class IncidentPaused(IncidentEvent):
    """It waits for the customer, or for a day; or another day was set."""

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


class IncidentRated(IncidentEvent):
    """The customer said how well it was dealt with."""

    TYPE: ClassVar[str] = "incident.rated"


class IncidentSubscribed(IncidentEvent):
    """The customer wants mails about it again."""

    TYPE: ClassVar[str] = "incident.subscribed"


class IncidentUnsubscribed(IncidentEvent):
    """The customer wants no more mails about it."""

    TYPE: ClassVar[str] = "incident.unsubscribed"


class CustomerRequestRefused(IncidentEvent):
    """A customer's wish came too late, such as reopening what is closed; nothing but the timeline changed."""

    TYPE: ClassVar[str] = "incident.request-refused"


class IncidentErased(IncidentEvent):
    """Its person, words and files are gone for good, and it is over; what is left serves for statistics."""

    TYPE: ClassVar[str] = "incident.erased"


class IncidentTransferred(IncidentEvent):
    """It went to another team, and nobody there has it yet."""

    TYPE: ClassVar[str] = "incident.transferred"


class IncidentCategorized(IncidentEvent):
    """It is about something else than was thought."""

    TYPE: ClassVar[str] = "incident.categorized"


class IncidentTagged(IncidentEvent):
    """Its tags were changed."""

    TYPE: ClassVar[str] = "incident.tagged"


class IncidentAmended(IncidentEvent):
    """What its category asks for was set right by the staff; what it says is not told."""

    TYPE: ClassVar[str] = "incident.amended"


class IncidentWoken(IncidentEvent):
    """It waits no longer: its day came, or an employee took it up again."""

    TYPE: ClassVar[str] = "incident.woken"


class RelationEvent(IncidentEvent):
    """A change that concerns a second incident, ``other``."""

    other: UUID


class IncidentMerged(RelationEvent):
    """It goes on in ``other``, and then its row says so; or ``other`` goes on in it."""

    TYPE: ClassVar[str] = "incident.merged"


class IncidentUnmerged(RelationEvent):
    """It is on its own again, and so is ``other``."""

    TYPE: ClassVar[str] = "incident.unmerged"


class IncidentSplit(RelationEvent):
    """A message of its customer became ``other``."""

    TYPE: ClassVar[str] = "incident.split"


class IncidentLinked(RelationEvent):
    """It and ``other`` point at each other."""

    TYPE: ClassVar[str] = "incident.linked"


class IncidentUnlinked(RelationEvent):
    """It and ``other`` point at each other no more."""

    TYPE: ClassVar[str] = "incident.unlinked"


class IncidentJoined(IncidentEvent):
    """It is a case of something that affects many; its customer hears when that is solved."""

    TYPE: ClassVar[str] = "incident.joined"

    known_incident: UUID


class IncidentParted(IncidentEvent):
    """It is no case of it after all."""

    TYPE: ClassVar[str] = "incident.parted"

    known_incident: UUID


class KnowledgeEvent(Event):
    """A change of what the shop knows: which answer or known incident, and about which category."""

    id: UUID
    version: int
    category: Slug | None = None
    actor: Actor

    def about(self) -> tuple[UUID, int]:
        """Return the answer or known incident, and the version that this change made."""
        return self.id, self.version


class AnswerPublished(KnowledgeEvent):
    """An answer was published, or a published one was changed."""

    TYPE: ClassVar[str] = "answer.published"


class AnswerWithdrawn(KnowledgeEvent):
    """An answer is shown no more."""

    TYPE: ClassVar[str] = "answer.withdrawn"


class KnownIncidentAnnounced(KnowledgeEvent):
    """Something that affects many was announced, or its words were changed."""

    TYPE: ClassVar[str] = "known-incident.announced"


class KnownIncidentSolved(KnowledgeEvent):
    """It affects nobody any more; who joined it is told."""

    TYPE: ClassVar[str] = "known-incident.solved"


class CustomerErased(Event):
    """A customer wants to be forgotten: whoever keeps something of theirs keeps it without the person."""

    TYPE: ClassVar[str] = "customer.erased"

    id: UUID
    """The same for the same customer, however often it is sent."""
    customer_id: CustomerId
    actor: Actor
    """An employee, or the customer, whose name is given no more."""

    def about(self) -> tuple[UUID, int]:
        """Return the erasure, and 1: nothing comes after it."""
        return self.id, 1


class PresenceChanged(Event):
    """Somebody of the staff looks at an incident, writes in it, or has gone.

    It stands in no database and may be lost: whoever hears no more of it forgets it at ``expires_at``.
    """

    TYPE: ClassVar[str] = "presence.changed"

    incident_id: UUID
    actor: Actor
    attention: Attention
    expires_at: AwareDatetime

    def about(self) -> tuple[UUID, int]:
        """Return the incident, and 0: it is no version of it."""
        return self.incident_id, 0
