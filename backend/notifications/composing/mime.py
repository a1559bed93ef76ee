"""Makes the message that travels out of a letter: headers, text and HTML."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import Policy
from email.utils import format_datetime, parseaddr

from email_validator import EmailNotValidError, validate_email

from backend.notifications.composing.letter import Letter
from backend.notifications.composing.rendering import as_html, as_text


class _Verbatim(UnstructuredHeader):
    """A header for programs: the library would encode a link that is longer than a line, and break it."""

    name: str

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_registry = HeaderRegistry()
for _name in ("message-id", "in-reply-to", "references", "list-unsubscribe"):
    _registry.map_to_type(_name, _Verbatim)  # type: ignore[arg-type]  # it becomes a BaseHeader there
_POLICY = policy.SMTP.clone(header_factory=_registry)


@dataclass(frozen=True, slots=True)
class Sender:
    """Whom mails come from: ``name`` is the shop's, as customers know it."""

    name: str
    address: str

    @classmethod
    def parse(cls, text: str) -> "Sender":
        """Read ``Name <address>``; raise ValueError where there is no address."""
        name, address = parseaddr(text)
        try:
            address = wire_address(address)
        except EmailNotValidError as error:
            raise ValueError("no address: expected Name <name@example.org>") from error
        return cls(name or address.partition("@")[2], address)


def wire_address(email: str) -> str:
    """Return an address as mail servers know it: with its domain in ASCII.

    Letters beyond ASCII before the @ stay; then the mail server must know SMTPUTF8.
    """
    known = validate_email(email, check_deliverability=False, test_environment=True)
    return known.ascii_email or f"{known.local_part}@{known.ascii_domain}"


def to_bytes(
    letter: Letter, *, sender: Sender, to: tuple[str, str], now: datetime, headers: Mapping[str, str]
) -> bytes:
    """Return the whole message for ``to``, a name and the address as mail servers know it."""
    international = not to[1].isascii()
    message = EmailMessage(policy=_POLICY.clone(utf8=True) if international else _POLICY)
    message["From"] = _address(sender.name, sender.address)
    message["To"] = _address(*to)
    message["Subject"] = _one_line(letter.subject)
    message["Date"] = format_datetime(now)
    for name, value in headers.items():
        message[name] = value
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    message.set_content(as_text(letter, sender.name), cte="quoted-printable")
    message.add_alternative(as_html(letter, sender.name), subtype="html", cte="quoted-printable")
    message["Content-Language"] = letter.language.value  # last: setting the content clears such headers
    return message.as_bytes()


def _address(name: str, address: str) -> Address:
    local, _, domain = address.rpartition("@")
    return Address(_one_line(name), local, domain)


def _one_line(text: str) -> str:
    """Leave no line break in a header's value, and nothing that a program would decode to one."""
    shown = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(shown.replace("=?", "= ?").split())
