"""The mails about accounts, waiting at a broker in memory or kept by a stack's mailbox, and their links."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shared.contracts.commands import SendAccountMail
from shared.contracts.envelope import Envelope
from shared.contracts.topology import commands_queue
from shared.messaging.memory import MemoryBroker
from tests.support.broker import RealBroker
from tests.support.kept_mails import kept_mails
from tests.support.waiting import eventually

EVA = {"name": "Eva", "email": "eva@example.com", "password": "a password of hers", "language": "en"}
_LINK = re.compile(r"https?://\S+/account/([\w-]+)\?token=[\w-]+")


class Mailbox:
    """Every mail, oldest first."""

    def __init__(self, broker: MemoryBroker) -> None:
        self._broker = broker

    def all(self) -> list[SendAccountMail]:
        """Return the mails."""
        contents = [
            Envelope.parse(one.body).content() for one in self._broker.queues["notifications.commands"]
        ]
        return [content for content in contents if isinstance(content, SendAccountMail)]

    def kinds(self) -> list[str]:
        """Return what each is about."""
        return [mail.kind.value for mail in self.all()]

    def token(self, place: int = -1) -> str:
        """Return the token in the link of a mail, the latest by default."""
        return token_of(self.all()[place])


def token_of(mail: SendAccountMail) -> str:
    """Return the token in the link of a mail."""
    return parse_qs(urlsplit(mail.link).query)["token"][0]


def mailed_command(broker: RealBroker) -> SendAccountMail:
    """Take the one mail that waits at a real broker to be sent."""
    with broker.connection() as connection:
        _, _, body = connection.channel().basic_get(commands_queue("notifications"), auto_ack=True)
    content = Envelope.parse(body or b"").content()
    assert isinstance(content, SendAccountMail)
    return content


def confirmed(customers: FlaskClient, mails: Mailbox, **changes: str) -> dict[str, Any]:
    """Register, open the link, and return the session that this opens."""
    assert customers.post("/api/v1/customers", json={**EVA, **changes}).status_code == 202
    answer = customers.post("/api/v1/confirmations", json={"token": mails.token()})
    assert answer.status_code == 201, answer.text
    opened: dict[str, Any] = answer.get_json()
    return opened


def mailed_link(mailbox_url: str, email: str, page: str | None = None) -> str:
    """Wait for a mail to this address in the stack's mailbox, and return the link of the latest.

    ``page`` is the one that the link has to lead to, such as ``reset``.
    """

    def links() -> list[str]:
        mails = kept_mails(mailbox_url)
        texts = [mail["text"] for mail in mails if mail["recipients"] == email]
        found = [link for text in texts for link in _LINK.finditer(text)]
        return [link[0] for link in found if page in {None, link[1]}]

    return eventually(links)[0]


def bearer(opened: dict[str, Any]) -> dict[str, str]:
    """Return the header of who has this session."""
    return {"Authorization": f"Bearer {opened['access_token']}"}


def sign_in(customers: FlaskClient, password: str = EVA["password"]) -> TestResponse:
    """Sign Eva in."""
    return customers.post("/api/v1/sessions", json={"email": EVA["email"], "password": password})
