"""Mails as the service composes them and as people's programs send answers, for tests."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from backend.incidents.model import Incident
from backend.notifications.addresses import ReplyAddresses
from backend.notifications.composing.composer import Composer
from backend.notifications.composing.mime import Sender
from shared.contracts.resources import Actor, Contact, Message
from shared.contracts.vocabulary import Language, MessageKind
from shared.links import Links
from tests.support.openings import ANA, NOON, opened

SITE = "https://ayuda.shop.example"
DOMAIN = "respuestas.shop.example"
OWN = Sender("La tienda", "avisos@shop.example")
REPLIES = ReplyAddresses(DOMAIN, "a reply key for tests")
LINKS = Links("a link key for tests")
COMPOSER = Composer(OWN, REPLIES, LINKS, SITE, ZoneInfo("Europe/Madrid"))
CONTACT = "marta@example.org"


def incident(language: Language = Language.SPANISH, **contact: str) -> Incident:
    """Return an incident of its own; ``contact`` replaces name or email."""
    known = opened()
    whom = {"name": known.contact.name, "email": CONTACT, **contact}
    return known.model_copy(update={"language": language, "contact": Contact.model_validate(whom)})


def words(text: str = "Mañana sale otra.", version: int = 3, by: Actor = ANA) -> Message:
    """Return what an employee wrote."""
    return Message(id=uuid4(), kind=MessageKind.REPLY, author=by, text=text, version=version, at=NOON)


def parsed(content: bytes) -> EmailMessage:
    """Return a mail as a mail program reads it."""
    return message_from_bytes(content, _class=EmailMessage, policy=default)


def body(message: EmailMessage, kind: str) -> str:
    """Return the text or the HTML of a mail."""
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def answer(incident_id: UUID, text: str = "Sigue rota.", **headers: str) -> bytes:
    """Return an answer as Marta's program sends it; ``headers`` with _ for - replace or join the usual."""
    message = EmailMessage(policy=SMTP)
    usual = {
        "From": f"Marta Ruiz <{CONTACT}>",
        "To": REPLIES.of(incident_id),
        "Subject": "Re: La tetera",
        "Message-ID": f"<{uuid4().hex}@mail.example.org>",
    }
    given = {name.replace("_", "-").title().replace("Id", "ID"): value for name, value in headers.items()}
    for name, value in (usual | given).items():
        message[name] = value
    message.set_content(text)
    return message.as_bytes()
