"""Which files of a mail are kept, and how those that are not are named."""

import struct
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.notifications.ports import FilesUnavailableError
from tests.support.letters import CONTACT, REPLIES, answer
from tests.support.reception_desk import Desk

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


def test_the_logo_of_a_signature_is_no_file_and_saves_no_mail_that_only_quotes(desk: Desk) -> None:
    assert "nothing but a quoted mail" in desk.reason(_with_files(desk.incident.id, "> sí", LOGO))
    desk.take(_with_files(desk.incident.id, "mira", LOGO, PHOTO))
    assert [file.name for file in desk.published[0].files] == ["asa.png"]


def test_a_photo_above_nothing_but_a_quoted_mail_is_a_comment_without_it(desk: Desk) -> None:
    desk.take(_with_files(desk.incident.id, "> Hola Marta,\n> ¿nos mandas una foto?", PHOTO))
    [comment] = desk.published
    assert comment.text == "[Este correo no traía texto.]"
    assert [file.name for file in comment.files] == ["asa.png"]


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


def _attribute(level: int, data: bytes = b"x" * 30) -> bytes:
    return struct.pack("<BII", level, 0x00069002, len(data)) + data + b"\0\0"


HEAD = struct.pack("<IH", 0x223E9F78, 1)
FONTS_ALONE = HEAD + _attribute(1) * 3
WITH_FILES = FONTS_ALONE + _attribute(2)
TOLD = (
    "[Archivos que venían con este correo y no se han podido guardar: winmail.dat (Outlook ha metido "
    "archivos dentro: envíalos, por favor, en un correo sin formato)]"
)


@pytest.mark.parametrize(
    ("package", "text"),
    [
        (FONTS_ALONE, "mira"),
        (WITH_FILES, f"mira\n\n{TOLD}"),
        (WITH_FILES[:-40], f"mira\n\n{TOLD}"),
        (HEAD + _attribute(1, b"") * 10_001, f"mira\n\n{TOLD}"),
        (b"no package", f"mira\n\n{TOLD}"),
        (b"", "mira"),
    ],
    ids=["fonts alone", "files", "cut off", "endless", "something else", "empty"],
)
@pytest.mark.parametrize("name", ["Winmail.dat", "unnamed"])
def test_files_that_outlook_packed_are_left_out_and_that_is_told(
    desk: Desk, package: bytes, text: str, name: str
) -> None:
    message = message_from_bytes(_with_files(desk.incident.id, "mira"), _class=EmailMessage, policy=SMTP)
    kind = ("application", "octet-stream") if name == "Winmail.dat" else ("application", "ms-tnef")
    message.add_attachment(package, *kind, filename=name)
    desk.take(message.as_bytes())
    [comment] = desk.published
    assert (comment.text, comment.files) == (text, ())


def test_a_mail_with_nothing_but_packed_files_is_no_silence(desk: Desk) -> None:
    desk.take(_with_files(desk.incident.id, "", ("winmail.dat", WITH_FILES, {})))
    assert [comment.text for comment in desk.published] == [TOLD]
