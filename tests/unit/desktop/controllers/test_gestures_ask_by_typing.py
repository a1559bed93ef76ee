from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.workplace import Workplace
from shared.contracts.vocabulary import State
from tests.support.little_services import LittleServices
from tests.support.little_shop import ANA, LittleShop, rules
from tests.unit.desktop.conftest import Opener

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def undo_s() -> float:
    return 600.0


def choose(place: Workplace, qtbot: QtBot, letters: str) -> None:
    commands = place.window.commands
    qtbot.waitUntil(commands.isVisible)
    field = commands.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, letters)
    qtbot.keyClick(field, Key.Key_Return)


def test_t_and_a_few_letters_give_it_to_a_team_and_undo_takes_it_back(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    qtbot.keyClick(place.window, Key.Key_T)
    choose(place, qtbot, "shi")
    qtbot.waitUntil(lambda: shop.incidents[row.id].team == "shipping")
    qtbot.waitUntil(lambda: place.window.undo.text.startswith("Give to a team"))
    place.undo.undo()
    qtbot.waitUntil(lambda: shop.incidents[row.id].team == "returns")


def test_g_says_what_it_is_about(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    qtbot.keyClick(place.window, Key.Key_G)
    choose(place, qtbot, "invoice")
    qtbot.waitUntil(lambda: shop.incidents[row.id].category == "billing")


def test_l_adds_a_tag_that_is_new_and_takes_one_away(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    qtbot.keyClick(place.window, Key.Key_L)
    choose(place, qtbot, "Asa Rota")
    qtbot.waitUntil(lambda: shop.incidents[row.id].tags == ("asa-rota",))
    qtbot.waitUntil(lambda: place.desk.queue.rows[row.id].tags == ("asa-rota",))
    qtbot.keyClick(place.window, Key.Key_L)
    choose(place, qtbot, "asa-rota")
    qtbot.waitUntil(lambda: shop.incidents[row.id].tags == ())


def test_a_tag_that_others_have_is_found_by_its_beginning(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    first, second = shop.open("First"), shop.open("Second")
    open_incident(first)
    place.gestures.perform("tags")
    choose(place, qtbot, "lote-48")
    qtbot.waitUntil(lambda: place.desk.queue.rows[first.id].tags == ("lote-48",))
    open_incident(second)
    place.gestures.perform("tags")
    choose(place, qtbot, "lo")
    qtbot.waitUntil(lambda: shop.incidents[second.id].tags == ("lote-48",))


def test_shift_w_waits_until_a_day_and_u_takes_it_up_again(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    shop.change(row.id, lambda found, at: rules.claim(found, ANA, at))
    open_incident(row)
    qtbot.keyClick(place.window, Key.Key_W, SHIFT)
    choose(place, qtbot, "")
    qtbot.waitUntil(lambda: shop.incidents[row.id].state is State.WAITING)
    wake_at = shop.incidents[row.id].wake_at
    assert wake_at is not None
    today: date = place.desk.clock().astimezone().date()
    assert (wake_at.astimezone().date() - today).days == 1
    assert wake_at.astimezone().hour == 9
    qtbot.waitUntil(lambda: place.desk.queue.rows[row.id].state is State.WAITING)
    qtbot.keyClick(place.window, Key.Key_U)
    qtbot.waitUntil(lambda: shop.incidents[row.id].state is State.ASSIGNED)


def test_what_can_not_be_asked_for_says_so_and_can_be_tried_again(
    place: Workplace, shop: LittleShop, services: LittleServices, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    services.broken = lambda _method, path: 503 if path.endswith("/teams") else None
    place.gestures.perform("team")
    notice = place.window.incident.notice
    qtbot.waitUntil(lambda: notice.text.startswith("Give to a team: "))
    services.broken = lambda _method, _path: None
    notice.press("Try again")
    qtbot.waitUntil(place.window.commands.isVisible)
