"""A console in a test: real widgets, real HTTP, a stream in memory, and a folder of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import Console
from desktop.services.addresses import Addresses
from desktop.services.live import ReaderFactory
from desktop.services.preferences import CONFIG_VARIABLE
from desktop.state import texts
from desktop.state.connection import Freshness
from desktop.state.person import Person
from desktop.workplace import Workplace
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import Language
from shared.messaging.memory import MemoryStreamReader
from tests.support.little_services import ANA_IS, PASSWORD, LittleServices, little_services
from tests.support.little_shop import LittleShop


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CONFIG_VARIABLE, str(tmp_path / "config"))
    texts.choose(Language.ENGLISH)


@pytest.fixture
def shop() -> LittleShop:
    """A shop without incidents."""
    return LittleShop()


@pytest.fixture
def services(shop: LittleShop) -> Iterator[LittleServices]:
    """The services in front of the shop."""
    with little_services(shop) as running:
        yield running


def addresses_at(url: str) -> Addresses:
    """Return addresses that all lead to one place; no broker is there."""
    names = ("employees", "resolution", "knowledge", "files", "search", "presence", "customers", "metrics")
    return Addresses.model_validate(
        {f"{name}_url": url for name in names} | {"amqp_url": "amqp://127.0.0.1/nowhere"}
    )


@pytest.fixture
def undo_s() -> float:
    """Seconds in which a gesture can be taken back; none, unless that is what a test is about."""
    return 0.0


@pytest.fixture
def addresses(services: LittleServices) -> Addresses:
    """Where the console finds the services."""
    return addresses_at(services.url)


@pytest.fixture
def console(
    qtbot: QtBot, qapp: QApplication, services: LittleServices, addresses: Addresses, undo_s: float
) -> Iterator[Console]:
    """A console that nobody has signed in to."""

    def reader_of(_person: Person) -> ReaderFactory:
        return lambda on_events, on_state: MemoryStreamReader(
            services.shop.broker, on_events=on_events, on_state=on_state
        )

    running = Console(qapp, addresses, make_reader=reader_of, undo_s=undo_s, find_keyring=lambda: None)
    running.looks.speak(Language.ENGLISH)
    running.preferences.language = Language.ENGLISH
    yield running
    running.close()
    running.sign_in.window.hide()
    running.sign_in.window.deleteLater()
    running.deleteLater()
    # Now, and not in the next test's first loop: until then the next one's looks are put on all of these too.
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()


@pytest.fixture
def place(console: Console, qtbot: QtBot) -> Workplace:
    """The workplace of Ana, a supervisor in the team returns, with a live list."""
    console.start(ANA_IS["email"], PASSWORD)
    qtbot.waitUntil(lambda: console.workplace is not None)
    found = console.workplace
    assert found is not None
    qtbot.waitUntil(lambda: found.queue.connection.freshness is Freshness.LIVE)
    found.window.resize(1280, 800)
    found.window.activateWindow()
    qtbot.waitUntil(found.window.isActiveWindow)
    return found


Opener = Callable[[IncidentRow], None]


@pytest.fixture
def open_incident(place: Workplace, qtbot: QtBot) -> Opener:
    """Open an incident and wait for its conversation."""

    def open_one(row: IncidentRow) -> None:
        qtbot.waitUntil(lambda: row.id in place.desk.queue.rows)
        place.incidents.open(row.id)
        qtbot.waitUntil(lambda: place.desk.detail is not None and place.desk.detail.row.id == row.id)

    return open_one
