"""What the services show of an incident: the row for everybody, the whole for who may read it."""

from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from shared.contracts.vocabulary import (
    LINKS_MAX,
    MENTIONS_MAX,
    TAGS_MAX,
    ActorKind,
    CustomerId,
    Email,
    EmployeeId,
    FieldLabel,
    FieldValue,
    FileName,
    FileSize,
    Language,
    MediaType,
    MessageKind,
    Name,
    OrderNumber,
    Priority,
    Product,
    PromiseTarget,
    RatingWord,
    Reference,
    Slug,
    Stars,
    State,
    Subject,
    Tag,
    Text,
)


class Contract(BaseModel):
    """A frozen message that refuses what it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Actor(Contract):
    """Who did something: kind, identity (``e-…``, ``c-…``, or None for a guest), and the name to show."""

    kind: ActorKind
    id: EmployeeId | CustomerId | None = None
    name: Name


class Assignee(Contract):
    """The employee who has an incident in hand."""

    id: EmployeeId
    name: Name


class IncidentRow(Contract):
    """An incident as a row of the queue: all that an event carries, and no words of the conversation.

    ``version`` starts at 1 and grows by one with every change; a row is replaced only by a higher one.
    """

    id: UUID
    reference: Reference
    version: int
    state: State
    priority: Priority
    category: Slug
    team: Slug | None = None
    subject: Subject
    language: Language
    customer_name: Name
    assignee: Assignee | None = None
    opened_at: AwareDatetime
    updated_at: AwareDatetime
    resolved_at: AwareDatetime | None = None
    is_unanswered: bool = False
    """The customer had the last word, and nobody has answered or put it aside; whatever the state."""
    tags: tuple[Tag, ...] = Field((), max_length=TAGS_MAX)
    """What the staff sorts it by; each once, in the order of the alphabet."""
    wake_at: AwareDatetime | None = None
    """When it is taken up again by itself; only of one that waits."""
    merged_into: UUID | None = None
    """The incident where it goes on; only of one that is closed."""
    answer_due: AwareDatetime | None = None
    """By when its customer was promised an answer; None where none is awaited or promised, or it waits."""
    resolution_due: AwareDatetime | None = None
    """By when it was promised to be resolved; None where it was not, is over, or waits."""
    customer_group: Slug | None = None
    """The group of customers that its customer was in when it was opened; None is no group in particular."""


class PromiseOutcome(Contract):
    """How a promise ended: ``is_kept`` where it was not later than it was due, and when it ended."""

    target: PromiseTarget
    due: AwareDatetime
    ended_at: AwareDatetime
    is_kept: bool


class Contact(Contract):
    """The customer of an incident; ``customer_id`` is None for a guest."""

    name: Name
    email: Email
    customer_id: CustomerId | None = None


class FileRef(Contract):
    """A file as a conversation names it; ``size`` in bytes, ``media_type`` as found in its contents."""

    id: UUID
    name: FileName
    media_type: MediaType
    size: FileSize


class FieldAnswer(Contract):
    """What a customer filled into a field that their category asks for, with its label as they read it."""

    field: Slug
    label: FieldLabel
    value: FieldValue


class Rating(Contract):
    """How well a customer found it dealt with: 1 to 5 stars, and perhaps a word."""

    stars: Stars
    word: RatingWord | None = None
    at: AwareDatetime


class Message(Contract):
    """One entry of a conversation; ``version`` is the incident's version that it made."""

    id: UUID
    kind: MessageKind
    author: Actor
    text: Text
    files: tuple[FileRef, ...] = ()
    version: int
    at: AwareDatetime
    mentions: tuple[Assignee, ...] = Field((), max_length=MENTIONS_MAX)
    """The colleagues whom a note calls."""
    origin: UUID | None = None
    """The incident on which it was written, where that was merged into the one that shows it."""
    became: UUID | None = None
    """The incident that was made of it, where one was."""


class FieldChange(Contract):
    """One field that a change touched, with the values before and after as they are shown."""

    field: str
    old: str | None
    new: str | None


class TimelineEntry(Contract):
    """One change of an incident: who did what (the event's name without ``incident.``), and when."""

    version: int
    what: str
    actor: Actor
    at: AwareDatetime
    changes: tuple[FieldChange, ...] = ()


class JoinedKnownIncident(Contract):
    """The known incident that an incident is a case of; ``solved_at`` is None while it affects people."""

    id: UUID
    titles: dict[Language, Subject]
    solved_at: AwareDatetime | None = None


class IncidentDetail(Contract):
    """The whole incident, for an employee or, without notes and with less of the staff, for its customer."""

    row: IncidentRow
    description: Text
    order_number: OrderNumber | None = None
    product: Product | None = None
    answers: tuple[FieldAnswer, ...] = ()
    files: tuple[FileRef, ...] = ()
    """What came with the description."""
    rating: Rating | None = None
    is_subscribed: bool = True
    """Whether its customer gets mails about it."""
    erased_at: AwareDatetime | None = None
    """When its person, words and files were erased; what stands in their places then says nothing."""
    contact: Contact | None
    messages: tuple[Message, ...]
    """The conversation, oldest first; for an employee with that of what was merged into it."""
    timeline: tuple[TimelineEntry, ...]
    links: tuple[IncidentRow, ...] = Field((), max_length=LINKS_MAX)
    """What an employee should see besides."""
    merged: tuple[IncidentRow, ...] = ()
    """What was merged into it."""
    known_incident: JoinedKnownIncident | None = None


class PersonRecords(Contract):
    """Everything that somebody without an account has opened, with as much as they may see of it."""

    incidents: tuple[IncidentDetail, ...]


class LastAnswer(Contract):
    """What the staff has said to a customer last: how it begins, and when."""

    excerpt: FieldValue
    at: AwareDatetime


class OwnIncident(Contract):
    """One of a customer's own incidents, as their list shows it."""

    row: IncidentRow
    last_answer: LastAnswer | None = None


class OwnIncidents(Contract):
    """A customer's own incidents, the newest first."""

    incidents: tuple[OwnIncident, ...]


class OtherIncidents(Contract):
    """The other incidents of the same customer, the newest first, 20 at most."""

    rows: tuple[IncidentRow, ...]


class QueueSnapshot(Contract):
    """The rows of the queue at the moment ``as_of``; with ``updated_after``, only what changed since."""

    as_of: AwareDatetime
    rows: tuple[IncidentRow, ...]
