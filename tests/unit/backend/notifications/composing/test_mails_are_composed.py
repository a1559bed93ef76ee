"""A mail as it travels: its headers, its thread, and that nothing typed by somebody can break it."""

import re
from datetime import datetime, timedelta
from email.policy import default
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.notifications.composing.letter import first_name
from backend.notifications.composing.mime import Sender
from backend.notifications.domain import MailKind
from shared.contracts.commands import SendAccountMail, SendIncidentLinks
from shared.contracts.resources import FileRef
from shared.contracts.vocabulary import AccountMailKind, Language
from tests.support.letters import COMPOSER, DOMAIN, LINKS, REPLIES, SITE, body, incident, parsed, words
from tests.support.openings import NOON

INCIDENT_MAILS = [kind for kind in MailKind if kind not in {MailKind.KNOWN_SOLVED, MailKind.LOST_LINKS}]


def test_a_mail_says_what_programs_must_know() -> None:
    about = incident()
    mail = parsed(COMPOSER.about_incident(MailKind.ANSWERED, about, words(), 3, NOON).content)
    assert mail["subject"] == f"[{about.reference}] {about.subject}"
    assert mail["to"] == "Marta Ruiz <marta@example.org>"
    assert mail["reply-to"] == REPLIES.of(about.id)
    assert mail["auto-submitted"] == "auto-generated"
    assert mail["list-unsubscribe"] == f"<{LINKS.mails_off(SITE, about.id)}>"
    assert mail["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    assert mail["content-language"] == "es"
    assert mail["date"].datetime == NOON


def test_the_mails_of_an_incident_are_one_thread() -> None:
    about = incident()
    first, third, again = (
        parsed(COMPOSER.about_incident(kind, about, None, version, NOON).content)
        for kind, version in ((MailKind.RECEIVED, 1), (MailKind.WAITING, 3), (MailKind.WAITING, 3))
    )
    assert first["in-reply-to"] is None
    assert third["in-reply-to"] == third["references"] == first["message-id"]
    assert third["message-id"] == again["message-id"] != first["message-id"]
    assert third["message-id"].endswith(f"@{DOMAIN}>")
    assert first["subject"] == third["subject"]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", INCIDENT_MAILS)
def test_every_mail_has_text_and_html_that_need_nothing_from_outside(
    kind: MailKind, language: Language
) -> None:
    about = incident(language)
    mail = parsed(COMPOSER.about_incident(kind, about, words(), 3, NOON).content)
    text, html = body(mail, "plain"), body(mail, "html")
    for one in (text, html.replace("&amp;", "&")):
        assert LINKS.page(SITE, about.id) in one
        assert "##-" in one
    assert f'<html lang="{language}"' in html
    assert not re.search(r"<(img|script|link|iframe)|url\(|@import|src=", html)
    assert set(re.findall(r'https?://[^/"<\s]+', html)) == {SITE}


@pytest.mark.parametrize("language", list(Language))
def test_files_that_came_with_an_answer_are_named_and_found_on_the_page(language: Language) -> None:
    about, names = incident(language), ("etiqueta <b>.pdf", "asa.jpg")
    files = tuple(FileRef(id=uuid4(), name=name, media_type="image/jpeg", size=9) for name in names)
    said = words().model_copy(update={"files": files})
    for kind in (MailKind.ANSWERED, MailKind.RESOLVED):
        mail = parsed(COMPOSER.about_incident(kind, about, said, 3, NOON).content)
        text, html = body(mail, "plain"), body(mail, "html")
        assert "- etiqueta <b>.pdf\n- asa.jpg\n" in text.replace("\r\n", "\n")
        assert "etiqueta &lt;b&gt;.pdf</li>" in html
        assert LINKS.page(SITE, about.id) in text.partition("asa.jpg")[2].split("\n\n")[0]
    without = parsed(COMPOSER.about_incident(MailKind.ANSWERED, about, words(), 3, NOON).content)
    assert "<li" not in body(without, "html")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            Language.SPANISH,
            "Te respondemos antes del miércoles 25 de noviembre a las 13:00 (hora de Europa central).",
        ),
        (Language.ENGLISH, "We answer by Wednesday, November 25 at 1:00 PM (Central European Time)."),
    ],
)
def test_the_first_mail_says_by_when_we_answer(language: Language, words: str) -> None:
    about = incident(language).model_copy(update={"answer_due": NOON + timedelta(hours=24)})
    mail = parsed(COMPOSER.about_incident(MailKind.RECEIVED, about, None, 1, NOON).content)
    for kind in ("plain", "html"):
        assert words in " ".join(body(mail, kind).replace("\u202f", " ").split())


