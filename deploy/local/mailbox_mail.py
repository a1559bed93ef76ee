"""The mails of the development mailbox, read from its maildir."""

import mailbox
import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from email.utils import parsedate_to_datetime
from functools import lru_cache
from pathlib import Path

_KEY = re.compile(r"(\d+)\.M(\d+)P\d+Q(\d+)\.")
"""A maildir's own name for a mail: seconds, microseconds, process, count."""


@dataclass(frozen=True)
class Mail:
    """One kept mail, ready to be shown."""

    key: str
    subject: str
    sender: str
    recipients: str
    sent_at: datetime | None
    text: str
    html: str
    reply_to: str
    """Where an answer goes; empty where none is wanted."""
    message_id: str


MOST = 500
"""So many mails are listed: a day of the demo makes thousands, and each must be read."""


def read_mail(directory: Path, key: str) -> Mail | None:
    """Return one kept mail, None where there is none under this key."""
    return _kept(directory, key) if key in _keys(directory) else None


def read_mails(directory: Path) -> list[Mail]:
    """Return the newest of the kept mails, the newest first."""
    keys = sorted(_keys(directory), key=_arrival, reverse=True)
    return [_kept(directory, key) for key in keys[:MOST]]


def _keys(directory: Path) -> set[str]:
    """Return the mails' names; ``mailbox`` would look at each file for them, at every question."""
    folders = [directory / name for name in ("new", "cur") if (directory / name).is_dir()]
    return {path.name.partition(":")[0] for folder in folders for path in folder.iterdir()}


@lru_cache(maxsize=4 * MOST)
def _kept(directory: Path, key: str) -> Mail:
    """Read a mail once: under its key it never changes."""
    return _mail(key, mailbox.Maildir(directory, create=True).get_bytes(key))


def _arrival(key: str) -> tuple[int, ...]:
    """Return when a mail came, from its name in the maildir; the numbers in it have no leading zeros."""
    found = _KEY.match(key)
    return tuple(int(number) for number in found.groups()) if found else (0,)


def _mail(key: str, content: bytes) -> Mail:
    message = message_from_bytes(content, _class=EmailMessage, policy=modern)
    try:
        sent_at = parsedate_to_datetime(str(message["Date"]))
    except ValueError:
        sent_at = None
    return Mail(
        key=key,
        subject=str(message["Subject"] or ""),
        sender=str(message["From"] or message["X-Envelope-From"] or ""),
        recipients=str(message["X-Envelope-To"] or message["To"] or ""),
        sent_at=sent_at,
        text=_body(message, "plain"),
        html=_body(message, "html"),
        reply_to=str(message["Reply-To"] or ""),
        message_id=str(message["Message-ID"] or ""),
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    if part is None:
        return ""
    try:
        return str(part.get_content())
    except (LookupError, ValueError):  # a charset that nobody knows
        return (part.get_payload(decode=True) or b"").decode(errors="replace")  # type: ignore[union-attr]
