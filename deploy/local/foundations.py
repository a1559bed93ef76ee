"""What the services of a local stack stand on: the broker, and a mailbox for the mails they send."""

import sys

from deploy.local import readiness
from deploy.local.broker import OPERATOR
from deploy.local.part import Part
from deploy.local.site import Site
from deploy.local.terminal import Trouble
from shared.messaging.rabbit.connection import CONNECTION_ERRORS, why
from shared.messaging.rabbit.declare import OldShapeError, declare_topology

BROKER = "rabbitmq"


def epmd(site: Site) -> Part:
    """Return the name server of Erlang nodes."""
    broker = site.broker
    return Part(
        name="epmd",
        command=broker.epmd_command,
        check=lambda: readiness.tcp(broker.epmd_port),
        port=broker.epmd_port,
        tier=1,
    )


def rabbitmq(site: Site) -> Part:
    """Return the broker; once it is ready, what is inside it is declared."""
    broker = site.broker

    def check() -> None:
        readiness.amqp(broker.port)
        readiness.http_ok(f"{broker.management_url(OPERATOR)}/api/whoami")

    def declare() -> None:
        try:
            declare_topology(broker.amqp_url(OPERATOR))
        except OldShapeError as error:
            raise Trouble(f"{error}.") from None
        except CONNECTION_ERRORS as error:
            raise readiness.NotReady(f"the topology could not be declared: {why(error)}") from None

    return Part(
        name=BROKER,
        command=broker.command,
        environment=broker.environment(),
        check=check,
        prepare=site.write_broker_files,
        settle=declare,
        needs=("epmd",),
        port=broker.port,
        url=broker.open_amqp_url,
        tier=2,
    )


def mailbox(site: Site) -> Part:
    """Return who takes every mail and shows it on a page."""
    return Part(
        name="mailbox",
        command=(sys.executable, "-m", "deploy.local.mailbox"),
        environment={
            "MAIL_DIRECTORY": str(site.place.root / "mail"),
            "SMTP_PORT": str(site.record.port("mailbox-smtp")),
            "HTTP_PORT": str(site.record.port("mailbox")),
            "REPLY_SMTP_URL": site.smtp_url("mail-in"),
        },
        check=lambda: readiness.http_ok(f"{site.http_url('mailbox')}/healthz"),
        port=site.record.port("mailbox"),
        url=site.http_url("mailbox"),
        tier=2,
    )
