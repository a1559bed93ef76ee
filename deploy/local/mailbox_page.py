"""The page on which the mails of the development mailbox are listed and read."""

import mailbox
import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from email.utils import parsedate_to_datetime
from pathlib import Path

from flask import Flask, Response, abort, jsonify, render_template

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; frame-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
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


def create_page(directory: Path) -> Flask:
    """Return the application that shows the mails of a maildir, the newest first."""
    app = Flask(__name__, template_folder="mailbox_templates", static_folder="mailbox_static")

    @app.get("/")
    def list_mails() -> str:
        return render_template("list.html", mails=read_mails(directory))

    @app.get("/mails/<key>")
    def show_mail(key: str) -> str:
        mail = next((mail for mail in read_mails(directory) if mail.key == key), None)
        if mail is None:
            abort(404)
        return render_template("mail.html", mail=mail)

    @app.get("/api/mails")
    def api_mails() -> Response:
        return jsonify([vars(mail) for mail in read_mails(directory)])

    @app.get("/healthz")
    def health() -> Response:
        return jsonify(status="ok")

    @app.after_request
    def guard(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = _POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-cache"
        return response

    return app


def read_mails(directory: Path) -> list[Mail]:
    """Return every kept mail, the newest first."""
    box = mailbox.Maildir(directory, create=True)
    keys = sorted(box.keys(), key=_arrival, reverse=True)
    return [_mail(key, box.get_bytes(key)) for key in keys]


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
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    if part is None:
        return ""
    try:
        return str(part.get_content())
    except (LookupError, ValueError):  # a charset that nobody knows
        return (part.get_payload(decode=True) or b"").decode(errors="replace")  # type: ignore[union-attr]
