"""What the rules of this service ask of the world."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from backend.incidents.model import Incident
from shared.contracts.knowledge import Follower, KnownIncident
from shared.contracts.resources import FileRef, Message, TimelineEntry


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that is to go out: ``cause`` and ``to`` together are its identity."""

    cause: str
    kind: str
    to: str
    content: bytes
    """The whole message, headers and all."""
    incident_ids: tuple[UUID, ...] = ()
    """What it is about: when one of them is erased, the mail is dropped."""


@dataclass(frozen=True, slots=True)
class QueuedMail:
    """A mail from the outbox whose turn has come; ``attempts`` counts its own failures so far."""

    id: str
    to: str
    kind: str
    content: bytes
    attempts: int
    queued_at: datetime
    incident_ids: tuple[UUID, ...] = ()


class Incidents(Protocol):
    """The words of incidents, to be read and never changed."""

    def get(self, incident_id: UUID) -> Incident:
        """Return one incident; raise LookupError where there is none."""
        ...

    def of_guest(self, email: str) -> Sequence[Incident]:
        """Return what was opened with an e-mail, in any case, and without an account, the newest first."""
        ...

    def conversation(
        self, incident_id: UUID, after: int = 0
    ) -> tuple[tuple[Message, ...], tuple[TimelineEntry, ...]]:
        """Return messages and timeline, oldest first."""
        ...


class KnownIncidents(Protocol):
    """What affects many, and who wants to hear that it is solved."""

    def solved(self, known_id: UUID) -> tuple[KnownIncident, Sequence[Follower]]:
        """Return it with all who joined; raise LookupError where there is none."""
        ...


class Outbox(Protocol):
    """The mails that are to go out."""

    def queue(self, mails: Sequence[Mail], now: datetime) -> int:
        """Keep those that are not known yet and return how many they were."""
        ...

    def claim(self, now: datetime, until: datetime) -> QueuedMail | None:
        """Take the mail whose turn it is; nobody else gets it before ``until``. None where none is due."""
        ...

    def sent(self, mail_id: str, now: datetime) -> None:
        """Note that a mail server has it, and forget its content."""
        ...

    def again(self, mail_id: str, at: datetime, reason: str, *, counted: bool) -> None:
        """Have it tried again at a moment; ``counted`` where the failure was this mail's own."""
        ...

    def failed(self, mail_id: str, now: datetime, reason: str) -> None:
        """Note that it will never go out, and forget its content."""
        ...

    def forget(self, incident_id: UUID) -> None:
        """Drop every mail about an incident, with its address, also one that waits."""
        ...

    def forget_address(self, email: str) -> None:
        """Drop every mail to an address, in any case, that is about no incident, also one that waits."""
        ...


class Participants(Protocol):
    """Who writes on an incident by mail, besides its contact; and what came of it lately."""

    def of(self, incident_id: UUID) -> frozenset[str]:
        """Return the addresses that were copied in, in lower case."""
        ...

    def join(self, incident_id: UUID, addresses: Sequence[str]) -> None:
        """Let these addresses answer too."""
        ...

    def taken_since(self, incident_id: UUID, since: datetime) -> int:
        """Count the answers that were taken since a moment."""
        ...

    def note_taken(self, incident_id: UUID, answer_id: UUID, now: datetime) -> None:
        """Note an answer that was taken; a repetition is noted once."""
        ...

    def forget(self, incident_id: UUID) -> None:
        """Drop who wrote on an incident, and when."""
        ...

    def forget_address(self, email: str) -> None:
        """Let an address, in any case, answer no more, whichever incident it was copied in on."""
        ...


class RefusedFileError(Exception):
    """A file is not taken, and never will be; ``fault`` is the word for why, as ``files`` has it."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


class FilesUnavailableError(Exception):
    """Whoever keeps files is away, or too busy; ``str()`` says what it was."""


class Files(Protocol):
    """Where attachments are kept."""

    def keep(self, name: str, content: bytes, key: UUID) -> FileRef:
        """Keep one file and return how conversations name it; the same ``key`` keeps it once.

        Raises RefusedFileError and FilesUnavailableError.
        """
        ...


class TemporaryMailError(Exception):
    """The mail server is away or says "later"; ``everything`` means that others need not be tried now."""

    def __init__(self, reason: str, *, everything: bool) -> None:
        super().__init__(reason)
        self.everything = everything


class PermanentMailError(Exception):
    """The mail server will never take this mail."""


class Transport(Protocol):
    """A way to a mail server."""

    def send(self, sender: str, to: str, content: bytes) -> None:
        """Hand over one mail; raise TemporaryMailError or PermanentMailError."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...
