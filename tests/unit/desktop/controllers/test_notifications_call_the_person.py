"""Mentions and assignments reach the person: bell, tray, sound; and are kept over a restart."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from backend.incidents.model import Change, Incident
from desktop.app import Console
from desktop.workplace import Workplace
from shared.contracts.resources import Assignee
from tests.support.little_services import ANA_IS, PASSWORD
from tests.support.little_shop import ANA, LUIS, LittleShop, rules
from tests.unit.desktop.conftest import Opener

ME = Assignee(id=ANA.id or "", name=ANA.name)


def to_me(found: Incident, at: datetime) -> Change:
    return rules.assign(found, LUIS, at, ME)


def mention(found: Incident, at: datetime) -> Change:
    return rules.note(found, LUIS, at, uuid4(), "@Ana García, mira esto.", mentions=(ME,))


def lines(place: Workplace) -> list[str]:
    menu = place.window.top_bar.bell.menu
    menu.aboutToShow.emit()
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def count(place: Workplace) -> str:
    return place.window.top_bar.bell.button.text()


@pytest.mark.parametrize("move", [to_me, mention])
def test_a_colleague_calls_and_the_bell_leads_there(
    place: Workplace, shop: LittleShop, qtbot: QtBot, move: Callable[[Incident, datetime], Change]
) -> None:
    row = shop.open("Tetera & taza")
    assert count(place) == ""
    with qtbot.waitSignal(place.notifications.told) as told:
        shop.change(row.id, move)
    assert "Luis Romero" in told.args[0]
    assert told.args[1] == "Tetera & taza"
    assert count(place) == "1"
    assert place.window.top_bar.bell.button.accessibleName() == "1 new notification"
    assert "Tetera && taza" in lines(place)[0]
    place.window.top_bar.bell.menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: place.desk.open_id == row.id)
    assert count(place) == ""
    assert lines(place)[0] == "Nothing new"


def test_opening_the_incident_another_way_reads_it_too(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    shop.change(row.id, mention)
    qtbot.waitUntil(lambda: count(place) == "1")
    open_incident(row)
    assert count(place) == "1"  # not read yet: whoever goes down the list passes over it
    qtbot.waitUntil(lambda: count(place) == "")


def test_passing_over_an_incident_reads_nothing(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row, other = shop.open(), shop.open()
    shop.change(row.id, mention)
    qtbot.waitUntil(lambda: count(place) == "1")
    open_incident(row)
    open_incident(other)
    qtbot.waitUntil(lambda: not place.notifications.is_reading)
    assert count(place) == "1"


def test_what_happens_under_ones_eyes_is_no_news(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    shop.change(row.id, mention)
    qtbot.waitUntil(lambda: len(place.notifications.kept.calls) == 1)
    qtbot.waitUntil(lambda: count(place) == "")


def test_what_one_claims_oneself_rings_no_bell(place: Workplace, shop: LittleShop, qtbot: QtBot) -> None:
    row = shop.open()
    shop.change(row.id, lambda found, at: rules.claim(found, ANA, at))
    qtbot.waitUntil(lambda: place.notifications.kept.in_hand == {row.id})
    assert place.notifications.kept.calls == ()


def test_a_sound_is_made_only_on_wish(
    place: Workplace, shop: LittleShop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    beeps: list[bool] = []
    monkeypatch.setattr(QApplication, "beep", staticmethod(lambda: beeps.append(True)))
    shop.change(shop.open().id, mention)
    qtbot.waitUntil(lambda: count(place) == "1")
    assert beeps == []
    place.window.top_bar.bell.soundChosen.emit(True)
    shop.change(shop.open().id, mention)
    qtbot.waitUntil(lambda: count(place) == "2")
    assert beeps == [True]


def test_many_at_once_are_told_once(place: Workplace, shop: LittleShop, qtbot: QtBot) -> None:
    told: list[str] = []
    place.notifications.told.connect(lambda title, _text: told.append(title))
    rows = [shop.open() for _ in range(30)]
    qtbot.waitUntil(lambda: len(place.desk.queue.rows) == 30)
    for row in rows:
        shop.change(row.id, to_me)
    qtbot.waitUntil(lambda: count(place) == "30")
    assert len(told) < 30
    assert "and 18 more" in lines(place)
    place.window.top_bar.bell.allRead.emit()
    assert count(place) == ""


def test_they_survive_a_restart_and_what_was_given_meanwhile_is_found(
    place: Workplace, console: Console, shop: LittleShop, qtbot: QtBot
) -> None:
    mentioned, given = shop.open("Mencionada"), shop.open("Dada")
    shop.change(mentioned.id, mention)
    qtbot.waitUntil(lambda: count(place) == "1")
    console.close()
    shop.change(given.id, to_me)
    console.start(ANA_IS["email"], PASSWORD)
    qtbot.waitUntil(lambda: console.workplace is not None and count(console.workplace) == "2")
    again = console.workplace
    assert again is not None
    found = {one.subject: one.sentence() for one in again.notifications.kept.unread}
    assert found["Dada"] == "It was given to you while you were away"
    assert found["Mencionada"] == "Luis Romero mentioned you"


@pytest.fixture
def with_a_tray(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))


@pytest.mark.usefixtures("with_a_tray")
def test_a_press_on_the_trays_message_leads_to_the_incident_and_the_icon_leaves_with_the_person(
    place: Workplace, console: Console, shop: LittleShop, qtbot: QtBot
) -> None:
    row = shop.open()
    shop.change(row.id, mention)
    qtbot.waitUntil(lambda: count(place) == "1")
    [icon] = place.notifications.findChildren(QSystemTrayIcon)
    assert icon.isVisible()
    place.window.showMinimized()
    icon.messageClicked.emit()
    qtbot.waitUntil(lambda: place.desk.open_id == row.id)
    assert not place.window.isMinimized()
    console.close()
    assert not icon.isVisible()
