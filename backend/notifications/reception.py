"""Decides about a mail that came to an incident's address: a comment of its customer, or nothing."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import UUID, uuid5

from backend.incidents.model import Incident
from backend.notifications.composing.mime import Sender, wire_address
from backend.notifications.composing.texts import Texts
from backend.notifications.domain import same_address
from backend.notifications.ports import (
    Files,
    FilesUnavailableError,
    Incidents,
    Participants,
    RefusedFileError,
)
from backend.notifications.reading import tnef
from backend.notifications.reading.automatic import reason_of
from backend.notifications.reading.message import Attachment, Incoming, read_mail
from backend.notifications.reading.quotes import newly_written
from backend.notifications.reading.words import PACKED, TOO_MANY, LeftOut, comments_of, no_text, one_line
from shared.clock import Clock
from shared.contracts.commands import CommentIncident
from shared.contracts.resources import Actor, FileRef
from shared.contracts.vocabulary import FILES_MAX, NAME_MAX, ActorKind

MOST_AN_HOUR = 30
"""Answers on one incident; nobody writes more, and two machines that answer each other do."""
FILES_TRIED = 10
"""Files of one mail that are offered to ``files``; who sends more sends no photos of a broken thing."""
FILES_TAKE = timedelta(minutes=5)
"""So long one mail may keep ``files`` busy; then it must come again, and goes on where it was."""
Publish = Callable[[CommentIncident], None]
"""Returns when the broker has the command; raises when it may not have it."""


class DroppedError(Exception):
    """The mail makes no comment; ``str()`` says why, without a word of what it says."""


class StrangerError(DroppedError):
    """A person wrote who was never part of the conversation: they hear that nobody reads it."""


class Reception:
    """Takes answers. ``own`` is who sends our mails, ``domain`` the one of our reply addresses."""

    def __init__(
        self,
        incidents: Incidents,
        participants: Participants,
        files: Files,
        publish: Publish,
        clock: Clock,
        own: Sender,
        domain: str,
    ) -> None:
        self._incidents = incidents
        self._participants = participants
        self._files = files
        self._publish = publish
        self._clock = clock
        self._own = own
        self._domain = domain.lower()

    def take(self, incident_id: UUID, return_path: str, content: bytes) -> None:
        """Make a comment of a mail; raise DroppedError, or what database, files and broker raise when away.

        The DroppedError is a StrangerError where its author should hear of it.
        A mail that comes again makes the same comment with the same files, which then changes nothing.
        """
        mail = read_mail(content)
        if mail is None:
            raise DroppedError("it can't be read")
        self._refuse_machines(mail, return_path)
        try:
            incident = self._incidents.get(incident_id)
        except LookupError:
            raise DroppedError("its incident is gone") from None
        if incident.erased_at is not None:
            raise DroppedError("its incident was erased")
        author = self._author(mail, incident)
        self._refuse_loops(incident_id)
        answer_id = _identity(incident_id, mail, content)
        self._comment(incident, author, answer_id, mail)
        self._remember(incident, answer_id, mail)

    def _refuse_machines(self, mail: Incoming, return_path: str) -> None:
        address = mail.sender[1]
        if reason := reason_of(mail.headers, return_path=return_path, sender=address, kind=mail.kind):
            raise DroppedError(reason)
        own_id = mail.headers.get("message-id", "").lower().endswith(f"@{self._domain}>")
        if own_id or self._is_ours(address):
            raise DroppedError("one of our own mails")

    def _refuse_loops(self, incident_id: UUID) -> None:
        since = self._clock() - timedelta(hours=1)
        if self._participants.taken_since(incident_id, since) >= MOST_AN_HOUR:
            raise DroppedError(f"more than {MOST_AN_HOUR} answers within an hour")

    def _author(self, mail: Incoming, incident: Incident) -> Actor:
        name, address = mail.sender
        contact = incident.person
        if any(same_address(address, known) for known in (contact.email, wire_address(contact.email))):
            return Actor(kind=ActorKind.CUSTOMER, id=contact.customer_id, name=contact.name)
        if address.casefold() not in self._participants.of(incident.id):
            raise StrangerError("its sender was never part of the conversation")
        shown = one_line(name, NAME_MAX) or one_line(address.partition("@")[0], NAME_MAX) or "?"
        return Actor(kind=ActorKind.CUSTOMER, name=shown)

    def _comment(self, incident: Incident, author: Actor, answer_id: UUID, mail: Incoming) -> None:
        texts = Texts(incident.language)
        text, attachments = _meant(mail)
        files, left_out = self._keep(answer_id, attachments)
        if mail.has_packed_files:
            left_out.append(LeftOut(tnef.FILE_NAME, PACKED))
        if not text and files:
            text = no_text(texts)
        parts = comments_of(text, left_out, texts)
        if not parts:
            is_quote = bool(mail.text.strip())
            raise DroppedError("it has nothing but a quoted mail" if is_quote else "it says nothing")
        for number, part in enumerate(parts):
            self._publish(
                CommentIncident(
                    incident_id=incident.id,
                    message_id=uuid5(answer_id, str(number)) if number else answer_id,
                    author=author,
                    text=part,
                    files=tuple(files) if number == 0 else (),
                )
            )

    def _keep(
        self, answer_id: UUID, attachments: Sequence[Attachment]
    ) -> tuple[list[FileRef], list[LeftOut]]:
        """Return the files that were kept, and those that were not."""
        until = self._clock() + FILES_TAKE
        kept: list[FileRef] = []
        left_out: list[LeftOut] = []
        for number, each in enumerate(attachments):
            if len(kept) == FILES_MAX or number >= FILES_TRIED:
                left_out.append(LeftOut(each.name, TOO_MANY))
                continue
            if self._clock() > until:
                raise FilesUnavailableError(f"one mail took {FILES_TAKE.seconds} s of it")
            try:
                kept.append(self._files.keep(each.name, each.content, uuid5(answer_id, f"file {number}")))
            except RefusedFileError as refused:
                left_out.append(LeftOut(each.name, refused.fault))
        return kept, left_out

    def _remember(self, incident: Incident, answer_id: UUID, mail: Incoming) -> None:
        """Let whoever was copied in answer too."""
        copied = [address for address in mail.recipients if not self._is_ours(address)]
        self._participants.join(incident.id, copied)
        self._participants.note_taken(incident.id, answer_id, self._clock())

    def _is_ours(self, address: str) -> bool:
        return same_address(address, self._own.address) or address.rpartition("@")[2] == self._domain


def _meant(mail: Incoming) -> tuple[str, Sequence[Attachment]]:
    """Return what is new in a mail, and the files that somebody meant to send."""
    text = newly_written(mail.text)
    files = [each for each in mail.attachments if not each.is_ornament]
    if text or files:
        return text, files
    # What stands in a quoted mail are the pictures of that mail.
    return "", () if mail.text.strip() else mail.attachments


def _identity(incident_id: UUID, mail: Incoming, content: bytes) -> UUID:
    """Return the same for the same mail; one without a Message-ID is known by its bytes."""
    return uuid5(incident_id, mail.headers.get("message-id") or hashlib.sha256(content).hexdigest())
