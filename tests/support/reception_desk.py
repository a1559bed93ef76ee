"""Where mails are taken: everything that the reception asks, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from backend.incidents.model import Incident
from backend.notifications.ports import FilesUnavailableError, RefusedFileError
from backend.notifications.reception import DroppedError, Reception
from shared.contracts.commands import CommentIncident
from shared.contracts.resources import FileRef, Message, TimelineEntry
from shared.messaging.ports import BrokerUnavailableError
from tests.support.letters import CONTACT, DOMAIN, OWN, incident
from tests.support.openings import NOON


@dataclass
class Desk:
    """One incident, and what was published about it."""

    incident: Incident = field(default_factory=incident)
    published: list[CommentIncident] = field(default_factory=list)
    addresses: set[str] = field(default_factory=set)
    taken: dict[UUID, datetime] = field(default_factory=dict)
    is_broker_up: bool = True
    kept: dict[UUID, FileRef] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    are_files_up: bool = True
    tried: int = 0
    a_file_takes: timedelta = timedelta()
    now: datetime = NOON

    def get(self, incident_id: UUID) -> Incident:
        if incident_id != self.incident.id:
            raise LookupError
        return self.incident

    def conversation(
        self, incident_id: UUID, after: int = 0
    ) -> tuple[tuple[Message, ...], tuple[TimelineEntry, ...]]:
        return (), ()

    def of(self, incident_id: UUID) -> frozenset[str]:
        return frozenset(self.addresses)

    def join(self, incident_id: UUID, addresses: Sequence[str]) -> None:
        self.addresses |= set(addresses)

    def taken_since(self, incident_id: UUID, since: datetime) -> int:
        return len(self.taken)

    def note_taken(self, incident_id: UUID, answer_id: UUID, now: datetime) -> None:
        self.taken[answer_id] = now

    def publish(self, comment: CommentIncident) -> None:
        if not self.is_broker_up:
            raise BrokerUnavailableError("away")
        self.published.append(comment)

    def keep(self, name: str, content: bytes, key: UUID) -> FileRef:
        if not self.are_files_up:
            raise FilesUnavailableError("away")
        self.tried += 1
        self.now += self.a_file_takes
        if name in self.refused:
            raise RefusedFileError(self.refused[name])
        new = FileRef(id=uuid4(), name=name, media_type="image/png", size=len(content))
        return self.kept.setdefault(key, new)

    def take(self, content: bytes, return_path: str = CONTACT) -> None:
        reception = Reception(self, self, self, self.publish, lambda: self.now, OWN, DOMAIN)
        reception.take(self.incident.id, return_path, content)

    def reason(self, content: bytes, return_path: str = CONTACT) -> str:
        """Return why a mail is dropped."""
        with pytest.raises(DroppedError) as dropped:
            self.take(content, return_path)
        assert self.published == []
        return str(dropped.value)
