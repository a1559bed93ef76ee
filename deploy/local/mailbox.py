"""The development mailbox: takes every mail that the stack sends, and shows it on a page.

``python -m deploy.local.mailbox``, with MAIL_DIRECTORY, SMTP_PORT, HTTP_PORT and REPLY_SMTP_URL, and in a
container LISTEN_HOST.
"""

import mailbox
import signal
import threading
from email import message_from_bytes
from email.policy import default as modern
from pathlib import Path
from types import FrameType

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from werkzeug.serving import make_server

from deploy.local.mailbox_page import create_page
from shared.settings import Settings

_LARGEST_MAIL = 10_000_000


class MailboxSettings(Settings):
    """Where mails are kept, on which ports they come and are shown, and where answers go."""

    mail_directory: Path
    smtp_port: int
    http_port: int
    reply_smtp_url: str = ""
    """Empty: mails can only be read."""
    listen_host: str = "127.0.0.1"


class Postbox:
    """Keeps each mail in a maildir, with the envelope's addresses in two headers of its own."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        for name in ("cur", "new", "tmp"):
            (directory / name).mkdir(mode=0o700, parents=True, exist_ok=True)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802, ARG002
        """Store what aiosmtpd received."""
        message = message_from_bytes(envelope.original_content or b"", policy=modern)
        for header in ("X-Envelope-From", "X-Envelope-To"):
            del message[header]
        message["X-Envelope-From"] = envelope.mail_from or ""
        message["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        try:
            mailbox.Maildir(self._directory, create=False).add(message.as_bytes())
        except OSError as error:
            return f"452 cannot keep the mail: {error.strerror}"
        return "250 kept"


def main() -> None:
    """Take and show mails until a signal says stop."""
    settings = MailboxSettings.load()
    postbox = Postbox(settings.mail_directory)
    host = settings.listen_host
    smtp = Controller(
        postbox, hostname=host, port=settings.smtp_port, data_size_limit=_LARGEST_MAIL, ident="mailbox"
    )
    page = make_server(
        host, settings.http_port, create_page(settings.mail_directory, settings.reply_smtp_url), threaded=True
    )

    def stop(_number: int, _frame: FrameType | None) -> None:
        # shutdown() waits for the loop that this very signal interrupts.
        threading.Thread(target=page.shutdown).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    smtp.start()
    page.serve_forever()
    page.server_close()
    smtp.stop()


if __name__ == "__main__":
    main()
