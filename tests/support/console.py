"""Real consoles on the real stack, signed in and live."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deploy.local.stack import Stack
from desktop.app import Console
from desktop.services.addresses import Addresses
from desktop.services.preferences import CONFIG_VARIABLE
from desktop.state import texts
from desktop.state.connection import Freshness
from desktop.workplace import Workplace
from shared.clock import Clock, utc_now
from shared.contracts.vocabulary import Language

PASSWORD = "tetera-azul-48-lunares"


@pytest.fixture
def place(
    stack: Stack, qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Workplace]:
    """The administrator's workplace, live."""
    monkeypatch.setenv(CONFIG_VARIABLE, str(tmp_path))
    env = stack.environment()
    with workplace(stack, qapp, qtbot, env["ADMIN_EMAIL"], env["ADMIN_PASSWORD"]) as found:
        yield found


@pytest.fixture
def colleague(place: Workplace, stack: Stack, qapp: QApplication, qtbot: QtBot) -> Iterator[Workplace]:
    """The workplace of an agent who was just taken on, live beside the administrator's."""
    mark = uuid4().hex[:8]
    email = f"irene.{mark}@lumbre.example"
    irene = {"name": f"Irene {mark}", "email": email, "role": "agent", "language": "en", "password": PASSWORD}
    admin = {"Authorization": f"Bearer {place.session.token()}"}
    httpx.post(f"{stack.url('employees')}/api/v1/employees", json=irene, headers=admin).raise_for_status()
    with workplace(stack, qapp, qtbot, email, PASSWORD) as found:
        yield found


@contextmanager
def workplace(
    stack: Stack,
    qapp: QApplication,
    qtbot: QtBot,
    email: str,
    password: str,
    *,
    clock: Clock = utc_now,
    **changed: str,
) -> Iterator[Workplace]:
    """Sign somebody in at a console of their own, some of its addresses changed, and close it in the end."""
    settings = {name.lower(): value for name, value in stack.site.console_settings().items()}
    console = Console(
        qapp,
        Addresses.model_validate(settings | changed),
        undo_s=0,
        clock=clock,
        find_keyring=lambda: None,
    )
    console.looks.speak(Language.ENGLISH)
    console.preferences.language = Language.ENGLISH
    console.start(email, password)
    qtbot.waitUntil(lambda: console.workplace is not None)
    found = console.workplace
    assert found is not None
    qtbot.waitUntil(lambda: is_live(found))
    yield found
    console.close()
    console.sign_in.window.deleteLater()
    texts.choose(Language.ENGLISH)


def is_live(place: Workplace) -> bool:
    """Tell whether the badge says live."""
    return place.queue.connection.freshness is Freshness.LIVE
