"""A session is kept in the system's keyring where the person wishes so, and nowhere else."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import Console
from desktop.state import texts
from shared.contracts.vocabulary import Language
from shared.messaging.memory import MemoryStreamReader
from tests.support.little_services import ANA_IS, PASSWORD, LittleServices
from tests.support.memory_keyring import MemoryKeyring
from tests.support.silence import ExpectedLog
from tests.unit.desktop.conftest import addresses_at

Start = Callable[[], Console]


@pytest.fixture
def keyring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def begin(qapp: QApplication, services: LittleServices, keyring: MemoryKeyring) -> Iterator[Start]:
    """Start a console with the keyring of this test."""
    url = services.url
    addresses = addresses_at(url)
    begun: list[Console] = []

    def start() -> Console:
        console = Console(
            qapp,
            addresses,
            make_reader=lambda _person: (
                lambda on_events, on_state: MemoryStreamReader(
                    services.shop.broker, on_events=on_events, on_state=on_state
                )
            ),
            find_keyring=lambda: keyring,
        )
        console.looks.speak(Language.ENGLISH)
        console.preferences.language = Language.ENGLISH
        begun.append(console)
        console.start()
        return console

    yield start
    for console in begun:
        console.close()
        console.sign_in.window.hide()
        console.sign_in.window.deleteLater()
        console.deleteLater()
    texts.choose(Language.ENGLISH)
    qapp.processEvents()


def sign_in(console: Console, qtbot: QtBot, *, keep: bool) -> None:
    window = console.sign_in.window
    qtbot.waitUntil(lambda: not window.keep.isHidden())
    window.keep.setChecked(keep)
    window.email.setText(ANA_IS["email"])
    window.password.setText(PASSWORD)
    window.submit.click()
    qtbot.waitUntil(lambda: console.workplace is not None)


def test_who_wishes_so_starts_again_without_typing(
    begin: Start, services: LittleServices, keyring: MemoryKeyring, qtbot: QtBot, tmp_path: Path
) -> None:
    first = begin()
    sign_in(first, qtbot, keep=True)
    first.close()
    assert ("DELETE", "/api/v1/sessions/current") not in services.requests
    (kept,) = keyring.kept.values()
    assert kept in services.refreshes
    assert not any(kept in path.read_text("latin-1") for path in tmp_path.rglob("*") if path.is_file())
    second = begin()
    qtbot.waitUntil(lambda: second.workplace is not None)
    assert not second.sign_in.window.isVisible()
    qtbot.waitUntil(lambda: list(keyring.kept.values()) != [kept])
    assert set(keyring.kept.values()) <= services.refreshes


def test_each_renewal_is_kept(begin: Start, keyring: MemoryKeyring, qtbot: QtBot) -> None:
    console = begin()
    sign_in(console, qtbot, keep=True)
    qtbot.waitUntil(lambda: bool(keyring.kept))
    before = dict(keyring.kept)
    console.session.refresh(lambda _fresh: None)
    qtbot.waitUntil(lambda: keyring.kept != before)


def test_who_does_not_wish_so_leaves_nothing(begin: Start, keyring: MemoryKeyring, qtbot: QtBot) -> None:
    first = begin()
    sign_in(first, qtbot, keep=False)
    first.close()
    assert keyring.kept == {}
    second = begin()
    qtbot.waitUntil(second.sign_in.window.isVisible)
    assert second.workplace is None


def test_signing_out_forgets_it(begin: Start, keyring: MemoryKeyring, qtbot: QtBot) -> None:
    console = begin()
    sign_in(console, qtbot, keep=True)
    qtbot.waitUntil(lambda: bool(keyring.kept))
    assert console.workplace is not None
    console.workplace.shell.signOutAsked.emit()
    qtbot.waitUntil(lambda: keyring.kept == {})
    assert console.sign_in.window.isVisible()


def test_a_kept_session_that_is_over_asks_who_is_there(
    begin: Start, services: LittleServices, keyring: MemoryKeyring, qtbot: QtBot
) -> None:
    keyring.set_password("ventanilla", services.url, "r-of-last-year")
    console = begin()
    notice = console.sign_in.window.notice
    qtbot.waitUntil(lambda: notice.text == "Your session has ended. Sign in again.")
    qtbot.waitUntil(lambda: keyring.kept == {})
    assert console.sign_in.window.isVisible()


def test_a_service_that_is_away_leaves_the_kept_session_for_later(
    begin: Start, services: LittleServices, keyring: MemoryKeyring, qtbot: QtBot
) -> None:
    services.broken = lambda _method, _path: 503
    keyring.set_password("ventanilla", services.url, "r-1")
    console = begin()
    qtbot.waitUntil(lambda: bool(console.sign_in.window.notice.text))
    assert list(keyring.kept.values()) == ["r-1"]


def test_without_a_keyring_nothing_is_offered(
    begin: Start, keyring: MemoryKeyring, qtbot: QtBot, expected_log: ExpectedLog
) -> None:
    expected_log("the keyring refuses")
    keyring.locked = True
    console = begin()
    heard: list[tuple[bool, str]] = []
    # One after the other: once this one is answered, so is the one of the start.
    console._keeper.load(lambda *found: heard.append(found))
    qtbot.waitUntil(lambda: heard == [(False, "")])
    assert console.sign_in.window.keep.isHidden()


def test_a_second_console_does_not_take_the_session_of_the_first(
    begin: Start, keyring: MemoryKeyring, qtbot: QtBot
) -> None:
    first = begin()
    sign_in(first, qtbot, keep=True)
    qtbot.waitUntil(lambda: bool(keyring.kept))
    second = begin()
    qtbot.waitUntil(second.sign_in.window.isVisible)
    assert second.sign_in.window.keep.isHidden()
    assert second.workplace is None
    assert first.session.token()
