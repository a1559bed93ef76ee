import mailbox
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from flask.testing import FlaskClient

from deploy.local.mailbox_page import create_page
from deploy.local.ports import pick


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "mail"


@pytest.fixture
def client(directory: Path) -> FlaskClient:
    return create_page(directory).test_client()


def _keep(directory: Path, subject: str, text: str, html: str | None = None) -> str:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, "desk@shop.example", "ana@example.org"
    message["X-Envelope-To"] = "ana@example.org"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return mailbox.Maildir(directory, create=True).add(message.as_bytes())


def test_an_empty_mailbox_says_so(client: FlaskClient) -> None:
    assert "No mail yet" in client.get("/").text


def test_the_order_is_that_of_arrival_though_names_have_no_leading_zeros(
    client: FlaskClient, directory: Path
) -> None:
    for subject, name in (
        ("early", "1764000000.M99P7Q1.host"),
        ("late", "1764000000.M100000P7Q2.host"),
        ("last", "1764000001.M3P7Q10.host"),
        ("foreign", "copied-by-hand"),
    ):
        key = _keep(directory, subject, "text")
        (directory / "new" / key).rename(directory / "new" / name)
    page = client.get("/").text
    places = [page.index(subject) for subject in ("last", "late", "early", "foreign")]
    assert places == sorted(places)


def test_mails_are_listed_the_newest_first(client: FlaskClient, directory: Path) -> None:
    for subject in ("first", "second", "último"):
        _keep(directory, subject, "text")
    page = client.get("/").text
    assert page.index("último") < page.index("second") < page.index("first")


def test_a_mail_is_shown_as_text_and_as_html_that_can_do_nothing(
    client: FlaskClient, directory: Path
) -> None:
    key = _keep(directory, "Hola", "¿Qué tal?", "<p>¿Qué <b>tal</b>?</p><script>alert(1)</script>")
    answer = client.get(f"/mails/{key}")
    assert "¿Qué tal?" in answer.text
    assert "<script>" not in answer.text
    assert f'sandbox src="/mails/{key}/html"' in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    html = client.get(f"/mails/{key}/html")
    assert "<b>tal</b>" in html.text
    assert html.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_links_in_a_text_can_be_followed(client: FlaskClient, directory: Path) -> None:
    key = _keep(directory, "Hola", "Pulsa:\nhttp://127.0.0.1:8080/account?a=1&b=2\n<b>")
    page = client.get(f"/mails/{key}").text
    assert '<a href="http://127.0.0.1:8080/account?a=1&amp;b=2"' in page
    assert "<b>" not in page


def test_markup_in_a_subject_stays_text(client: FlaskClient, directory: Path) -> None:
    _keep(directory, "<img src=x onerror=alert(1)>", "text")
    assert "<img" not in client.get("/").text


def test_programs_read_the_mails_as_json(client: FlaskClient, directory: Path) -> None:
    _keep(directory, "Hola", "cuerpo")
    [mail] = client.get("/api/mails").get_json()
    assert (mail["subject"], mail["recipients"], mail["text"]) == ("Hola", "ana@example.org", "cuerpo\n")


def test_a_mail_that_is_not_there_is_not_found(client: FlaskClient) -> None:
    assert client.get("/mails/none").status_code == 404


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe garbage", b"Date: never\n\nbody", b"Content-Type: text/plain; charset=x-none\n\nbody"],
)
def test_a_strange_mail_breaks_nothing(client: FlaskClient, directory: Path, content: bytes) -> None:
    mailbox.Maildir(directory, create=True).add(content)
    assert client.get("/").status_code == 200


