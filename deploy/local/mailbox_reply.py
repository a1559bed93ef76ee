"""Answers a mail of the mailbox as its recipient's mail program would: with its quote, over SMTP."""

import smtplib
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from urllib.parse import urlsplit

from deploy.local.mailbox_mail import Mail

TIMEOUT_S = 60.0
File = tuple[str, bytes]
"""A file that goes along, its name first."""


def send_reply(smtp_url: str, mail: Mail, text: str, files: Sequence[File] = ()) -> str | None:
    """Send what somebody answers to a mail; return why it was not taken, None where it was."""
    message = reply_to(mail, text, files)
    address = urlsplit(smtp_url)
    try:
        with smtplib.SMTP(address.hostname or "", address.port or 25, timeout=TIMEOUT_S) as server:
            server.send_message(message, from_addr=mail.recipients, to_addrs=[mail.reply_to])
    except (smtplib.SMTPException, OSError) as error:
        return f"{type(error).__name__}: {error}"
    return None


def reply_to(mail: Mail, text: str, files: Sequence[File] = ()) -> EmailMessage:
    """Return the answer, with the mail quoted below it as most programs do."""
    message = EmailMessage(policy=SMTP)
    message["From"] = mail.recipients
    message["To"] = mail.reply_to
    message["Subject"] = f"Re: {mail.subject}"
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain="mailbox.example")
    if mail.message_id:
        message["In-Reply-To"] = message["References"] = mail.message_id
    quoted = "\n".join(f"> {line}" for line in mail.text.splitlines())
    message.set_content(f"{text}\n\nOn {formatdate()}, {mail.sender} wrote:\n{quoted}\n")
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message
