"""A real console on the real stack, signed in as the administrator and live."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deploy.local.stack import Stack
from desktop.app import Console, Workplace
from desktop.services.addresses import Addresses
from desktop.services.preferences import CONFIG_VARIABLE
from desktop.state import texts
from desktop.state.connection import Freshness
from shared.contracts.vocabulary import Language

PATIENCE_MS = 20_000


@pytest.fixture
def place(
    stack: Stack, qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Workplace]:
    """The administrator's workplace, live."""
    monkeypatch.setenv(CONFIG_VARIABLE, str(tmp_path))
    settings = {name.lower(): value for name, value in stack.site.console_settings().items()}
    console = Console(qapp, Addresses.model_validate(settings))
    console.looks.speak(Language.ENGLISH)
    console.preferences.language = Language.ENGLISH
    env = stack.environment()
    console.start(env["ADMIN_EMAIL"], env["ADMIN_PASSWORD"])
    qtbot.waitUntil(lambda: console.workplace is not None, timeout=PATIENCE_MS)
    found = console.workplace
    assert found is not None
    qtbot.waitUntil(lambda: is_live(found), timeout=PATIENCE_MS)
    yield found
    console.close()
    console.sign_in.window.deleteLater()
    texts.choose(Language.ENGLISH)


def is_live(place: Workplace) -> bool:
    """Tell whether the badge says live."""
    return place.queue.connection.freshness is Freshness.LIVE