@pytest.mark.parametrize("due", [None, NOON - timedelta(hours=1)])
def test_a_mail_promises_nothing_where_nothing_is_due_any_more(due: datetime | None) -> None:
    about = incident().model_copy(update={"answer_due": due})
    mail = parsed(COMPOSER.about_incident(MailKind.RECEIVED, about, None, 1, NOON).content)
    assert "Te respondemos antes" not in body(mail, "plain")


def test_whoever_is_told_that_it_is_resolved_finds_where_to_rate() -> None:
    about = incident()
    mail = parsed(COMPOSER.about_incident(MailKind.RESOLVED, about, None, 3, NOON).content)
    assert LINKS.rating(SITE, about.id) in body(mail, "plain")


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", list(AccountMailKind))
def test_a_mail_about_an_account_has_its_button_and_wants_no_answer(
    kind: AccountMailKind, language: Language
) -> None:
    link = "https://shop.example/account?token=Zm9v&next=1"
    wanted = SendAccountMail(
        mail_id=incident().id, kind=kind, email="marta@example.org", language=language, link=link
    )
    mail = parsed(COMPOSER.about_account(wanted, NOON).content)
    assert link in body(mail, "plain")
    assert 'href="https://shop.example/account?token=Zm9v&amp;next=1"' in body(mail, "html")
    assert mail["reply-to"] is mail["list-unsubscribe"] is None


@pytest.mark.parametrize(
    ("language", "note"), [(Language.ENGLISH, "opened on"), (Language.SPANISH, "abierta el")]
)
def test_a_mail_about_lost_links_names_each_incident_with_its_link(language: Language, note: str) -> None:
    found = [incident(), incident().model_copy(update={"subject": "<b>Otra</b>"})]
    wanted = SendIncidentLinks(request_id=incident().id, email="Marta@example.org", language=language)
    mail = parsed(COMPOSER.lost_links(wanted, found, NOON).content)
    text, html = body(mail, "plain"), body(mail, "html")
    for one in found:
        assert f"({one.reference}, {note}" in text
        assert LINKS.page(SITE, one.id) in text
        assert f'href="{LINKS.page(SITE, one.id)}"' in html
    assert "&lt;b&gt;Otra&lt;/b&gt;" in html
    assert mail["reply-to"] is mail["list-unsubscribe"] is None


NASTY = st.text(st.characters(codec="utf-8"), min_size=1, max_size=80)


@given(NASTY, NASTY)
def test_no_name_and_no_subject_makes_a_header_of_its_own(name: str, subject: str) -> None:
    about = incident().model_copy(update={"subject": f"{subject}\r\nBcc: all@example.org"})
    contact = about.contact.model_copy(update={"name": f"{name}\r\nBcc: all@example.org"})
    content = COMPOSER.about_incident(
        MailKind.WAITING, about.model_copy(update={"contact": contact}), words(), 3, NOON
    ).content
    mail = parsed(content)
    assert mail["bcc"] is None
    assert mail["to"].addresses[0].addr_spec == "marta@example.org"
    assert len(mail["to"].addresses) == 1
    head = content.partition(b"\r\n\r\n")[0]
    assert head.isascii()
    assert all(len(line) <= 998 for line in content.split(b"\r\n"))