class Post:
    """Takes mails over SMTP and keeps them; or refuses them."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.answer = "250 kept"
        self.port = pick(taken=())

    async def handle_DATA(  # noqa: N802
        self, server: object, session: object, envelope: Envelope
    ) -> str:
        self.taken.append(envelope)
        return self.answer


@pytest.fixture
def post() -> Iterator[Post]:
    post = Post()
    server = Controller(post, hostname="127.0.0.1", port=post.port)
    server.start()
    yield post
    server.stop()


@pytest.fixture
def answering(directory: Path, post: Post) -> FlaskClient:
    return create_page(directory, f"smtp://127.0.0.1:{post.port}").test_client()


def _keep_answerable(directory: Path) -> str:
    message = EmailMessage()
    message["Subject"], message["From"] = "[7F3K-9QX2] La tetera", "desk@shop.example"
    message["X-Envelope-To"], message["Reply-To"] = "ana@example.org", "reply+1@shop.example"
    message["Message-ID"] = "<1@shop.example>"
    message.set_content("¿Qué modelo es?")
    return mailbox.Maildir(directory, create=True).add(message.as_bytes())


def test_a_mail_is_answered_as_its_recipient_with_its_quote(
    answering: FlaskClient, directory: Path, post: Post
) -> None:
    key = _keep_answerable(directory)
    assert "<textarea" in answering.get(f"/mails/{key}").text
    answer = answering.post(f"/mails/{key}/reply", data={"text": "El T-200"}, follow_redirects=True)
    assert "Sent." in answer.text
    [envelope] = post.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == ("ana@example.org", ["reply+1@shop.example"])
    mail = message_from_bytes(envelope.content or b"")
    assert mail["In-Reply-To"] == "<1@shop.example>"
    text = str((mail.get_payload(decode=True) or b"").decode())  # type: ignore[union-attr]
    assert text.startswith("El T-200")
    assert "> ¿Qué modelo es?" in text


def test_files_go_along_with_an_answer(answering: FlaskClient, directory: Path, post: Post) -> None:
    files = [(BytesIO(b"one"), "asa ñ.jpg"), (BytesIO(b"two"), "ticket.pdf")]
    sent = answering.post(f"/mails/{_keep_answerable(directory)}/reply", data={"text": "", "file": files})
    assert sent.status_code == 303
    [envelope] = post.taken
    parts = list(message_from_bytes(envelope.content or b"").walk())[2:]
    assert [part.get_payload(decode=True) for part in parts] == [b"one", b"two"]


def test_an_answer_that_is_not_taken_stays_typed(answering: FlaskClient, directory: Path, post: Post) -> None:
    post.answer = "451 later"
    answer = answering.post(f"/mails/{_keep_answerable(directory)}/reply", data={"text": "El T-200"})
    assert answer.status_code == 502
    assert "Not sent." in answer.text
    assert "El T-200</textarea>" in answer.text


def test_an_empty_answer_is_not_sent(answering: FlaskClient, directory: Path, post: Post) -> None:
    assert (
        answering.post(f"/mails/{_keep_answerable(directory)}/reply", data={"text": " "}).status_code == 400
    )
    assert post.taken == []


def test_no_other_page_sends_an_answer(answering: FlaskClient, directory: Path, post: Post) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    address = f"/mails/{_keep_answerable(directory)}/reply"
    assert answering.post(address, data={"text": "x"}, headers=headers).status_code == 403
    assert post.taken == []


def test_a_mail_that_wants_no_answer_has_no_form(answering: FlaskClient, directory: Path) -> None:
    key = _keep(directory, "Hola", "text")
    assert "<textarea" not in answering.get(f"/mails/{key}").text
    assert answering.post(f"/mails/{key}/reply", data={"text": "x"}).status_code == 404


def test_a_full_mailbox_lists_the_newest_and_shows_each(
    client: FlaskClient, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deploy.local.mailbox_mail.MOST", 2)
    first, *_ = [_keep(directory, subject, "text") for subject in ("first", "second", "third")]
    assert [mail["subject"] for mail in client.get("/api/mails").get_json()] == ["third", "second"]
    assert client.get(f"/mails/{first}").status_code == 200
