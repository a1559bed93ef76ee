"""Which mails become comments, whose, and which are dropped with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from uuid import UUID, uuid4

import pytest

from backend.incidents.model import Incident
from backend.notifications.domain import MailKind
from backend.notifications.reception import MOST_AN_HOUR, DroppedError, Reception
from shared.contracts.commands import CommentIncident
from shared.contracts.resources import FileRef, Message, TimelineEntry
from shared.messaging.ports import BrokerUnavailableError
from tests.support.letters import COMPOSER, CONTACT, DOMAIN, OWN, REPLIES, answer, incident
from tests.support.openings import NOON


@dataclass
class Desk:
    """One incident, and what was published about it."""

    incident: Incident = field(default_factory=incident)
    published: list[CommentIncident] = field(default_factory=list)
    addresses: set[str] = field(default_factory=set)
    taken: dict[UUID, datetime] = field(default_factory=dict)
    is_broker_up: bool = True
    kept: list[str] | None = None

    def get(self, incident_id: UUID) -> Incident:
        if incident_id != self.incident.id:
            raise LookupError
        return self.incident

    def conversation(
        self, incident_id: UUID, after: int = 0
    ) -> tuple[tuple[Message, ...], tuple[TimelineEntry, ...]]:
        return (), ()

    def of(self, incident_id: UUID) -> frozenset[str]:
        return frozenset(self.addresses)

    def join(self, incident_id: UUID, addresses: Sequence[str]) -> None:
        self.addresses |= set(addresses)

    def taken_since(self, incident_id: UUID, since: datetime) -> int:
        return len(self.taken)

    def note_taken(self, incident_id: UUID, answer_id: UUID, now: datetime) -> None:
        self.taken[answer_id] = now

    def publish(self, comment: CommentIncident) -> None:
        if not self.is_broker_up:
            raise BrokerUnavailableError("away")
        self.published.append(comment)

    def keep(self, incident_id: UUID, name: str, content: bytes) -> FileRef | None:
        assert self.kept is not None
        self.kept.append(name)
        return FileRef(id=uuid4(), name=name, media_type="image/png", size=len(content))

    def take(self, content: bytes, return_path: str = CONTACT) -> None:
        files = self if self.kept is not None else None
        reception = Reception(self, self, self.publish, lambda: NOON, OWN, DOMAIN, files)
        reception.take(self.incident.id, return_path, content)

    def reason(self, content: bytes, return_path: str = CONTACT) -> str:
        """Return why a mail is dropped."""
        with pytest.raises(DroppedError) as dropped:
            self.take(content, return_path)
        assert self.published == []
        return str(dropped.value)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_an_answer_of_the_contact_is_their_comment(desk: Desk) -> None:
    desk.take(
        answer(desk.incident.id, f"Sigue rota.\n\nEl 24/11/26 12:30, {OWN.address} escribió:\n> Hola\n")
    )
    [comment] = desk.published
    assert comment.text == "Sigue rota."
    assert comment.author.name == desk.incident.contact.name
    assert comment.author.id == desk.incident.contact.customer_id


def test_a_mail_that_comes_again_is_the_same_comment(desk: Desk) -> None:
    mail = answer(desk.incident.id)
    desk.take(mail)
    desk.take(mail)
    first, second = desk.published
    assert first.message_id == second.message_id
    assert len(desk.taken) == 1


def test_the_contact_is_known_however_their_address_is_spelled(desk: Desk) -> None:
    desk.take(answer(desk.incident.id, From="MARTA@Example.ORG"))
    assert desk.published


def test_a_stranger_who_knows_the_address_says_nothing(desk: Desk) -> None:
    reason = desk.reason(answer(desk.incident.id, From="Eva <eva@example.org>"))
    assert "never part" in reason
    assert "eva" not in reason


def test_whoever_was_copied_in_joins_under_their_own_name(desk: Desk) -> None:
    desk.take(answer(desk.incident.id, Cc="Luis <Luis@example.org>"))
    desk.take(answer(desk.incident.id, "Yo lo vi.", From="Luis Ruiz <luis@example.org>"))
    desk.take(answer(desk.incident.id, "Y yo.", From="luis@example.org"))
    authors = [comment.author for comment in desk.published]
    assert [author.name for author in authors] == ["Marta Ruiz", "Luis Ruiz", "luis"]
    assert authors[1].id is None
    assert REPLIES.of(desk.incident.id) not in desk.addresses


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ({"Auto_Submitted": "auto-replied"}, "Auto-Submitted"),
        ({"Auto_Submitted": "auto-generated; x=y"}, "Auto-Submitted"),
        ({"Precedence": "bulk"}, "Precedence"),
        ({"X_Auto_Response_Suppress": "All"}, "x-auto-response-suppress"),
        ({"List_Id": "<l.example>"}, "list-id"),
        ({"X_Autoreply": "yes"}, "x-autoreply"),
        ({"From": "MAILER-DAEMON@example.org"}, "machine"),
        ({"From": OWN.address}, "our own"),
        ({"From": f"x@{DOMAIN}"}, "our own"),
        ({"Message_ID": f"<a.1.b@{DOMAIN}>"}, "our own"),
    ],
)
def test_what_no_person_wrote_is_dropped_with_its_reason(
    desk: Desk, headers: dict[str, str], told: str
) -> None:
    assert told in desk.reason(answer(desk.incident.id, **headers))


def test_a_bounce_is_dropped(desk: Desk) -> None:
    assert "bounce" in desk.reason(answer(desk.incident.id), return_path="")


def test_our_own_mail_that_comes_back_is_dropped(desk: Desk) -> None:
    own = COMPOSER.about_incident(MailKind.WAITING, desk.incident, None, 3, NOON)
    assert "Auto-Submitted" in desk.reason(own.content)


def test_a_person_who_says_that_they_are_one_is_believed(desk: Desk) -> None:
    desk.take(answer(desk.incident.id, Auto_Submitted="no"))
    assert desk.published


def test_two_machines_that_answer_each_other_are_stopped(desk: Desk) -> None:
    desk.taken = {uuid4(): NOON for _ in range(MOST_AN_HOUR)}
    assert "within an hour" in desk.reason(answer(desk.incident.id))


def test_a_mail_without_words_is_dropped_and_one_with_only_a_quote_is_not(desk: Desk) -> None:
    assert "says nothing" in desk.reason(answer(desk.incident.id, "  \n"))
    desk.take(answer(desk.incident.id, "> sí"))
    assert desk.published[0].text == "> sí"


def test_bytes_that_are_no_mail_are_dropped(desk: Desk) -> None:
    assert desk.reason(b"\xff\xfe garbage")


def test_nothing_is_noted_while_the_broker_is_away(desk: Desk) -> None:
    desk.is_broker_up = False
    with pytest.raises(BrokerUnavailableError):
        desk.take(answer(desk.incident.id, Cc="luis@example.org"))
    assert (desk.taken, desk.addresses) == ({}, set())


def _with_photo(incident_id: UUID, text: str) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = CONTACT, REPLIES.of(incident_id)
    message.set_content(text)
    message.add_attachment(b"photo", maintype="image", subtype="png", filename="asa.png")
    return message.as_bytes()


def test_files_are_kept_where_somebody_keeps_them() -> None:
    desk = Desk(kept=[])
    desk.take(_with_photo(desk.incident.id, "mira"))
    [comment] = desk.published
    assert (comment.text, [file.name for file in comment.files]) == ("mira", ["asa.png"])


def test_a_photo_alone_is_a_comment_too() -> None:
    desk = Desk(kept=[])
    desk.take(_with_photo(desk.incident.id, ""))
    assert desk.published[0].text == "[Este correo no traía texto.]"
    assert len(desk.published[0].files) == 1


def test_files_that_nobody_keeps_are_named_in_the_text(desk: Desk) -> None:
    desk.take(_with_photo(desk.incident.id, "mira"))
    [comment] = desk.published
    assert comment.text.startswith("mira\n\n[")
    assert "asa.png" in comment.text
    assert comment.files == ()
