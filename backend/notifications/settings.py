"""The settings of the two processes: the one that sends mails, and the one that takes answers."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from backend.kit.mongo import MongoUri
from backend.kit.process import WorkerSettings
from backend.notifications.composing.mime import Sender
from backend.notifications.smtp import SmtpUrl
from shared.settings import SHOP_TIMEZONE, ZoneName


def _sender(text: str) -> str:
    Sender.parse(text)
    return text


MailFrom = Annotated[str, AfterValidator(_sender)]
"""``Name <address>``: whom customers see as the sender."""
Domain = Annotated[str, Field(pattern=r"^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?$")]
Key = Annotated[str, Field(min_length=16)]


class NotificationsSettings(WorkerSettings):
    """Its database, that of the incidents (to read), the mail server, and what mails say of the shop."""

    incidents_uri: MongoUri
    smtp_url: SmtpUrl
    mail_from: MailFrom
    reply_domain: Domain
    """Mail to it must reach ``mail-in``."""
    reply_key: Key
    link_key: Key
    webform_url: str
    shop_timezone: ZoneName = SHOP_TIMEZONE


class InboundSettings(WorkerSettings):
    """Its database, that of the incidents (to read), where files are kept, and where it listens to what."""

    incidents_uri: MongoUri
    mail_from: MailFrom
    reply_domain: Domain
    reply_key: Key
    files_url: str
    signing_key_file: Path
    mail_in_host: str = "127.0.0.1"
    mail_in_port: int
    mail_in_protocol: Literal["smtp", "lmtp"] = "smtp"
