"""Composes the mails that follow from an event or a command, ready to be queued."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from backend.incidents.model import Incident
from backend.notifications.addresses import ReplyAddresses, message_id
from backend.notifications.composing.account_letters import account_letter
from backend.notifications.composing.letters import IncidentLetters
from backend.notifications.composing.lost_links import lost_links_letter
from backend.notifications.composing.mime import Sender, to_bytes, wire_address
from backend.notifications.domain import MailKind, cause_of
from backend.notifications.ports import Mail
from shared.contracts.commands import SendAccountMail, SendIncidentLinks
from shared.contracts.knowledge import Follower, KnownIncident
from shared.contracts.resources import Message
from shared.links import Links

FIRST = 1
"""The version that an opening makes, and so the mail that begins a thread."""


class Composer:
    """Knows who sends, where answers go, where the web form is, and in which zone the shop says times."""

    def __init__(
        self, sender: Sender, replies: ReplyAddresses, links: Links, site: str, zone: ZoneInfo
    ) -> None:
        self._sender = sender
        self._replies = replies
        self._links = links
        self._site = site.rstrip("/")
        self._letters = IncidentLetters(links, site, zone)

    def about_incident(
        self, kind: MailKind, incident: Incident, words: Message | None, version: int, now: datetime
    ) -> Mail:
        """Return the mail that tells the change which made ``version``, as one more of its thread."""
        if incident.answer_due and incident.answer_due <= now:
            # A mail that was held up for so long promises nothing any more.
            incident = incident.model_copy(update={"answer_due": None})
        to = wire_address(incident.person.email)
        root = message_id(self._replies.domain, incident.id, FIRST, to)
        own = message_id(self._replies.domain, incident.id, version, to)
        thread = {"In-Reply-To": root, "References": root} if own != root else {}
        headers = {
            "Message-ID": own,
            **thread,
            "Reply-To": self._replies.of(incident.id),
            "List-Unsubscribe": f"<{self._links.mails_off(self._site, incident.id)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        content = to_bytes(
            self._letters.about(kind, incident, words),
            sender=self._sender,
            to=(incident.person.name, to),
            now=now,
            headers=headers,
        )
        return Mail(cause_of("incident", incident.id, version), kind, to, content, (incident.id,))

    def known_solved(self, known: KnownIncident, follower: Follower, version: int, now: datetime) -> Mail:
        """Return the mail to one who joined a known incident."""
        to = wire_address(follower.email)
        content = to_bytes(
            self._letters.known_solved(known, follower),
            sender=self._sender,
            to=(follower.name, to),
            now=now,
            headers={"Message-ID": message_id(self._replies.domain, known.id, version, to)},
        )
        # Solved is solved: a correction of its words afterwards tells nobody again.
        return Mail(cause_of("known-incident", known.id, 0), MailKind.KNOWN_SOLVED, to, content)

    def lost_links(self, wanted: SendIncidentLinks, found: Sequence[Incident], now: datetime) -> Mail:
        """Return the mail with the links of a guest's incidents."""
        to = wire_address(wanted.email)
        content = to_bytes(
            lost_links_letter(wanted.language, found, self._links, self._site),
            sender=self._sender,
            to=("", to),
            now=now,
            headers={"Message-ID": message_id(self._replies.domain, wanted.request_id, FIRST, to)},
        )
        cause = cause_of("lost-links", wanted.request_id, 0)
        return Mail(cause, MailKind.LOST_LINKS, to, content, tuple(one.id for one in found))

    def about_account(self, wanted: SendAccountMail, now: datetime) -> Mail:
        """Return the mail that a command asks for."""
        to = wire_address(wanted.email)
        content = to_bytes(
            account_letter(wanted),
            sender=self._sender,
            to=(wanted.name or "", to),
            now=now,
            headers={"Message-ID": message_id(self._replies.domain, wanted.mail_id, FIRST, to)},
        )
        return Mail(cause_of("account", wanted.mail_id, 0), f"account-{wanted.kind}", to, content)
