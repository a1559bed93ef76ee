"""What became of the promises that were given about an incident."""

from typing import ClassVar

from pydantic import AwareDatetime, Field

from shared.contracts.events import IncidentEvent
from shared.contracts.promises import PERCENT_MAX
from shared.contracts.vocabulary import PromiseTarget, Role


class PromiseEvent(IncidentEvent):
    """Something about a promise: ``percent`` of the time until ``due`` is over."""

    target: PromiseTarget
    due: AwareDatetime
    percent: int = Field(ge=1, le=PERCENT_MAX)
    roles: tuple[Role, ...] = ()
    """Who is to hear of it besides who has the incident."""


class IncidentWarned(PromiseEvent):
    """So much of a promise's time is over that its policy wants it told: before it breaks, or long after."""

    TYPE: ClassVar[str] = "incident.warned"


class IncidentBreached(PromiseEvent):
    """A promise was not kept in time; it is told once, when its time is over."""

    TYPE: ClassVar[str] = "incident.breached"


class IncidentPromised(IncidentEvent):
    """Another policy, calendar or pause changed by when something is due."""

    TYPE: ClassVar[str] = "incident.promised"
