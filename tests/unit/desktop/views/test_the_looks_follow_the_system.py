"""Who chose nothing sees the desktop's own light or dark, at once when that changes."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.app import Console
from desktop.views import theme
from desktop.views.theme import DARK, LIGHT, Theme


def test_light_and_dark_follow_and_a_choice_of_ones_own_stays(
    console: Console, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = QGuiApplication.styleHints()
    chosen = [Qt.ColorScheme.Light]
    console.looks.paint(Theme.SYSTEM, 1.0)
    hints = SimpleNamespace(colorScheme=lambda: chosen[0])
    monkeypatch.setattr(theme, "QGuiApplication", SimpleNamespace(styleHints=lambda: hints))
    for chosen[0], look in ((Qt.ColorScheme.Dark, DARK), (Qt.ColorScheme.Light, LIGHT)):
        system.colorSchemeChanged.emit(chosen[0])
        assert theme.tokens() is look
    console.looks.paint(Theme.LIGHT, 1.0)
    chosen[0] = Qt.ColorScheme.Dark
    system.colorSchemeChanged.emit(chosen[0])
    assert theme.tokens() is LIGHT
    QGuiApplication.processEvents()  # what is painted anew a moment later
