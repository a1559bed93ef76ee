"""Two people at their consoles who want the same incident in the same moment."""

from uuid import UUID, uuid4

import pytest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from deploy.local.stack import Stack
from desktop.workplace import Workplace
from shared.clock import utc_now
from shared.contracts.envelope import Envelope
from shared.contracts.resources import Assignee
from shared.contracts.topology import COMMANDS, command_key
from shared.contracts.vocabulary import State
from shared.ids import uuid7
from shared.messaging.rabbit.publisher import RabbitPublisher
from tests.support.openings import opening

pytestmark = [pytest.mark.stack, pytest.mark.gui]


@pytest.fixture
def incident(stack: Stack, place: Workplace, colleague: Workplace, qtbot: QtBot) -> UUID:
    """An incident that nobody has, open at both consoles."""
    command = opening(None).model_copy(update={"incident_id": uuid7(utc_now())})
    envelope = Envelope.wrap(command, id=uuid4(), source="webform", time=utc_now(), correlationid=uuid4())
    publisher = RabbitPublisher(stack.environment()["AMQP_URL"], "customers", patience=20)
    publisher.publish(COMMANDS, command_key(command), envelope).result(20)
    publisher.close()
    for one in (place, colleague):
        qtbot.waitUntil(lambda one=one: command.incident_id in one.desk.queue.rows)
        one.incidents.open(command.incident_id)
        qtbot.waitUntil(lambda one=one: one.desk.detail is not None)
    return command.incident_id


def test_one_gets_it_and_the_other_is_told_who(
    place: Workplace, colleague: Workplace, incident: UUID, qtbot: QtBot
) -> None:
    both = (place, colleague)
    for one in both:  # neither answer can come before both have asked: nothing runs in between
        one.gestures.perform("claim")
    for one in both:
        qtbot.waitUntil(lambda one=one: holder(one, incident) is not None)
    had = holder(place, incident)
    assert had is not None
    winner, loser = both if had.id == place.desk.me.id else both[::-1]
    told = loser.window.incident.notice
    qtbot.waitUntil(lambda: bool(told.text))
    assert told.text == f"{winner.desk.me.name} took it just before you. {winner.desk.me.name} has it."
    assert winner.window.incident.notice.text == ""
    for one in both:
        row = one.desk.queue.rows[incident]
        assert (row.state, row.version) == (State.ASSIGNED, 2)
        assert holder(one, incident) == had
        assert one.window.incident.header.offered()[offer(one, had)] is True


def test_who_is_given_an_incident_has_it(
    place: Workplace, colleague: Workplace, incident: UUID, qtbot: QtBot
) -> None:
    place.gestures.perform("assign")
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    next(action for action in menu.actions() if action.text() == colleague.desk.me.name).trigger()
    menu.close()
    for one in (place, colleague):
        qtbot.waitUntil(lambda one=one: holder(one, incident) is not None)
        had = holder(one, incident)
        assert had is not None
        assert had.id == colleague.desk.me.id


def holder(place: Workplace, incident_id: UUID) -> Assignee | None:
    return place.desk.queue.rows[incident_id].assignee


def offer(place: Workplace, had: Assignee) -> str:
    """Return the gesture that is left: who has it, or leads, can give it back."""
    return "release" if place.desk.me.leads or had.id == place.desk.me.id else "pause"


def test_each_sees_that_the_other_is_there_and_writes(
    place: Workplace, colleague: Workplace, incident: UUID, qtbot: QtBot
) -> None:
    me, them = place.desk.me.name, colleague.desk.me.name
    qtbot.waitUntil(lambda: place.window.incident.header.others() == f"{them} is looking")
    qtbot.waitUntil(lambda: colleague.window.incident.header.others() == f"{me} is looking")
    qtbot.keyClicks(colleague.window.incident.editor.field, "Hola")
    qtbot.waitUntil(lambda: place.window.incident.header.others() == f"{them} is writing…")
    colleague.incidents.close()
    qtbot.waitUntil(lambda: place.window.incident.header.others() == "")
