"""Turns events and commands into queued mails. Sending is another one's work, so it holds up nothing here."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

import structlog

from backend.incidents.model import Incident
from backend.notifications.domain import MailKind, mail_about, wants, worth_a_link
from backend.notifications.ports import Incidents, KnownIncidents, Mail, Outbox
from shared.clock import Clock
from shared.contracts.commands import ForgetCorrespondent, SendAccountMail, SendIncidentLinks
from shared.contracts.events import IncidentErased, IncidentEvent, KnownIncidentSolved
from shared.contracts.knowledge import Follower, KnownIncident
from shared.contracts.resources import Message
from shared.contracts.vocabulary import MessageKind
from shared.messaging.worker import Handler, Task

log = structlog.stdlib.get_logger(__name__)


class Composing(Protocol):
    """Writes mails."""

    def about_incident(
        self, kind: MailKind, incident: Incident, words: Message | None, version: int, now: datetime
    ) -> Mail:
        """Return the mail to an incident's contact."""
        ...

    def known_solved(self, known: KnownIncident, follower: Follower, version: int, now: datetime) -> Mail:
        """Return the mail to one who joined a known incident."""
        ...

    def lost_links(self, wanted: SendIncidentLinks, found: Sequence[Incident], now: datetime) -> Mail:
        """Return the mail with the links of a guest's incidents."""
        ...

    def about_account(self, wanted: SendAccountMail, now: datetime) -> Mail:
        """Return the mail that a command asks for."""
        ...


def events_handler(
    incidents: Incidents,
    known: KnownIncidents,
    compose: Composing,
    outbox: Outbox,
    clock: Clock,
    *,
    forget: Callable[[UUID], None],
) -> Handler:
    """Return the handler of events: each makes the mails that the rules say, and a repeated one no more.

    ``forget`` drops every address that is kept for an incident.
    """

    def tell(tasks: Sequence[Task]) -> None:
        now = clock()
        mails: list[Mail] = []
        for task in tasks:
            match task.content:
                case IncidentErased() as event:
                    forget(event.row.id)
                case IncidentEvent() as event:
                    mails += _about_incident(event, incidents, compose, now)
                case KnownIncidentSolved() as event:
                    mails += _about_known(event.id, event.version, known, compose, now)
                case _:
                    raise TypeError(f"notifications does not know {task.envelope.type}")
        if mails:
            outbox.queue(mails, now)

    return tell


def commands_handler(
    incidents: Incidents,
    compose: Composing,
    outbox: Outbox,
    clock: Clock,
    *,
    forget_address: Callable[[str], None],
) -> Handler:
    """Return the handler of ``account-mail.send``, ``incident-links.send`` and ``correspondent.forget``.

    ``forget_address`` drops an e-mail wherever it is kept.
    """

    def obey(tasks: Sequence[Task]) -> None:
        now = clock()
        mails: list[Mail] = []
        for task in tasks:
            match task.content:
                case SendAccountMail() as wanted:
                    mails.append(compose.about_account(wanted, now))
                case SendIncidentLinks() as wanted:
                    mails += _lost_links(wanted, incidents, compose, now)
                case ForgetCorrespondent() as wish:
                    outbox.queue(mails, now)  # what was asked for before is forgotten too
                    mails.clear()
                    forget_address(wish.email)
                case _:
                    raise TypeError(f"notifications does not know {task.envelope.type}")
        if mails:
            outbox.queue(mails, now)

    return obey


def _about_incident(
    event: IncidentEvent, incidents: Incidents, compose: Composing, now: datetime
) -> Iterator[Mail]:
    kind = mail_about(event)
    if kind is None:
        return
    try:
        incident = incidents.get(event.row.id)
    except LookupError:
        log.info("no mail about an incident that is gone", incident_id=str(event.row.id))
        return
    if incident.erased_at is not None:
        return
    if wants(kind, is_subscribed=incident.is_subscribed):
        words = None if kind is MailKind.RECEIVED else _words(kind, event, incidents)
        yield compose.about_incident(kind, incident, words, event.row.version, now)


def _words(kind: MailKind, event: IncidentEvent, incidents: Incidents) -> Message | None:
    """Return what an employee wrote with this change; where it is the customer's turn, the last reply."""
    version = event.row.version
    told, _ = incidents.conversation(event.row.id)
    replies = [each for each in told if each.kind is MessageKind.REPLY and each.version <= version]
    if not replies or (kind is not MailKind.WAITING and replies[-1].version != version):
        return None
    return replies[-1]


def _about_known(
    known_id: UUID, version: int, known: KnownIncidents, compose: Composing, now: datetime
) -> Iterator[Mail]:
    try:
        found, followers = known.solved(known_id)
    except LookupError:
        log.info("no mail about a known incident that is gone", known_incident_id=str(known_id))
        return
    for follower in followers:
        yield compose.known_solved(found, follower, version, now)


def _lost_links(
    wanted: SendIncidentLinks, incidents: Incidents, compose: Composing, now: datetime
) -> Iterator[Mail]:
    """Nobody is told that there are none: anybody may ask, with anybody's e-mail."""
    found = worth_a_link(incidents.of_guest(wanted.email), now)
    log.info("links were asked for", found=len(found))
    if found:
        yield compose.lost_links(wanted, found, now)
