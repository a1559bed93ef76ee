"""Which mails become comments, whose, and which are dropped with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.incidents.model import Incident
from backend.notifications.domain import MailKind
from backend.notifications.ports import FilesUnavailableError, RefusedFileError
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
    kept: dict[UUID, FileRef] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    are_files_up: bool = True
    tried: int = 0
    a_file_takes: timedelta = timedelta()
    now: datetime = NOON

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

    def keep(self, name: str, content: bytes, key: UUID) -> FileRef:
        if not self.are_files_up:
            raise FilesUnavailableError("away")
        self.tried += 1
        self.now += self.a_file_takes
        if name in self.refused:
            raise RefusedFileError(self.refused[name])
        new = FileRef(id=uuid4(), name=name, media_type="image/png", size=len(content))
        return self.kept.setdefault(key, new)

    def take(self, content: bytes, return_path: str = CONTACT) -> None:
        reception = Reception(self, self, self, self.publish, lambda: self.now, OWN, DOMAIN)
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


Part = tuple[str, bytes, dict[str, str]]
PHOTO: Part = ("asa.png", b"photo" * 8000, {})
LOGO: Part = ("image001.png", b"logo", {"disposition": "inline", "cid": "<logo@shop>"})


def _with_files(incident_id: UUID, text: str, *files: Part) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = CONTACT, REPLIES.of(incident_id)
    message["Message-ID"] = "<1@mail.example.org>"
    message.set_content(text)
    for name, content, more in files:
        message.add_attachment(content, maintype="image", subtype="png", filename=name, **more)
    return message.as_bytes()


def test_files_come_with_the_first_of_the_comments(desk: Desk) -> None:
    desk.take(_with_files(desk.incident.id, "mira\n" * 4000, PHOTO))
    assert [[file.name for file in comment.files] for comment in desk.published] == [["asa.png"], []]


def test_a_photo_alone_is_a_comment_too(desk: Desk) -> None:
    desk.take(_with_files(desk.incident.id, "", PHOTO))
    assert desk.published[0].text == "[Este correo no traía texto.]"
    assert len(desk.published[0].files) == 1


def test_a_mail_that_comes_again_keeps_no_file_twice(desk: Desk) -> None:
    mail = _with_files(desk.incident.id, "mira", PHOTO, ("tapa.png", b"other", {}))
    desk.take(mail)
    desk.take(mail)
    assert desk.published[0] == desk.published[1]
    assert len(desk.kept) == 2


def test_what_is_not_taken_is_named_with_its_reason(desk: Desk) -> None:
    desk.refused = {"virus.exe": "unknown-kind", "film.mp4": "file-too-large", "x.png": "news"}
    sent = [(name, b"x", {}) for name in ("virus.exe", "film.mp4", "x.png")]
    desk.take(_with_files(desk.incident.id, "mira", PHOTO, *sent))
    [comment] = desk.published
    assert comment.text == (
        "mira\n\n[Archivos que venían con este correo y no se han podido guardar: virus.exe (solo admitimos "
        "imágenes, PDF y texto), film.mp4 (más de 10 MB), x.png]"
    )
    assert [file.name for file in comment.files] == ["asa.png"]


def test_of_seven_files_five_are_kept_and_two_are_named(desk: Desk) -> None:
    desk.take(_with_files(desk.incident.id, "mira", *[(f"{n}.png", b"x", {}) for n in range(7)]))
    [comment] = desk.published
    assert [file.name for file in comment.files] == [f"{n}.png" for n in range(5)]
    assert "5.png (cinco archivos como máximo), 6.png" in comment.text


def test_of_many_refused_files_ten_are_examined(desk: Desk) -> None:
    names = [f"{number}.exe" for number in range(30)]
    desk.refused = dict.fromkeys(names, "unknown-kind")
    sent = _with_files(desk.incident.id, "mira", *[(name, b"x", {}) for name in names], PHOTO)
    desk.take(sent)
    assert desk.tried == 10
    assert desk.published[0].files == ()
    assert "9.exe (solo admitimos imágenes, PDF y texto), …" in desk.published[0].text


def test_a_mail_whose_files_take_too_long_comes_again_and_goes_on_where_it_was(desk: Desk) -> None:
    mail = _with_files(desk.incident.id, "mira", *[(f"{n}.png", b"x", {}) for n in range(3)])
    desk.a_file_takes = timedelta(minutes=4)
    with pytest.raises(FilesUnavailableError):
        desk.take(mail)
    assert desk.published == []
    kept = set(desk.kept)
    desk.a_file_takes = timedelta()
    desk.take(mail)
    assert kept < set(desk.kept)
    assert len(desk.published[0].files) == 3


def test_a_refused_file_takes_no_place_from_another(desk: Desk) -> None:
    desk.refused = {"0.png": "broken-file"}
    desk.take(_with_files(desk.incident.id, "mira", *[(f"{n}.png", b"x", {}) for n in range(6)]))
    assert len(desk.published[0].files) == 5


@given(st.lists(st.sampled_from([None, "unknown-kind", "file-too-large"]), max_size=9))
def test_of_any_files_each_is_kept_or_named_and_none_is_both(faults: list[str | None]) -> None:
    names = [f"<{number}>.png" for number in range(len(faults))]
    desk = Desk(refused={name: fault for name, fault in zip(names, faults, strict=True) if fault})
    desk.take(_with_files(desk.incident.id, "mira", *[(name, b"x", {}) for name in names]))
    [comment] = desk.published
    kept = {file.name for file in comment.files}
    named = {name for name in names if name in comment.text}
    assert kept | named == set(names)
    assert not kept & named
    assert len(kept) == min(5, faults.count(None))


def test_the_logo_of_a_signature_is_no_file_and_saves_no_empty_mail(desk: Desk) -> None:
    desk.take(_with_files(desk.incident.id, "mira", LOGO, PHOTO))
    desk.take(_with_files(desk.incident.id, "> sí", LOGO))
    assert [file.name for file in desk.published[0].files] == ["asa.png"]
    assert (desk.published[1].text, desk.published[1].files) == ("> sí", ())


def test_a_small_picture_that_is_all_there_is_was_meant(desk: Desk) -> None:
    desk.take(_with_files(desk.incident.id, "", LOGO))
    assert [file.name for file in desk.published[0].files] == ["image001.png"]


def test_while_files_are_away_nothing_is_said_and_the_mail_must_come_again(desk: Desk) -> None:
    mail = _with_files(desk.incident.id, "mira", PHOTO)
    desk.are_files_up = False
    with pytest.raises(FilesUnavailableError):
        desk.take(mail)
    assert (desk.published, desk.taken) == ([], {})
    desk.take(answer(desk.incident.id, "sin archivos"))
    assert desk.published[0].text == "sin archivos"


def test_a_strangers_files_are_kept_nowhere(desk: Desk) -> None:
    mail = _with_files(desk.incident.id, "mira", PHOTO).replace(CONTACT.encode(), b"eva@example.org")
    assert "never part" in desk.reason(mail)
    assert desk.kept == {}


def test_an_answer_about_an_erased_incident_is_dropped(desk: Desk) -> None:
    desk.incident = desk.incident.model_copy(update={"contact": None, "erased_at": NOON})
    assert "erased" in desk.reason(answer(desk.incident.id))
