"""How a message or a line of the timeline is kept in the database, and read back."""

from typing import Any, TypeVar
from uuid import UUID

from backend.kit.causes import Cause
from shared.contracts.resources import Message, TimelineEntry

Part = TypeVar("Part", Message, TimelineEntry)


def message_document(incident_id: UUID, message: Message) -> dict[str, Any]:
    """Return what the collection ``messages`` keeps."""
    dumped = message.model_dump()
    return {"_id": dumped.pop("id"), "incident_id": incident_id, **dumped}


def line_document(incident_id: UUID, entry: TimelineEntry, cause: Cause) -> dict[str, Any]:
    """Return what the collection ``timeline`` keeps: the line, and which request made it."""
    asked = {"cause_id": cause.id, "fingerprint": cause.fingerprint}
    key = f"{incident_id}:{entry.version}"
    return {**entry.model_dump(), **asked, "_id": key, "incident_id": incident_id}


def from_document(kind: type[Part], found: dict[str, Any]) -> Part:
    """Read a message or a timeline line, leaving out what only the store needs."""
    known = {"id": found["_id"], **found}
    return kind.model_validate({name: known[name] for name in kind.model_fields if name in known})
