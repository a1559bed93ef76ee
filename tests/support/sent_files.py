"""Two files to send along with an incident, and what has become of them."""

from html import unescape

from werkzeug.test import TestResponse

from shared.contracts.commands import OpenIncident
from shared.contracts.envelope import Envelope
from shared.messaging.memory import MemoryBroker

PHOTO, PDF = ("foto.jpg", b"a photo"), ("factura.pdf", b"an invoice")


def opened(broker: MemoryBroker) -> list[OpenIncident]:
    """Return the incidents that were sent."""
    commands = [Envelope.parse(delivery.body).content() for delivery in broker.queues["intake.commands"]]
    return [command for command in commands if isinstance(command, OpenIncident)]


def names(broker: MemoryBroker) -> list[list[str]]:
    """Return the names of the files that each of them brings."""
    return [[file.name for file in command.files] for command in opened(broker)]


def said(answer: TestResponse) -> str:
    """Return a page's text as it is read."""
    return unescape(answer.text)
