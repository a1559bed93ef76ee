"""A customer's data in the card: exported and erased by who leads, for a reason, and asked twice."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop.app import Console
from desktop.views.person_box import PersonBox
from desktop.views.person_card import PersonCard
from desktop.workplace import Workplace
from shared.contracts.vocabulary import Role
from tests.support.little_services import ANA_IS, PASSWORD, LittleServices
from tests.support.little_shop import ANA, LittleShop
from tests.unit.desktop.conftest import Opener

MARTA = "c-marta0001"
ZIP = b"PK" + bytes(3 * 1024 * 1024)
"""More than is read at once."""


def box_of(place: Workplace) -> PersonBox:
    return place.window.incident.card.person


def card_of(place: Workplace) -> PersonCard:
    return place.people.card


def deeds(services: LittleServices) -> list[tuple[str, str]]:
    places = ("/export", "/guest-exports", "/erasures", f"/customers/{MARTA}")
    return [one for one in services.requests if one[1].endswith(places)]


def save_at(place: Workplace, path: Path, qtbot: QtBot) -> None:
    """Choose this place in the dialog that asks for it."""
    qtbot.waitUntil(lambda: bool(place.window.findChildren(QFileDialog)))
    (dialog,) = place.window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.reject()


def test_the_data_of_who_has_an_account_is_saved_whole(
    place: Workplace,
    services: LittleServices,
    shop: LittleShop,
    open_incident: Opener,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    services.broken = lambda _method, path: ZIP if path.endswith("/export") else None
    open_incident(shop.open(customer_id=MARTA))
    box_of(place).export.click()
    assert card_of(place).reason.isHidden()
    card_of(place).go_on.click()
    save_at(place, tmp_path / "data.zip", qtbot)
    qtbot.waitUntil((tmp_path / "data.zip").exists)
    assert (tmp_path / "data.zip").read_bytes() == ZIP
    assert deeds(services) == [("POST", f"/api/v1/customers/{MARTA}/export")]
    qtbot.waitUntil(lambda: place.window.incident.notice.text.startswith("Saved as"))


def test_a_guests_data_is_given_for_a_reason_and_what_fails_leaves_no_file(
    place: Workplace,
    services: LittleServices,
    shop: LittleShop,
    open_incident: Opener,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    services.broken = lambda _method, path: 503 if path.endswith("/guest-exports") else None
    open_incident(shop.open())
    box_of(place).export.click()
    assert not card_of(place).go_on.isEnabled()
    qtbot.keyClicks(card_of(place).reason, "asked for by mail")
    card_of(place).go_on.click()
    save_at(place, tmp_path / "data.zip", qtbot)
    told = "Something went wrong in the service."
    qtbot.waitUntil(lambda: place.window.incident.notice.text == told)
    assert not list(tmp_path.glob("data*"))


@pytest.mark.parametrize(("customer_id", "others"), [(MARTA, 0), (None, 2)])
def test_a_person_is_erased_after_two_questions(
    place: Workplace,
    services: LittleServices,
    shop: LittleShop,
    open_incident: Opener,
    customer_id: str | None,
    others: int,
    qtbot: QtBot,
) -> None:
    for _one in range(others):
        shop.open("Cobro duplicado", customer_id=customer_id)
    open_incident(shop.open(customer_id=customer_id))
    box_of(place).erase.click()
    card = card_of(place)
    qtbot.waitUntil(card.isVisible)
    count = "3 incidents lose" if others else "1 incident loses"
    assert card.words.text().startswith(f"{count} Marta Ruiz")
    assert ("The account is deleted." in card.words.text()) is bool(customer_id)
    if not customer_id:
        qtbot.keyClicks(card.reason, "asked for by mail")
    card.go_on.click()
    assert deeds(services) == []
    card.notice.press("Erase for good")
    qtbot.waitUntil(card.isHidden)
    asked = ("DELETE", f"/api/v1/customers/{MARTA}") if customer_id else ("POST", "/api/v1/erasures")
    assert deeds(services) == [asked]


def test_whom_the_shop_no_longer_knows_is_offered_nothing(
    place: Workplace, shop: LittleShop, open_incident: Opener
) -> None:
    open_incident(shop.open())
    assert box_of(place).isVisible()
    box_of(place).show_person(None)
    assert box_of(place).isHidden()


def test_an_agent_is_offered_nothing(
    console: Console, services: LittleServices, shop: LittleShop, qtbot: QtBot
) -> None:
    services.people.alter(ANA.id or "", role=Role.AGENT)
    row = shop.open()
    console.start(ANA_IS["email"], PASSWORD)
    qtbot.waitUntil(lambda: console.workplace is not None and row.id in console.workplace.desk.queue.rows)
    place = console.workplace
    assert place is not None
    place.incidents.open(row.id)
    qtbot.waitUntil(lambda: place.desk.detail is not None)
    assert box_of(place).isHidden()
