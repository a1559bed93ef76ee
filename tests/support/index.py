"""A small index for tests, and things to put into it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from backend.search.domain import Entry, Key, answer_entry, incident_entry, known_incident_entry
from backend.search.home import IndexHome
from backend.search.reader import IndexReader
from backend.search.rebuild import rebuild
from shared.contracts.knowledge import Answer, AnswerText, KnownIncident
from shared.contracts.resources import Contact, Message
from shared.contracts.vocabulary import Language, MessageKind
from tests.support.openings import ANA, MARTA, NOON, opened


class Shelf:
    """A source of what a test puts on it."""

    def __init__(self, *entries: Entry | None) -> None:
        self.entries = {entry.key: entry for entry in entries if entry}
        self.on_reading = lambda: None

    def read(self, keys: Collection[Key]) -> Mapping[Key, Entry | None]:
        return {key: self.entries.get(key) for key in keys}

    def everything(self) -> Iterator[Entry]:
        yield from list(self.entries.values())
        self.on_reading()


def message(text: str, kind: MessageKind = MessageKind.REPLY, version: int = 2) -> Message:
    return Message(id=uuid4(), kind=kind, author=ANA, text=text, version=version, at=NOON)


def incident(
    subject: str,
    description: str = "…",
    messages: Iterable[Message] = (),
    *,
    name: str = MARTA.name,
    email: str = "marta@example.org",
    customer_id: str | None = None,
    **fields: Any,
) -> Entry:
    contact = Contact(name=name, email=email, customer_id=customer_id)
    update = {"subject": subject, "description": description, "contact": contact, **fields}
    return incident_entry(opened().model_copy(update=update), messages)


def answer(
    title: str, body: str, *, id: UUID | None = None, is_published: bool = True, **fields: Any
) -> Entry | None:
    texts = fields.pop("texts", {Language.SPANISH: AnswerText(title=title, body=body)})
    return answer_entry(
        Answer(id=id or uuid4(), version=1, texts=texts, is_published=is_published, updated_at=NOON, **fields)
    )


def known(spanish: tuple[str, str], english: tuple[str, str], **fields: Any) -> Entry | None:
    texts = {
        Language.SPANISH: AnswerText(title=spanish[0], body=spanish[1]),
        Language.ENGLISH: AnswerText(title=english[0], body=english[1]),
    }
    return known_incident_entry(
        KnownIncident(id=uuid4(), version=1, texts=texts, announced_at=NOON, **fields)
    )


def home_with(directory: Path, *entries: Entry | None) -> IndexHome:
    """Return a home with an index that holds these."""
    home = IndexHome(directory)
    home.prepare()
    rebuild(home, Shelf(*entries))
    return home


def reader_of(directory: Path, *entries: Entry | None) -> IndexReader:
    """Return a reader of a new index that holds these."""
    return IndexReader(home_with(directory, *entries))
