"""The incident as this house keeps it, and the change that a rule makes of it."""

from dataclasses import dataclass
from uuid import UUID

from pydantic import AwareDatetime, ConfigDict

from backend.incidents.promises import Promises
from shared.contracts.events import IncidentEvent
from shared.contracts.resources import (
    Assignee,
    Contact,
    Contract,
    FieldAnswer,
    FieldChange,
    FileRef,
    IncidentRow,
    Message,
    PromiseOutcome,
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
    Tag,
    Text,
)


class ErasedIncidentError(LookupError):
    """The incident has no person any more."""


class BeforeMerge(Contract):
    """How an incident stood before it was merged, and what the merge made of both: what undoing takes."""

    # What was merged before there were policies has a field more, which nobody needs.
    model_config = ConfigDict(extra="ignore", frozen=True)

    state: State
    resolved_at: AwareDatetime | None = None
    is_unanswered: bool
    promises: Promises | None = None
    wake_at: AwareDatetime | None = None
    version: int
    """The version that the merge made of it."""
    target_version: int
    """The version that the merge made of the incident where it goes on."""
    target_was_unanswered: bool


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
    """As in its row; so are the next two."""
    resolution_due: AwareDatetime | None = None
    customer_group: Slug | None = None
    promises: Promises | None = None
    """What is awaited of the shop; None where nothing is."""
    outcomes: tuple[PromiseOutcome, ...] = ()
    """How each promise ended, in their order."""
    alarm_at: AwareDatetime | None = None
    """When somebody is to be told of a promise next."""
    contact: Contact | None
    """None once the incident was erased."""
    assignee: Assignee | None = None
    opened_at: AwareDatetime
    updated_at: AwareDatetime
    resolved_at: AwareDatetime | None = None
    is_unanswered: bool = False
    erased_at: AwareDatetime | None = None
    tags: tuple[Tag, ...] = ()
    wake_at: AwareDatetime | None = None
    links: tuple[UUID, ...] = ()
    """Other incidents to look at; each of them has this one among its own."""
    known_incident: UUID | None = None
    """What affects many and this is a case of."""
    merged_into: UUID | None = None
    before_merge: BeforeMerge | None = None
    """Only while it is merged."""

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
            tags=self.tags,
            wake_at=self.wake_at,
            merged_into=self.merged_into,
            answer_due=self.answer_due,
            resolution_due=self.resolution_due,
            customer_group=self.customer_group,
        )


@dataclass(frozen=True, slots=True)
class Handling:
    """How incidents of a category are dealt with first; None where staff has set nothing."""

    team: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What a rule decided: the incident's next version, what to tell the world, and the words, if any."""

    incident: Incident
    event: IncidentEvent
    message: Message | None = None
    told_inside: tuple[FieldChange, ...] = ()
    """Changes of what a customer wrote: for the timeline, while the event tells only that there are some."""

    def entry(self) -> TimelineEntry:
        """Return the line that the timeline gets."""
        return TimelineEntry(
            version=self.incident.version,
            what=self.event.TYPE.removeprefix("incident."),
            actor=self.event.actor,
            at=self.incident.updated_at,
            changes=self.told_inside or self.event.changes,
        )
