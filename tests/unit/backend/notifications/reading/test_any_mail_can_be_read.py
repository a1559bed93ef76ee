"""Whatever bytes come as a mail, reading them gives something or nothing, and never an error."""

from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.notifications.composing.texts import Texts
from backend.notifications.reading.message import ORNAMENT_MAX, read_mail
from backend.notifications.reading.quotes import newly_written
from backend.notifications.reading.words import PARTS_MOST, LeftOut, comments_of, one_line
from shared.contracts.commands import CommentIncident
from shared.contracts.resources import Actor
from shared.contracts.vocabulary import FILE_NAME_MAX, TEXT_MAX, ActorKind, Language
from tests.support.messages import SAMPLES

TEXTS = Texts(Language.SPANISH)
COMMENT = SAMPLES["incident.comment"]

HEADERS = st.sampled_from(
    [
        b"Content-Type",
        b"Content-Transfer-Encoding",
        b"Content-Disposition",
        b"From",
        b"To",
        b"Message-ID",
        b"MIME-Version",
    ]
)
VALUES = st.sampled_from(
    [
        *(b"multipart/mixed; boundary=x", b"multipart/alternative; boundary=x", b"text/plain; charset=zlib"),
        *(
            b"text/html; charset=utf-16",
            b"text/plain; charset=\xff",
            b"base64",
            b"quoted-printable",
            b"uuencode",
        ),
        *(
            b"message/rfc822",
            b"attachment; filename*=utf-9'x'%zz",
            b"=?utf-8?b?////?=",
            b"a <b@c>, d <",
            b"((((",
        ),
        *(b"text/plain; charset=idna", b"text/plain; charset*0=u; charset*9=8", b"multipart/mixed", b";;;"),
    ]
)
LINES = st.one_of(
    st.tuples(HEADERS, VALUES | st.binary(max_size=30)).map(lambda pair: pair[0] + b": " + pair[1]),
    st.sampled_from([b"", b"--x", b"--x--", b"=C3=28", b"> hola", b"\xc3\x28", b"\0"]),
    st.binary(max_size=30),
)


def check(content: bytes) -> None:
    """Read a mail as ``mail-in`` does, up to the comments that it would make."""
    mail = read_mail(content)
    if mail is None:
        return
    left_out = [LeftOut(file.name, "unknown-kind") for file in mail.attachments]
    for text in comments_of(newly_written(mail.text), left_out, TEXTS):
        assert isinstance(COMMENT, CommentIncident)
        CommentIncident.model_validate({**COMMENT.model_dump(), "text": text})
    assert all(0 < len(file.name) <= FILE_NAME_MAX for file in mail.attachments)


@given(st.binary(max_size=2000))
def test_any_bytes(content: bytes) -> None:
    check(content)


@given(st.lists(LINES, max_size=25))
def test_any_heap_of_mail_like_lines(lines: list[bytes]) -> None:
    check(b"\r\n".join(lines))


@pytest.mark.parametrize(
    "content",
    [
        b"Content-Type: multipart/mixed; boundary=x\n\n"
        + b"--x\nContent-Type: multipart/mixed; boundary=x\n\n" * 3000,
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(2000)),
        b"To: " + b"(" * 100_000 + b"\n\nhola",
        b"From: " + b"a@b.example, " * 50_000 + b"\n\nhola",
        b"Subject: " + b"=?utf-8?q?a?= " * 50_000 + b"\n\nhola",
        b"Content-Type: text/plain; " + b"a=b; " * 20_000 + b"\n\nhola",
    ],
    ids=["nested", "deep", "brackets", "addresses", "encoded", "parameters"],
)
@pytest.mark.timeout(30)
def test_a_hostile_mail_takes_no_long_time(content: bytes) -> None:
    check(content)


@pytest.mark.parametrize(
    ("charset", "raw", "text"),
    [
        ("utf-8", "Sigue rota, ¿sí?".encode(), "Sigue rota, ¿sí?"),
        ("iso-8859-15", "Cuesta 5 €".encode("iso-8859-15"), "Cuesta 5 €"),
        ("windows-1252", "“sí”".encode("windows-1252"), "“sí”"),
        ("x-unknown", "¿sí?".encode(), "¿sí?"),
        ("x-unknown", "¿sí?".encode("windows-1252"), "¿sí?"),
        ("utf-8", "¿sí?".encode("windows-1252"), "¿sí?"),
        ("idna", b"hola", "hola"),
        ("hex", b"686f6c61", "686f6c61"),
        ("utf-16", "sí".encode("utf-16"), "sí"),
    ],
)
def test_a_strange_charset_loses_no_words(charset: str, raw: bytes, text: str) -> None:
    head = f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n".encode()
    mail = read_mail(head + raw)
    assert mail is not None
    assert mail.text == text


def _mail(*, text: str | None = None, html: str | None = None) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = "Marta <marta@example.org>"
    if text is not None:
        message.set_content(text)
    if html is not None:
        message.add_alternative(html, subtype="html") if text is not None else message.set_content(
            html, subtype="html"
        )
    return message


