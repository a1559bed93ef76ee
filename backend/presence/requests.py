"""The shapes of the requests that ``presence`` takes."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict


class IncidentPath(BaseModel):
    """One incident in the address."""

    incident_id: UUID


class PresenceBody(BaseModel):
    """What the caller does with the incident: look at it, or write in it."""

    model_config = ConfigDict(extra="forbid")

    typing: bool = False
