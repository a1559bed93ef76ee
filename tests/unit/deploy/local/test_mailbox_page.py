import mailbox
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from deploy.local.mailbox_page import create_page


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
    assert 'sandbox srcdoc="&lt;p&gt;' in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


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
