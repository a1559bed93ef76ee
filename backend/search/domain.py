"""What the index holds of an incident, an answer, or a known incident."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import AwareDatetime

from backend.incidents.model import Incident
from shared.contracts.events import (
    AnswerPublished,
    AnswerWithdrawn,
    Event,
    IncidentEvent,
    KnowledgeEvent,
)
from shared.contracts.knowledge import Answer, KnownIncident
from shared.contracts.resources import Contract, Message
from shared.contracts.vocabulary import Language, MessageKind, State


class Kind(StrEnum):
    """What can be found."""

    INCIDENT = "incident"
    ANSWER = "answer"
    KNOWN_INCIDENT = "known-incident"


@dataclass(frozen=True, slots=True)
class Key:
    """Which thing is meant; as text it is ``incident:<id>``."""

    kind: Kind
    id: UUID

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text of a key; raise ValueError where it is none."""
        kind, _, identity = text.partition(":")
        return cls(Kind(kind), UUID(identity))


class ShownText(Contract):
    """A title and what stands under it."""

    title: str
    body: str


class Shown(Contract):
    """What is stored beside the searchable words, and shown of what was found."""

    key: str
    version: int
    texts: dict[Language, ShownText]
    """Of an incident the subject and the customer's and employees' words, in its own language."""
    category: str | None = None
    notes: str = ""
    reference: str | None = None
    state: State | None = None
    customer_name: str | None = None
    opened_at: AwareDatetime | None = None
    updated_at: AwareDatetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of the index: what it is found by, and what is shown of it."""

    key: Key
    shown: Shown
    people: str = ""
    """Names, e-mail address, order number and tags, which no language bends."""
    team: str | None = None
    customer_id: str | None = None

    @property
    def words(self) -> str:
        """Return all that it says, but for the notes."""
        return "\n".join(f"{text.title}\n{text.body}" for text in self.shown.texts.values())


def key_of(event: Event) -> Key:
    """Return what an event is about; raise TypeError where it concerns nothing that can be found."""
    match event:
        case IncidentEvent():
            return Key(Kind.INCIDENT, event.row.id)
        case AnswerPublished() | AnswerWithdrawn():
            return Key(Kind.ANSWER, event.id)
        case KnowledgeEvent():
            return Key(Kind.KNOWN_INCIDENT, event.id)
    raise TypeError(f"{event.TYPE} is about nothing that can be found")


def incident_entry(incident: Incident, messages: Iterable[Message]) -> Entry:
    """Return what is to be found of an incident and its conversation, oldest message first."""
    spoken: list[str] = []
    notes: list[str] = []
    for message in messages:
        (notes if message.kind is MessageKind.NOTE else spoken).append(message.text)
    details = [incident.product, *(answer.value for answer in incident.answers)]
    files = [file.name for file in incident.files]
    body = "\n".join(part for part in (incident.description, *details, *spoken, *files) if part)
    key = Key(Kind.INCIDENT, incident.id)
    shown = Shown(
        key=str(key),
        version=incident.version,
        texts={incident.language: ShownText(title=incident.subject, body=body)},
        category=incident.category,
        notes="\n".join(notes),
        reference=incident.reference,
        state=incident.state,
        customer_name=incident.person.name,
        opened_at=incident.opened_at,
        updated_at=incident.updated_at,
    )
    named = (incident.person.name, incident.person.email, incident.order_number, *incident.tags)
    people = "\n".join(part for part in named if part)
    return Entry(key, shown, people, incident.team, incident.person.customer_id)


def answer_entry(answer: Answer) -> Entry | None:
    """Return what is to be found of an answer: nothing unless it is published."""
    if not answer.is_published:
        return None
    return _knowledge(Key(Kind.ANSWER, answer.id), answer)


def known_incident_entry(known: KnownIncident) -> Entry | None:
    """Return what is to be found of a known incident: nothing once it is solved."""
    if known.solved_at is not None:
        return None
    return _knowledge(Key(Kind.KNOWN_INCIDENT, known.id), known)


def _knowledge(key: Key, known: Answer | KnownIncident) -> Entry:
    texts = {language: ShownText(title=text.title, body=text.body) for language, text in known.texts.items()}
    return Entry(key, Shown(key=str(key), version=known.version, texts=texts, category=known.category))
