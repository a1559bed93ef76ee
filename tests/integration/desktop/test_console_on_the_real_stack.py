"""The console against the real services and the real broker, signed in with the token that both accept."""

from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import httpx
import pytest
from pytestqt.qtbot import QtBot

from deploy.local.stack import Stack
from desktop.workplace import Workplace
from shared.clock import utc_now
from shared.contracts.commands import CommentIncident, OpenIncident, ResolveIncident
from shared.contracts.envelope import Envelope
from shared.contracts.resources import Actor, Contact
from shared.contracts.topology import COMMANDS, command_key
from shared.contracts.vocabulary import ActorKind, Language, MessageKind, State
from shared.ids import uuid7
from shared.messaging.rabbit.publisher import RabbitPublisher
from tests.support.console import is_live

pytestmark = [pytest.mark.stack, pytest.mark.gui]
MARTA = Actor(kind=ActorKind.CUSTOMER, name="Marta Ruiz")
Command = OpenIncident | CommentIncident | ResolveIncident
Send = Callable[[Command], None]


@pytest.fixture
def send(stack: Stack) -> Iterator[Send]:
    """Leave a customer's command with the broker."""
    publisher = RabbitPublisher(stack.environment()["AMQP_URL"], "customers", patience=20)

    def publish(command: Command) -> None:
        envelope = Envelope.wrap(command, id=uuid4(), source="webform", time=utc_now(), correlationid=uuid4())
        publisher.publish(COMMANDS, command_key(command), envelope).result(20)

    yield publish
    publisher.close()


def opening(subject: str) -> OpenIncident:
    return OpenIncident(
        incident_id=uuid7(utc_now()),
        category="damaged",
        subject=subject,
        description="El asa estaba partida.",
        contact=Contact(name="Marta Ruiz", email="marta@example.org"),
        language=Language.SPANISH,
    )


def opened(place: Workplace, send: Send, qtbot: QtBot, subject: str) -> UUID:
    """Have a customer open an incident, and open it in the console."""
    command = opening(subject)
    send(command)
    rows = place.desk.queue.rows
    qtbot.waitUntil(lambda: command.incident_id in rows)
    place.incidents.open(command.incident_id)
    qtbot.waitUntil(lambda: place.desk.detail is not None)
    return command.incident_id


def test_a_customers_incident_is_claimed_answered_and_solved(
    place: Workplace, send: Send, qtbot: QtBot
) -> None:
    incident_id = opened(place, send, qtbot, "La tetera llegó rota")
    place.gestures.perform("claim")
    qtbot.waitUntil(lambda: state_of(place, incident_id) is State.ASSIGNED)
    editor, conversation = place.window.incident.editor, place.window.incident.conversation
    editor.start(MessageKind.NOTE)
    editor.field.setPlainText("La tercera de este lote.")
    editor.sent.emit(MessageKind.NOTE, False)
    qtbot.waitUntil(lambda: "La tercera de este lote." in conversation.texts())
    qtbot.waitUntil(lambda: editor.field.toPlainText() == "")
    editor.start(MessageKind.REPLY)
    editor.field.setPlainText("Hoy sale otra.")
    editor.sent.emit(MessageKind.REPLY, False)
    qtbot.waitUntil(lambda: "Hoy sale otra." in conversation.texts())
    send(ResolveIncident(incident_id=incident_id, request_id=uuid4(), author=MARTA))
    qtbot.waitUntil(lambda: state_of(place, incident_id) is State.RESOLVED)


def test_a_reply_over_unseen_words_is_stopped_by_the_service_too(
    place: Workplace, stack: Stack, send: Send, qtbot: QtBot
) -> None:
    incident_id = opened(place, send, qtbot, "Cobro duplicado")
    place.queue.stop()  # this console hears nothing any more
    editor = place.window.incident.editor
    editor.start(MessageKind.REPLY)
    editor.field.setPlainText("Te lo devolvemos.")
    send(CommentIncident(incident_id=incident_id, message_id=uuid4(), author=MARTA, text="Ya está, gracias."))

    qtbot.waitUntil(lambda: version_in_the_service(stack, incident_id) == 2)
    editor.sent.emit(MessageKind.REPLY, False)
    qtbot.waitUntil(editor.guard.isVisible)
    news = editor.guard.unseen
    assert news is not None
    assert [one.text for one in news.messages] == ["Ya está, gracias."]
    assert editor.field.toPlainText() == "Te lo devolvemos."


def test_the_console_is_live_again_by_itself_after_the_broker_was_away(
    place: Workplace, stack: Stack, send: Send, qtbot: QtBot
) -> None:
    stack.stop_part("rabbitmq")
    qtbot.waitUntil(lambda: not is_live(place))
    assert place.window.top_bar.badge.text.startswith("offline")
    stack.start_part("rabbitmq")
    command = opening("Después del corte")
    send(command)
    qtbot.waitUntil(lambda: is_live(place))
    rows = place.desk.queue.rows
    qtbot.waitUntil(lambda: command.incident_id in rows)


def test_a_renewed_token_keeps_the_stream_and_the_requests_going(
    place: Workplace, send: Send, qtbot: QtBot
) -> None:
    fresh: list[bool] = []
    place.session.refresh(fresh.append)
    qtbot.waitUntil(lambda: fresh == [True])
    opened(place, send, qtbot, "Después de renovar")
    assert is_live(place)


def version_in_the_service(stack: Stack, incident_id: UUID) -> int:
    env = stack.environment()
    who = {"email": env["ADMIN_EMAIL"], "password": env["ADMIN_PASSWORD"]}
    session = httpx.post(f"{stack.url('employees')}/api/v1/sessions", json=who).json()
    bearer = {"Authorization": f"Bearer {session['access_token']}"}
    answer = httpx.get(f"{stack.url('resolution')}/api/v1/incidents/{incident_id}", headers=bearer)
    version: int = answer.json()["row"]["version"]
    return version


def state_of(place: Workplace, incident_id: UUID) -> State | None:
    row = place.desk.queue.rows.get(incident_id)
    return row.state if row else None
