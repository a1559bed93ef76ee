"""The shapes of the requests that ``resolution`` takes."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from shared.contracts.resources import Assignee, FileRef
from shared.contracts.vocabulary import FILES_MAX, Priority, Text


class Body(BaseModel):
    """A request body; what it does not know it refuses."""

    model_config = ConfigDict(extra="forbid")


class IncidentPath(BaseModel):
    """One incident in the address."""

    incident_id: UUID


class QueueQuery(Body):
    """Which rows: all that are not closed, those that changed after a moment, or the customer's own."""

    updated_after: AwareDatetime | None = Field(None, description="Only what changed since, closed ones too.")
    customer: Literal["me"] | None = Field(
        None, description="The signed-in customer's own, the newest first."
    )


class ChangeHeaders(BaseModel):
    """The version that the caller saw, and the request's own id, which makes a repetition harmless."""

    if_match: str | None = Field(None, description='The version seen, as in ETag: "3".')
    idempotency_key: UUID | None = Field(None, description="The same for a repeated request.")


class AssignmentBody(Body):
    """Who gets it; the name is taken from the employees and need not be right."""

    assignee: Assignee


class ReplyBody(Body):
    """An answer to the customer, with files that ``files`` has; ``resolve`` when it settles the incident."""

    text: Text
    files: tuple[FileRef, ...] = Field((), max_length=FILES_MAX)
    resolve: bool = False


class NoteBody(Body):
    """A note for colleagues, with files that ``files`` has."""

    text: Text
    files: tuple[FileRef, ...] = Field((), max_length=FILES_MAX)


class ReopeningBody(Body):
    """Why it is open again; the text, if any, goes to the customer."""

    text: Text | None = None


class PriorityBody(Body):
    """How urgent it is."""

    priority: Priority