@pytest.mark.parametrize("name", ['Ruiz, Marta "M"', "Märta 😕", "a@b.example, c@d.example"])
def test_a_strange_name_arrives_as_it_was_typed(name: str) -> None:
    about = incident(name=name)
    mail = parsed(COMPOSER.about_incident(MailKind.WAITING, about, None, 3, NOON).content)
    [address] = mail["to"].addresses
    assert (address.display_name, address.addr_spec) == (name, "marta@example.org")


def test_an_encoded_line_break_in_a_name_is_never_decoded() -> None:
    about = incident(name="=?utf-8?q?x=0D=0ABcc:_all@example.org?=")
    mail = parsed(COMPOSER.about_incident(MailKind.WAITING, about, None, 3, NOON).content)
    [address] = mail["to"].addresses
    assert address.display_name == "= ?utf-8?q?x=0D=0ABcc:_all@example.org?="


def test_markup_in_words_stays_text() -> None:
    about = incident(name="<b>Marta</b>").model_copy(update={"subject": "<script>alert(1)</script>"})
    typed = words('<img src=x onerror="alert(1)">\n\n& adiós')
    html = body(parsed(COMPOSER.about_incident(MailKind.ANSWERED, about, typed, 3, NOON).content), "html")
    assert not re.search(r"<(script|img|b)\b", html)
    assert "&lt;img src=x" in html


def test_an_address_beyond_ascii_is_written_as_mail_servers_know_it() -> None:
    domain = COMPOSER.about_incident(MailKind.WAITING, incident(email="marta@ñandú.example"), None, 3, NOON)
    assert domain.to == "marta@xn--and-6ma2c.example"
    assert domain.content.partition(b"\r\n\r\n")[0].isascii()
    local = COMPOSER.about_incident(MailKind.WAITING, incident(email="ñandú@example.org"), None, 3, NOON)
    assert local.to == "ñandú@example.org"
    assert "To: Marta Ruiz <ñandú@example.org>".encode() in local.content


@pytest.mark.parametrize(
    "name", ["https://spam.example", "Ganaste 1000€", "1234", "", "a" * 60, "x@y.example"]
)
def test_who_is_greeted_is_a_name_and_no_message(name: str) -> None:
    assert first_name(name) in {"", "Ganaste"}


@pytest.mark.parametrize("text", ["", "nobody", "Tienda <>", "a@b@c"])
def test_a_sender_without_an_address_is_no_sender(text: str) -> None:
    with pytest.raises(ValueError, match="no address"):
        Sender.parse(text)


def test_the_message_is_what_the_library_reads_without_a_defect() -> None:
    mail = parsed(COMPOSER.about_incident(MailKind.ANSWERED, incident(), words("ñ" * 9000), 3, NOON).content)
    assert [part.defects for part in mail.walk() if part.defects] == []
    assert all(not value.defects for value in map(mail.get, mail.keys()) if hasattr(value, "defects"))
    assert mail.policy is default


@pytest.mark.parametrize(
    ("language", "told"),
    [(Language.ENGLISH, "we read it, and it stays solved for now"), (Language.SPANISH, "seguirá resuelta")],
)
def test_the_mail_about_a_solved_incident_says_what_an_answer_does(language: Language, told: str) -> None:
    mail = COMPOSER.about_incident(MailKind.RESOLVED, incident(language), None, 3, NOON)
    assert told in body(parsed(mail.content), "plain")


def test_an_address_in_the_words_of_a_mail_is_a_link() -> None:
    said = words("Aquí: https://shop.example/guia?a=1&b=2 <b>y</b> javascript:x")
    page = body(parsed(COMPOSER.about_incident(MailKind.ANSWERED, incident(), said, 3, NOON).content), "html")
    assert '<a href="https://shop.example/guia?a=1&amp;b=2" rel="nofollow noopener">' in page
    assert "&lt;b&gt;y&lt;/b&gt; javascript:x" in page
