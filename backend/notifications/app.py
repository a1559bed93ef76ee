"""The process that sends mails: ``python -m backend.notifications.app``."""

from uuid import UUID
from zoneinfo import ZoneInfo

from prometheus_client import Counter

from backend.incidents.store import IncidentStore
from backend.kit.mongo import check, connect
from backend.kit.process import broker_check, run_until_signal, waiting_for_database
from backend.kit.together import Together
from backend.notifications.addresses import ReplyAddresses
from backend.notifications.composing.composer import Composer
from backend.notifications.composing.mime import Sender
from backend.notifications.delivery import Delivery
from backend.notifications.handlers import commands_handler, events_handler
from backend.notifications.known_incidents import KnownIncidentReader
from backend.notifications.settings import NotificationsSettings
from backend.notifications.smtp import SmtpTransport
from backend.notifications.store import MailStore, ParticipantStore
from shared.clock import utc_now
from shared.contracts.topology import events_queue
from shared.links import Links
from shared.messaging.rabbit.inbox import RabbitInbox
from shared.messaging.worker import Worker
from shared.telemetry import configure_logging

NAME = "notifications"
MAILS = Counter("mails", "Mails by kind, and what became of them", ["kind", "what"])


def main() -> None:
    """Make and send mails until a signal says stop."""
    configure_logging(NAME)
    settings = NotificationsSettings.load()
    database = connect(settings.mongodb_uri, NAME)
    incidents = connect(settings.incidents_uri, NAME)
    outbox = MailStore(database)
    sender = Sender.parse(settings.mail_from)
    replies = ReplyAddresses(settings.reply_domain, settings.reply_key)
    zone = ZoneInfo(settings.shop_timezone)
    composer = Composer(sender, replies, Links(settings.link_key), settings.webform_url, zone)
    known = KnownIncidentReader(incidents)
    participants = ParticipantStore(database)

    def forget(incident_id: UUID) -> None:
        outbox.forget(incident_id)
        participants.forget(incident_id)

    def forget_address(email: str) -> None:
        outbox.forget_address(email)
        participants.forget_address(email)

    store, transport = IncidentStore(incidents, NAME), SmtpTransport(settings.smtp_url)
    on_events = events_handler(store, known, composer, outbox, utc_now, forget=forget)
    on_commands = commands_handler(store, composer, outbox, utc_now, forget_address=forget_address)
    events = RabbitInbox(settings.amqp_url, NAME, queue=events_queue(NAME))
    commands = RabbitInbox(settings.amqp_url, NAME)

    def prepare() -> None:
        outbox.prepare()
        participants.prepare()

    work = Together(
        [
            Worker("notifications-events", events, waiting_for_database(on_events, prepare)),
            Worker("notifications-commands", commands, waiting_for_database(on_commands, prepare)),
            Delivery(outbox, transport, sender.address, store.is_erased, count=_count),
        ]
    )
    checks = {
        "database": lambda: check(database),
        "incidents": lambda: check(incidents),
        "events": broker_check(events),
        "commands": broker_check(commands),
    }
    run_until_signal(NAME, work, settings, checks)


def _count(kind: str, what: str) -> None:
    MAILS.labels(kind, what).inc()


if __name__ == "__main__":
    main()