def test_plain_text_is_preferred_where_it_says_something() -> None:
    both = read_mail(_mail(text="el texto", html="<p>el html</p>").as_bytes())
    empty = read_mail(_mail(text=" \n", html="<p>el html</p>").as_bytes())
    only = read_mail(_mail(html="<p>el html</p>").as_bytes())
    assert [mail.text.strip() for mail in (both, empty, only) if mail] == ["el texto", "el html", "el html"]


def test_files_are_told_apart_from_text_and_have_no_path() -> None:
    message = _mail(text="mira")
    message.add_attachment(b"x", maintype="image", subtype="png", filename="../../etc/asa.png")
    message.add_attachment("notas", filename="C:\\notas.txt")
    mail = read_mail(message.as_bytes())
    assert mail is not None
    assert mail.text.strip() == "mira"
    assert [file.name for file in mail.attachments] == ["asa.png", "notas.txt"]


@pytest.mark.parametrize(
    ("kind", "name", "disposition"),
    [
        ("text/calendar", None, None),
        ("text/calendar", "cita.ics", "attachment"),
        ("application/ms-tnef", "x", "attachment"),
        ("application/octet-stream", "WINMAIL.DAT", "attachment"),
        ("application/pgp-signature", "signature.asc", None),
        ("application/pkcs7-signature", "smime.p7s", "attachment"),
        ("text/vcard", "marta.vcf", "attachment"),
    ],
)
def test_what_mail_programs_add_by_themselves_is_no_file(
    kind: str, name: str | None, disposition: str | None
) -> None:
    message = _mail(text="mira")
    message.make_mixed()
    part = EmailMessage(policy=SMTP)
    part.set_content(b"BEGIN", *kind.split("/"), disposition=disposition, filename=name)
    message.attach(part)
    mail = read_mail(message.as_bytes())
    assert mail is not None
    assert (mail.text.strip(), mail.attachments) == ("mira", ())


@pytest.mark.parametrize(
    ("size", "disposition", "is_ornament"),
    [(ORNAMENT_MAX, "inline", True), (ORNAMENT_MAX + 1, "inline", False), (9, "attachment", False)],
)
def test_a_small_picture_in_the_text_is_told_apart(size: int, disposition: str, is_ornament: bool) -> None:
    message = _mail(text="mira")
    message.add_attachment(
        bytes(size), maintype="image", subtype="png", disposition=disposition, cid="<a@b>", filename="a.png"
    )
    mail = read_mail(message.as_bytes())
    assert mail is not None
    assert [file.is_ornament for file in mail.attachments] == [is_ornament]


FILES = st.lists(
    st.tuples(
        st.text(max_size=200),
        st.binary(max_size=300),
        st.sampled_from([("image", "png"), ("application", "pdf"), ("text", "plain"), ("x", "y")]),
        st.sampled_from(["attachment", "inline"]),
    ),
    max_size=8,
)


@given(st.text(max_size=100), FILES)
def test_any_files_come_whole_and_in_their_order(
    text: str, files: list[tuple[str, bytes, tuple[str, str], str]]
) -> None:
    message = _mail(text="".join(char for char in text if char.isprintable()))
    for name, content, (kind, subtype), disposition in files:
        shown = "".join(char for char in name if char.isprintable()) or "x"
        message.add_attachment(
            content, maintype=kind, subtype=subtype, disposition=disposition, filename=shown
        )
    raw = message.as_bytes(policy=SMTP)
    check(raw)
    mail = read_mail(raw)
    assert mail is not None
    sent = [content for name, content, *_ in files if content and "winmail.dat" not in name.lower()]
    assert [file.content for file in mail.attachments] == sent


def test_a_long_text_becomes_several_comments_and_loses_nothing() -> None:
    text = "\n".join(f"línea {number} {'x' * 80}" for number in range(300))
    parts = comments_of(text, [], TEXTS)
    assert all(len(part) <= TEXT_MAX for part in parts)
    assert "\n".join(parts) == text
    assert len(comments_of("x" * 500_000, [], TEXTS)) == PARTS_MOST


def test_files_that_are_not_kept_are_named() -> None:
    [text] = comments_of("mira", [LeftOut("a.png", "broken-file"), LeftOut("b.pdf", "")], TEXTS)
    assert text.startswith("mira\n\n[")
    assert "a.png (no se puede leer), b.pdf]" in text
    assert comments_of("", [], TEXTS) == []
    [many] = comments_of("", [LeftOut(f"{n}.png", "") for n in range(200)], TEXTS)
    assert many.endswith("9.png, …]")


@pytest.mark.parametrize("text", ["\u200b", "\ufeff\n", "\u3164", "\u202e", "\u0301", "\u200b" * 30_000])
def test_a_text_that_nobody_can_see_makes_no_comment(text: str) -> None:
    assert comments_of(text, [], TEXTS) == []


@given(st.text(max_size=50))
def test_any_name_is_shown_on_one_line(name: str) -> None:
    assert len(one_line(name, 20)) <= 20
    if shown := one_line(name, 20):
        assert Actor(kind=ActorKind.CUSTOMER, name=shown).name == shown
