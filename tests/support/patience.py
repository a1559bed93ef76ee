"""How long a test with widgets waits for what must come.

One limit for all of them, far beyond what a busy machine takes: a condition ends its wait at once, so only a
test that fails ever reaches it.
"""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

PATIENCE_MS = 60_000


class PatientQtBot(QtBot):
    """Waits as long for every condition and every signal."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:  # noqa: N802
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **more: Any) -> Any:  # noqa: N802
        return super().waitSignal(signal, timeout=timeout, **more)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """A patient hand at the keyboard and the mouse."""
    return PatientQtBot(request)
