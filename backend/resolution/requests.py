"""The shapes of the requests that ``resolution`` takes."""

from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from backend.kit.versions import ChangeHeaders
from shared.contracts.resources import Assignee, FileRef
from shared.contracts.vocabulary import (
    FIELDS_MAX,
    FILES_MAX,
    MENTIONS_MAX,
    TAGS_MAX,
    Email,
    EmployeeId,
    FieldValue,
    Priority,
    Reason,
    Slug,
    Subject,
    Tag,
    Text,
)


class Body(BaseModel):
    """A request body; what it does not know it refuses."""

    model_config = ConfigDict(extra="forbid")


class IncidentPath(BaseModel):
    """One incident in the address."""

    incident_id: UUID


class LinkPath(IncidentPath):
    """One incident, and another one."""

    other_id: UUID


class QueueQuery(Body):
    """Which rows: all that are not closed, or those that changed after a moment."""

    updated_after: AwareDatetime | None = Field(None, description="Only what changed since, closed ones too.")


class MoveHeaders(ChangeHeaders):
    """The version that the caller saw, and the request's own id, which makes a repetition harmless."""

    idempotency_key: UUID | None = Field(
        None, alias="Idempotency-Key", description="The same for a repeated request."
    )


class AssignmentBody(Body):
    """Who gets it; the name is taken from the employees and need not be right."""

    assignee: Assignee


class ReplyBody(Body):
    """An answer to the customer, with files that ``files`` has; ``resolve`` when it settles the incident."""

    text: Text
    files: tuple[FileRef, ...] = Field((), max_length=FILES_MAX)
    resolve: bool = False


class NoteBody(Body):
    """A note for colleagues, with files that ``files`` has; ``mentions`` are those whom it calls."""

    text: Text
    files: tuple[FileRef, ...] = Field((), max_length=FILES_MAX)
    mentions: tuple[EmployeeId, ...] = Field((), max_length=MENTIONS_MAX)


class ReopeningBody(Body):
    """Why it is open again; the text, if any, goes to the customer."""

    text: Text | None = None


class ErasureBody(Body):
    """Why an incident's person is forgotten; name nobody in it, for it is kept."""

    reason: Reason


class PersonBody(Body):
    """Whom it is about, in any case, and why; name nobody in the reason, for it is kept."""

    email: Email
    reason: Reason


class AuditQuery(Body):
    """From which moment on."""

    since: AwareDatetime | None = Field(None, description="Without it, the last 90 days.")


class PriorityBody(Body):
    """How urgent it is."""

    priority: Priority


class PauseBody(Body):
    """Until when it waits, where it does not wait for the customer alone."""

    wake_at: AwareDatetime | None = Field(None, description="To come, within a year.")

    @model_validator(mode="before")
    @classmethod
    def _nothing_says_nothing(cls, sent: object) -> object:
        """Take no body at all for an empty one."""
        return {} if sent is None else sent


class TeamBody(Body):
    """Which team takes it."""

    team: Slug


class CategoryBody(Body):
    """What it is about."""

    category: Slug


class TagsBody(Body):
    """All tags that it has from now on."""

    tags: tuple[Tag, ...] = Field(max_length=TAGS_MAX)


class GivenAnswer(Body):
    """An answer to one question of the category; of a choice its slug."""

    field: Slug
    value: FieldValue


class AnswersBody(Body):
    """All answers that it has from now on."""

    answers: tuple[GivenAnswer, ...] = Field(max_length=FIELDS_MAX)


class MergeBody(Body):
    """Where it goes on."""

    into: UUID


class SplitBody(Body):
    """Which message becomes an incident, and what it is called."""

    message: UUID
    subject: Subject


class KnownIncidentBody(Body):
    """What it is a case of."""

    known_incident: UUID
