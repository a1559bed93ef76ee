"""However much was said: the work of showing an incident is not felt."""

from time import thread_time

from pytestqt.qtbot import QtBot

from desktop.workplace import Workplace
from shared.contracts.resources import IncidentDetail
from tests.support.little_shop import LittleShop
from tests.unit.desktop.conftest import Opener

FELT_S = 0.1


def test_fifty_messages_are_shown_in_less_than_a_tenth_of_a_second_of_work(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    for number in range(25):
        shop.comment(row.id, f"¿Cuándo llega? Es la vez {number} que lo pregunto. " * 6)
        shop.reply(row.id, "Sale hoy, y llega mañana por la mañana. " * 8)
    other = shop.open("Another")
    qtbot.waitUntil(lambda: place.desk.queue.version_of(row.id) == 51)
    open_incident(row)
    detail = shop.detail(row.id)
    open_incident(other)
    assert min(opening(place, detail) for _time in range(3)) < FELT_S  # neighbours make single times longer
    conversation = place.window.incident.conversation
    assert conversation.texts()[-1] == detail.messages[-1].text
    qtbot.waitUntil(
        lambda: conversation.texts() == [detail.description, *(one.text for one in detail.messages)]
    )
    bar = conversation.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() == bar.maximum() > 0)


def opening(place: Workplace, detail: IncidentDetail) -> float:
    view = place.window.incident
    began = thread_time()
    view.show_row(detail.row)
    view.show_detail(detail)
    view.grab()
    return thread_time() - began
