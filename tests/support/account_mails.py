"""The mails about accounts that wait at a broker in memory, and what their links hold."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pika
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shared.contracts.commands import SendAccountMail
from shared.contracts.envelope import Envelope
from shared.contracts.topology import commands_queue
from shared.messaging.memory import MemoryBroker

EVA = {"name": "Eva", "email": "eva@example.com", "password": "a password of hers", "language": "en"}


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
        return parse_qs(urlsplit(self.all()[place].link).query)["token"][0]


def confirmed(customers: FlaskClient, mails: Mailbox, **changes: str) -> dict[str, Any]:
    """Register, open the link, and return the session that this opens."""
    assert customers.post("/api/v1/customers", json={**EVA, **changes}).status_code == 202
    answer = customers.post("/api/v1/confirmations", json={"token": mails.token()})
    assert answer.status_code == 201, answer.text
    opened: dict[str, Any] = answer.get_json()
    return opened


def mailed_link(amqp_url: str, email: str) -> str:
    """Take the mails that wait in the real broker, and return the link of the latest to this address."""
    links = []
    with pika.BlockingConnection(pika.URLParameters(amqp_url)) as connection:
        channel = connection.channel()
        while (got := channel.basic_get(commands_queue("notifications"), auto_ack=True))[0] is not None:
            content = Envelope.parse(got[2]).content()
            if isinstance(content, SendAccountMail) and content.email == email:
                links.append(content.link)
    return links[-1]


def bearer(opened: dict[str, Any]) -> dict[str, str]:
    """Return the header of who has this session."""
    return {"Authorization": f"Bearer {opened['access_token']}"}


def sign_in(customers: FlaskClient, password: str = EVA["password"]) -> TestResponse:
    """Sign Eva in."""
    return customers.post("/api/v1/sessions", json={"email": EVA["email"], "password": password})
