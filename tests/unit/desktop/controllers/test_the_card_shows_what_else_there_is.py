"""Beside an open incident: the customer's others, and those that are like it, each one press away."""

from datetime import datetime, timedelta

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from backend.incidents import sorting
from backend.incidents.model import Change, Incident
from desktop.workplace import Workplace
from shared.clock import utc_now
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import State
from tests.support.little_services import LittleServices
from tests.support.little_shop import ANA, LUIS, LittleShop, rules
from tests.unit.desktop.conftest import Opener

SIMILAR = ("GET", "/api/v1/similar-incidents")


def likes(services: LittleServices, *rows: IncidentRow) -> None:
    services.lists[SIMILAR] = {"incidents": [{"id": str(row.id), "score": 0.7} for row in rows]}


def closed(shop: LittleShop, subject: str, customer: str = "Marta Ruiz") -> IncidentRow:
    row = shop.open(subject, customer=customer, minutes_ago=300)
    shop.change(row.id, lambda found, at: rules.resolve(found, LUIS, at))
    return shop.change(row.id, lambda found, at: rules.close(found, LUIS, at))


def tagged(found: Incident, at: datetime) -> Change:
    change = sorting.tag(found, LUIS, at, ("fragile", "lote-3"))
    assert change is not None
    return change


def test_the_customers_others_are_listed_and_one_is_opened_with_enter_though_it_is_closed(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    old, row = closed(shop, "Cobro duplicado"), shop.open("La tetera llegó rota")
    shop.open("De otra persona", customer="Emma Clarke")
    open_incident(row)
    others = place.window.incident.card.others
    qtbot.waitUntil(lambda: others.subjects == ["Cobro duplicado"])
    line = others.lines()[0]
    assert line.accessibleName() == "Cobro duplicado, Closed, 5 h"
    qtbot.waitUntil(line.isVisible)
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: place.desk.open_id == old.id)
    qtbot.waitUntil(lambda: others.subjects == ["La tetera llegó rota"])


def test_of_many_others_the_newest_are_seen_and_the_rest_on_wish(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    for number in range(6):
        shop.open(f"Number {number}", minutes_ago=60 - number)
    open_incident(shop.open())
    others = place.window.incident.card.others
    qtbot.waitUntil(lambda: len(others.lines()) == 6)
    seen = [not line.isHidden() for line in others.lines()]
    assert (seen, others._more.text()) == ([True] * 3 + [False] * 3, "3 more")
    others._more.click()
    assert not any(line.isHidden() for line in others.lines())
    assert others.lines()[3].hasFocus()


def test_who_has_no_others_is_said(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    open_incident(shop.open())
    card = place.window.incident.card
    qtbot.waitUntil(lambda: card.others.sentence == "None.")
    qtbot.waitUntil(lambda: card.similar.sentence == "None is like it.")


def test_similar_ones_come_in_the_order_of_their_likeness_be_they_in_the_list_or_not(
    place: Workplace, shop: LittleShop, services: LittleServices, open_incident: Opener, qtbot: QtBot
) -> None:
    old, near = closed(shop, "Taza rota", "Emma Clarke"), shop.open("Plato roto", customer="José Ortiz")
    likes(services, old, near)
    open_incident(shop.open())
    similar = place.window.incident.card.similar
    qtbot.waitUntil(lambda: similar.subjects == ["Taza rota", "Plato roto"])
    with qtbot.waitSignal(place.desk.opened):
        qtbot.mouseClick(similar.lines()[1], Qt.MouseButton.LeftButton)
    assert place.desk.open_id == near.id


def test_a_search_that_is_away_is_said_and_can_be_asked_again(
    place: Workplace, shop: LittleShop, services: LittleServices, open_incident: Opener, qtbot: QtBot
) -> None:
    services.broken = lambda _method, path: 503 if path == SIMILAR[1] else None
    open_incident(shop.open())
    similar = place.window.incident.card.similar
    qtbot.waitUntil(lambda: similar.sentence == "The search can't be reached.")
    services.broken = lambda _method, _path: None
    similar.askedAgain.emit()
    qtbot.waitUntil(lambda: similar.sentence == "None is like it.")


def test_an_incident_that_search_does_not_know_yet_is_like_none(
    place: Workplace, shop: LittleShop, services: LittleServices, open_incident: Opener, qtbot: QtBot
) -> None:
    services.broken = lambda _method, path: 404 if path == SIMILAR[1] else None
    open_incident(shop.open())
    qtbot.waitUntil(lambda: place.window.incident.card.similar.sentence == "None is like it.")


def test_what_happens_to_another_incident_is_seen_beside_this_one(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    other = shop.open("Cobro duplicado", minutes_ago=5)
    open_incident(shop.open())
    others = place.window.incident.card.others
    qtbot.waitUntil(lambda: others.subjects == ["Cobro duplicado"])
    shop.change(other.id, lambda found, at: rules.resolve(found, LUIS, at))
    qtbot.waitUntil(lambda: others.lines()[0].row.state is State.RESOLVED)


def test_tags_and_the_day_of_waking_follow_the_events(
    place: Workplace, shop: LittleShop, open_incident: Opener, qtbot: QtBot
) -> None:
    row = shop.open()
    open_incident(row)
    card = place.window.incident.card
    assert card.tags.isHidden()
    shop.change(row.id, tagged)
    qtbot.waitUntil(lambda: card.tags.tags == ("fragile", "lote-3"))
    assert not card.tags.isHidden()
    day = utc_now() + timedelta(days=3)
    shop.change(row.id, lambda found, at: rules.claim(found, ANA, at))
    shop.change(row.id, lambda found, at: rules.pause(found, ANA, at, day))
    qtbot.waitUntil(lambda: "Wakes up" in card.texts())
