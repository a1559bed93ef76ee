"""By mail alone, on the whole stack: open, hear of it, answer, be answered; and none is lost or doubled."""

import smtplib
from email.message import EmailMessage
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from pymongo import MongoClient

from deploy.local.stack import Stack
from shared.clock import utc_now
from shared.contracts.commands import Command, OpenIncident, SendAccountMail
from shared.contracts.envelope import Envelope
from shared.contracts.events import IncidentReplied
from shared.contracts.resources import Contact, IncidentRow
from shared.contracts.topology import EVENTS, command_exchange, command_key, event_key
from shared.contracts.vocabulary import AccountMailKind, Language
from shared.ids import reference_of, uuid7
from shared.messaging.rabbit.publisher import RabbitPublisher
from tests.support.kept_mails import kept_mails
from tests.support.messages import ANA
from tests.support.waiting import eventually

pytestmark = pytest.mark.stack


class Town:
    """The running stack, as somebody who only reads and writes mails meets it."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.settings = stack.environment()
        self.publisher = RabbitPublisher(self.settings["AMQP_URL"], "test")
        self.database: MongoClient[Any] = MongoClient(
            self.settings["MONGODB_URI"], uuidRepresentation="standard"
        )

    def close(self) -> None:
        self.publisher.close()
        self.database.close()

    def send(self, command: Command) -> None:
        self._publish(command_exchange(command), command_key(command), command)

    def tell(self, event: IncidentReplied) -> None:
        self._publish(EVENTS, event_key(event), event)

    def _publish(self, exchange: str, key: str, content: Any) -> None:
        envelope = Envelope.wrap(content, id=uuid4(), source="/test", time=utc_now(), correlationid=uuid4())
        self.publisher.publish(exchange, key, envelope).result(10)

    def open(self, email: str) -> UUID:
        incident_id = uuid7(utc_now())
        self.send(
            OpenIncident(
                incident_id=incident_id,
                category="damaged",
                subject="La tetera llegó rota",
                description="El asa estaba partida.",
                contact=Contact(name="Marta Ruiz", email=email),
                language=Language.SPANISH,
            )
        )
        return incident_id

    def mails(self, to: str) -> list[dict[str, Any]]:
        """Return what came for somebody, the newest first."""
        found = kept_mails(self.settings["MAILBOX_URL"])
        return [mail for mail in found if mail["recipients"] == to]

    def answer(self, mail: dict[str, Any], text: str) -> None:
        """Answer with the mailbox's own form."""
        page = f"{self.settings['MAILBOX_URL']}/mails/{mail['key']}/reply"
        assert httpx.post(page, data={"text": text}).status_code == 303

    def conversation(self, incident_id: UUID) -> list[dict[str, Any]]:
        found = self.database["incidents"]["messages"].find({"incident_id": incident_id})
        return sorted(found, key=lambda message: message["version"])

    def row(self, incident_id: UUID) -> IncidentRow:
        found = self.database["incidents"]["incidents"].find_one({"_id": incident_id})
        assert found
        return IncidentRow.model_validate(
            {
                **{name: found[name] for name in IncidentRow.model_fields if name in found},
                "id": incident_id,
                "customer_name": found["contact"]["name"],
                "opened_at": utc_now(),
                "updated_at": utc_now(),
                "answer_due": None,
                "resolution_due": None,
            }
        )


@pytest.fixture
def town(stack: Stack) -> Any:
    town = Town(stack)
    yield town
    town.close()


@pytest.fixture
def email() -> str:
    return f"marta.{uuid4().hex[:8]}@example.org"


def test_opening_an_incident_sends_a_mail_and_its_answer_is_a_comment(town: Town, email: str) -> None:
    incident_id = town.open(email)
    [mail] = eventually(lambda: town.mails(email))
    assert mail["subject"] == f"[{reference_of(incident_id)}] La tetera llegó rota"
    assert "Hemos recibido tu mensaje" in mail["text"]
    town.answer(mail, "También falta la tapa.\n\nMarta")
    [comment] = eventually(lambda: town.conversation(incident_id))
    assert comment["text"] == "También falta la tapa.\n\nMarta"
    assert comment["author"]["name"] == "Marta Ruiz"
    assert len(town.mails(email)) == 1  # nobody hears of what they did themselves


