"""The incident as this house keeps it, and the change that a rule makes of it."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from pydantic import AwareDatetime

from shared.contracts.events import IncidentEvent
from shared.contracts.resources import (
    Assignee,
    Contact,
    Contract,
    FieldAnswer,
    FileRef,
    IncidentRow,
    Message,
    Rating,
    TimelineEntry,
)
from shared.contracts.vocabulary import (
    ERASED_NAME,
    Language,
    OrderNumber,
    Priority,
    Product,
    Reference,
    Slug,
    State,
    Subject,
    Text,
)


class ErasedIncidentError(LookupError):
    """The incident has no person any more."""


class Incident(Contract):
    """One customer's incident. It is never changed in place: a rule returns the next version of it."""

    id: UUID
    reference: Reference
    version: int
    state: State
    priority: Priority
    category: Slug
    team: Slug | None = None
    subject: Subject
    language: Language
    description: Text
    order_number: OrderNumber | None = None
    product: Product | None = None
    answers: tuple[FieldAnswer, ...] = ()
    files: tuple[FileRef, ...] = ()
    rating: Rating | None = None
    is_subscribed: bool = True
    answer_due: AwareDatetime | None = None
    """By when the customer was promised an answer; None once somebody has answered."""
    contact: Contact | None
    """None once the incident was erased."""
    assignee: Assignee | None = None
    opened_at: AwareDatetime
    updated_at: AwareDatetime
    resolved_at: AwareDatetime | None = None
    is_unanswered: bool = False
    erased_at: AwareDatetime | None = None

    @property
    def person(self) -> Contact:
        """Return whose incident it is; raise ErasedIncidentError where that was forgotten."""
        if self.contact is None:
            raise ErasedIncidentError(str(self.id))
        return self.contact

    def row(self) -> IncidentRow:
        """Return what everybody with a queue may see."""
        return IncidentRow(
            id=self.id,
            reference=self.reference,
            version=self.version,
            state=self.state,
            priority=self.priority,
            category=self.category,
            team=self.team,
            subject=self.subject,
            language=self.language,
            customer_name=self.contact.name if self.contact else ERASED_NAME,
            assignee=self.assignee,
            opened_at=self.opened_at,
            updated_at=self.updated_at,
            resolved_at=self.resolved_at,
            is_unanswered=self.is_unanswered,
        )


@dataclass(frozen=True, slots=True)
class Handling:
    """How incidents of a category are dealt with first; None where staff has set nothing."""

    team: str | None = None
    answer_within: timedelta | None = None
    """So soon after its opening it is answered."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a rule decided: the incident's next version, what to tell the world, and the words, if any."""

    incident: Incident
    event: IncidentEvent
    message: Message | None = None

    def entry(self) -> TimelineEntry:
        """Return the line that the timeline gets."""
        return TimelineEntry(
            version=self.incident.version,
            what=self.event.TYPE.removeprefix("incident."),
            actor=self.event.actor,
            at=self.incident.updated_at,
            changes=self.event.changes,
        )
