"""The process that takes answers by mail, ``mail-in``: ``python -m backend.notifications.inbound``."""

import logging
import threading
from uuid import uuid4

from prometheus_client import Counter

from backend.incidents.store import IncidentStore
from backend.kit.mongo import check, connect
from backend.kit.process import run_until_signal
from backend.notifications.addresses import ReplyAddresses
from backend.notifications.composing.mime import Sender
from backend.notifications.keeping import FileKeeper
from backend.notifications.listener import Desk, Listener
from backend.notifications.reception import Publish, Reception
from backend.notifications.settings import InboundSettings
from backend.notifications.store import ParticipantStore
from shared.clock import utc_now
from shared.contracts.commands import CommentIncident
from shared.contracts.envelope import Envelope
from shared.contracts.topology import COMMANDS, command_key
from shared.ids import uuid7
from shared.messaging.ports import BrokerUnavailableError, Publisher
from shared.messaging.rabbit.publisher import RabbitPublisher
from shared.telemetry import configure_logging
from shared.tokens import Issuer, TokenSigner

NAME = "mail-in"
CONFIRM_S = 10.0
MAILS = Counter("mails_in", "Mails that came, by what became of them", ["what"])


class Listening:
    """Listens until it is told to stop."""

    def __init__(self, listener: Listener, desk: Desk, publisher: Publisher) -> None:
        self._listener = listener
        self._desk = desk
        self._publisher = publisher
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Ask it to end; callable from a signal handler."""
        self._stopping.set()

    def run(self) -> None:
        """Listen; a mail in hand is finished before it returns."""
        self._listener.start()
        self._stopping.wait()
        self._listener.stop()
        self._desk.close()
        self._publisher.close()


def comment_publisher(publisher: Publisher) -> Publish:
    """Return a function that hands a comment to the broker and waits until it is safe there."""

    def publish(comment: CommentIncident) -> None:
        now = utc_now()
        envelope = Envelope.wrap(comment, id=uuid7(now), source=f"/{NAME}", time=now, correlationid=uuid4())
        publisher.publish(COMMANDS, command_key(comment), envelope).result(CONFIRM_S)

    return publish


def main() -> None:
    """Take answers until a signal says stop."""
    configure_logging(NAME)
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # else a line for each word of SMTP
    settings = InboundSettings.load()
    database = connect(settings.mongodb_uri, NAME)
    incidents = connect(settings.incidents_uri, NAME)
    publisher = RabbitPublisher(settings.amqp_url, NAME)
    signer = TokenSigner.from_file(settings.signing_key_file, Issuer.MAIL_IN)
    reception = Reception(
        IncidentStore(incidents, NAME),
        ParticipantStore(database),
        FileKeeper(settings.files_url, signer),
        comment_publisher(publisher),
        utc_now,
        Sender.parse(settings.mail_from),
        settings.reply_domain,
    )
    replies = ReplyAddresses(settings.reply_domain, settings.reply_key)
    desk = Desk(replies, reception.take, lambda what: MAILS.labels(what).inc())
    listener = Listener(desk, settings.mail_in_host, settings.mail_in_port, settings.mail_in_protocol)

    def broker() -> None:
        if not publisher.is_ready():
            raise BrokerUnavailableError("not connected to the broker")

    checks = {
        "database": lambda: check(database),
        "incidents": lambda: check(incidents),
        "broker": broker,
    }
    run_until_signal(NAME, Listening(listener, desk, publisher), settings, checks, signer.jwks())


if __name__ == "__main__":
    main()