def test_the_same_answer_twice_is_one_comment_and_a_strangers_none(town: Town, email: str) -> None:
    incident_id = town.open(email)
    [mail] = eventually(lambda: town.mails(email))
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = (
        email,
        mail["reply_to"],
        f"<{uuid4()}@example.org>",
    )
    message.set_content("Una vez.")
    stranger = EmailMessage()
    stranger["From"], stranger["To"] = "eva@example.org", mail["reply_to"]
    stranger.set_content("Nada.")
    port = int(town.settings["REPLY_SMTP_URL"].rpartition(":")[2])
    with smtplib.SMTP("127.0.0.1", port) as server:
        for each in (message, message):
            server.send_message(each)
        with pytest.raises(smtplib.SMTPDataError, match=r"5\.7\.1"):
            server.send_message(stranger)
    last = EmailMessage()
    last["From"], last["To"] = email, mail["reply_to"]
    last.set_content("La última.")
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.send_message(last)
    eventually(lambda: len(town.conversation(incident_id)) >= 2)
    assert [each["text"] for each in town.conversation(incident_id)] == ["Una vez.", "La última."]


def test_a_repeated_event_and_a_repeated_command_make_one_mail_each(town: Town, email: str) -> None:
    incident_id = town.open(email)
    eventually(lambda: town.mails(email))
    replied = IncidentReplied(row=town.row(incident_id).model_copy(update={"version": 2}), actor=ANA)
    wanted = SendAccountMail(
        mail_id=uuid4(),
        kind=AccountMailKind.SIGN_IN,
        email=email,
        language=Language.ENGLISH,
        link="https://shop.example/account?token=Zm9v",
    )
    for _ in range(3):
        town.tell(replied)
        town.send(wanted)
    eventually(lambda: len(town.mails(email)) == 3)
    last = SendAccountMail.model_validate({**wanted.model_dump(), "mail_id": uuid4()})
    town.send(last)  # when this one is there, the repetitions have been looked at too
    eventually(lambda: len(town.mails(email)) >= 4)
    assert len(town.mails(email)) == 4
    kept = town.database["notifications"]["mails"].find({"to": email})
    assert {(each["state"], "content" in each) for each in kept} == {("sent", False)}


def test_a_mail_that_found_no_mail_server_arrives_when_it_is_back(town: Town, email: str) -> None:
    town.stack.stop_part("mailbox")
    try:
        town.open(email)
        waiting = town.database["notifications"]["mails"]
        eventually(lambda: waiting.find_one({"to": email, "state": "queued", "reason": {"$exists": True}}))
        assert httpx.get(f"{town.settings['NOTIFICATIONS_URL']}/readyz").status_code == 200
    finally:
        town.stack.start_part("mailbox")
    [mail] = eventually(lambda: town.mails(email), within=40)
    assert mail["recipients"] == email


def test_an_answer_that_finds_no_broker_is_not_said_to_be_kept(town: Town, email: str) -> None:
    incident_id = town.open(email)
    [mail] = eventually(lambda: town.mails(email))
    page = f"{town.settings['MAILBOX_URL']}/mails/{mail['key']}/reply"
    town.stack.stop_part("rabbitmq")
    try:
        answer = httpx.post(page, data={"text": "¿Hay alguien?"}, timeout=30)
        assert answer.status_code == 502
        assert "451" in answer.text
    finally:
        town.stack.start_part("rabbitmq")
    eventually(
        lambda: httpx.post(page, data={"text": "¿Hay alguien?"}, timeout=30).status_code == 303, within=30
    )
    assert eventually(lambda: town.conversation(incident_id))[0]["text"] == "¿Hay alguien?"


def test_the_accounts_for_mails_read_the_incidents_and_change_nothing_there(town: Town) -> None:
    for part in ("notifications", "mail-in"):
        uri = town.stack.parts[part].environment["INCIDENTS_URI"]
        with MongoClient(uri) as client:
            incidents = client.get_default_database()["incidents"]
            incidents.find_one()
            with pytest.raises(Exception, match=r"(?i)not authorized|unauthorized|requires"):
                incidents.insert_one({"_id": "x"})
