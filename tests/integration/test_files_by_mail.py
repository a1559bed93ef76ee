"""Files that come by mail, on the whole stack: kept once, none lost, with a token for nothing else."""

import smtplib
from email.message import EmailMessage
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from deploy.local.stack import Stack
from shared.contracts.vocabulary import FILE_MAX_BYTES
from shared.tokens import AUDIENCE, Issuer
from tests.integration.test_mail_journey import Town
from tests.support.callers import Callers
from tests.support.pictures import document, photograph
from tests.support.waiting import eventually

pytestmark = pytest.mark.stack


@pytest.fixture
def town(stack: Stack) -> Any:
    town = Town(stack)
    yield town
    town.close()


class Marta:
    """A customer with an incident, who answers with her own mail program."""

    def __init__(self, town: Town) -> None:
        self.email = f"marta.{uuid4().hex[:8]}@example.org"
        self._town = town
        self.incident_id: UUID = town.open(self.email)
        [mail] = eventually(lambda: town.mails(self.email))
        self._address = mail["reply_to"]

    def mail(self, text: str, *files: tuple[str, bytes]) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"] = self.email, self._address
        message["Message-ID"] = f"<{uuid4()}@example.org>"
        message.set_content(text)
        for name, content in files:
            message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
        return message

    def send(self, message: EmailMessage) -> None:
        port = int(self._town.settings["REPLY_SMTP_URL"].rpartition(":")[2])
        with smtplib.SMTP("127.0.0.1", port, timeout=60) as server:
            server.send_message(message)

    def said(self) -> list[dict[str, Any]]:
        return self._town.conversation(self.incident_id)

    def kept(self) -> int:
        files = self._town.database["incidents"]["files.files"]
        return files.count_documents({"metadata.incident_id": self.incident_id})


@pytest.fixture
def marta(town: Town) -> Marta:
    return Marta(town)


def test_files_of_an_answer_belong_to_its_message(town: Town, stack: Stack, marta: Marta) -> None:
    marta.send(marta.mail("Mira.", ("asa.jpg", photograph()), ("ticket.pdf", document()), ("x.exe", b"MZ\0")))
    [comment] = eventually(marta.said)
    assert [file["name"] for file in comment["files"]] == ["asa.jpg", "ticket.pdf"]
    assert "x.exe (solo admitimos imágenes, PDF y texto)" in comment["text"]
    url = f"{town.settings['FILES_URL']}/api/v1/files/{comment['files'][0]['id']}"
    guest = Callers(stack).guest(marta.incident_id)
    assert httpx.get(url, headers=guest).headers["Content-Type"] == "image/jpeg"
    assert httpx.get(url, headers=Callers(stack).guest(uuid4())).status_code == 404


def test_a_picture_alone_is_a_message(marta: Marta) -> None:
    marta.send(marta.mail("", ("asa.jpg", photograph())))
    [comment] = eventually(marta.said)
    assert (comment["text"], len(comment["files"])) == ("[Este correo no traía texto.]", 1)


def test_a_mail_that_is_delivered_again_keeps_nothing_twice(town: Town, marta: Marta) -> None:
    message = marta.mail("Mira.", ("asa.jpg", photograph()), ("tapa.jpg", photograph(6)))
    all_files = town.database["incidents"]["files.files"]
    before = all_files.count_documents({})
    for _ in range(3):
        marta.send(message)
    marta.send(marta.mail("La última."))
    eventually(lambda: len(marta.said()) >= 2)
    assert [each["text"] for each in marta.said()] == ["Mira.", "La última."]
    assert (marta.kept(), all_files.count_documents({})) == (2, before + 2)


def test_while_files_are_away_the_mail_is_asked_to_come_again(town: Town, marta: Marta) -> None:
    message = marta.mail("Mira.", ("asa.jpg", photograph()))
    town.stack.stop_part("files")
    try:
        with pytest.raises(smtplib.SMTPDataError) as refused:
            marta.send(message)
        assert refused.value.smtp_code == 451
        marta.send(marta.mail("Sin archivos."))
    finally:
        town.stack.start_part("files")
    marta.send(message)
    eventually(lambda: len(marta.said()) == 2)
    assert [len(each["files"]) for each in marta.said()] == [0, 1]


def test_a_mail_may_be_as_large_as_five_files_and_no_larger(marta: Marta) -> None:
    text = b"x" * (FILE_MAX_BYTES - 1) + b"\n"
    marta.send(marta.mail("Todo.", *[(f"{number}.txt", text) for number in range(5)]))
    [comment] = eventually(marta.said)
    assert [file["size"] for file in comment["files"]] == [FILE_MAX_BYTES] * 5
    with pytest.raises(smtplib.SMTPSenderRefused) as refused:
        marta.send(marta.mail("", ("film.mp4", bytes(75_000_000))))
    assert refused.value.smtp_code == 552


def test_the_token_of_mail_in_brings_files_and_opens_nothing_else(town: Town, stack: Stack) -> None:
    own = Callers(stack).headers(Issuer.MAIL_IN, {"sub": "mail-in", "aud": AUDIENCE, "role": "admin"})
    files = f"{town.settings['FILES_URL']}/api/v1/files"
    brought = httpx.post(files, files={"file": ("a.txt", b"hola")}, headers=own).json()
    assert httpx.get(f"{files}/{brought['id']}", headers=own).status_code == 404
    assert httpx.delete(f"{files}/{brought['id']}", headers=own).status_code == 403
    for service, path in (
        ("RESOLUTION", "incidents"),
        ("EMPLOYEES", "employees"),
        ("CUSTOMERS", "customers"),
    ):
        answer = httpx.get(f"{town.settings[service + '_URL']}/api/v1/{path}", headers=own)
        assert answer.status_code == 401, service
