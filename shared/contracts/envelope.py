"""The envelope around every command and event: CloudEvents 1.0.2, structured JSON mode."""

from functools import cached_property
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, ValidationError

from shared.contracts.commands import COMMANDS, Command
from shared.contracts.event_types import EVENTS
from shared.contracts.events import Event
from shared.contracts.resources import Contract

CONTENT_TYPE = "application/cloudevents+json"
PLACE_MAX = 100
"""The name of an unknown field is its sender's choice; so much of it goes into a reason."""
Content = Command | Event
_KINDS: tuple[type[Content], ...] = (*COMMANDS, *EVENTS)
CONTRACTS: dict[str, type[Content]] = {kind.TYPE: kind for kind in _KINDS}


class MalformedMessageError(ValueError):
    """The bytes are no message of ours: broken JSON, an unknown type or version, a wrong field."""


def schema_of(kind: str) -> str:
    """Return the name of the data's schema; its number grows when a field changes its meaning."""
    return f"urn:ventanilla:{kind}:1"


class Envelope(Contract):
    """One message: what it is, about what, caused by what, and its data.

    ``subject`` is the id of what it is about, mostly an incident; ``correlationid`` is the same from the
    browser to the console; ``causationid`` is the message that led to this one; ``version`` is the
    subject's (0 in a command).
    """

    specversion: Literal["1.0"] = "1.0"
    id: UUID
    source: str
    type: str
    time: AwareDatetime
    subject: UUID
    dataschema: str
    datacontenttype: Literal["application/json"] = "application/json"
    correlationid: UUID
    causationid: UUID | None = None
    version: int = 0
    data: dict[str, Any]

    @classmethod
    def wrap(
        cls,
        content: Content,
        *,
        id: UUID,
        source: str,
        time: AwareDatetime,
        correlationid: UUID,
        causationid: UUID | None = None,
    ) -> Self:
        """Put a command or an event into its envelope."""
        incident_id, version = content.about()
        return cls(
            id=id,
            source=source,
            type=content.TYPE,
            time=time,
            subject=incident_id,
            dataschema=schema_of(content.TYPE),
            correlationid=correlationid,
            causationid=causationid,
            version=version,
            data=content.model_dump(mode="json"),
        )

    @classmethod
    def unseal(cls, body: bytes) -> Self:
        """Read an envelope whatever is inside, as who only passes it on; raise MalformedMessageError."""
        try:
            return cls.model_validate_json(body)
        except ValidationError as error:
            raise MalformedMessageError(_reason(error)) from error

    @classmethod
    def parse(cls, body: bytes) -> Self:
        """Read an envelope of a type that we know; raise MalformedMessageError saying what is wrong."""
        envelope = cls.unseal(body)
        if envelope.type not in CONTRACTS:
            raise MalformedMessageError(f"unknown type {envelope.type!r}"[:200])
        if envelope.dataschema != schema_of(envelope.type):
            raise MalformedMessageError(f"unknown schema {envelope.dataschema!r} of {envelope.type}"[:200])
        return envelope

    def content(self) -> Content:
        """Return the command or event inside; raise MalformedMessageError where it breaks its contract.

        It is read once: who receives a message makes sure that it can be read, before others look at it.
        """
        return self._content

    @cached_property
    def _content(self) -> Content:
        try:
            content = CONTRACTS[self.type].model_validate(self.data)
        except ValidationError as error:
            raise MalformedMessageError(f"{self.type}: {_reason(error)}") from error
        if content.about() != (self.subject, self.version):
            raise MalformedMessageError(f"{self.type}: the data is about another thing or version")
        return content

    def to_json(self) -> bytes:
        """Return the bytes that travel."""
        return self.model_dump_json().encode()


def _reason(error: ValidationError) -> str:
    """Name the first faults and their places, without the values: they may be private."""
    faults = error.errors(include_url=False, include_context=False, include_input=False)[:3]
    places = [".".join(map(str, fault["loc"]))[:PLACE_MAX] or "message" for fault in faults]
    return "; ".join(f"{place}: {fault['msg']}" for place, fault in zip(places, faults, strict=True))
