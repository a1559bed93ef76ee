"""What became of the promises that were given about an incident."""

from typing import ClassVar

from pydantic import AwareDatetime, Field

from shared.contracts.events import IncidentEvent
from shared.contracts.vocabulary import PromiseTarget


class PromiseEvent(IncidentEvent):
    """Something about a promise: ``percent`` of the time until ``due`` is over."""

    target: PromiseTarget
    due: AwareDatetime
    percent: int = Field(ge=1, le=1000)


class IncidentWarned(PromiseEvent):
    """A promise is close to be broken."""

    TYPE: ClassVar[str] = "incident.warned"


class IncidentBreached(PromiseEvent):
    """A promise was not kept in time; it is told once, when its time is over."""

    TYPE: ClassVar[str] = "incident.breached"


class IncidentPromised(IncidentEvent):
    """Another policy, calendar or pause changed by when something is due."""

    TYPE: ClassVar[str] = "incident.promised"
