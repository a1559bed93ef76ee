import pytest
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from desktop.views.tray import Tray


def test_without_a_tray_nothing_happens(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: False))
    tray = Tray()
    tray.show()
    tray.tell("Luis mentioned you", "Una taza")
    assert tray.findChildren(QSystemTrayIcon) == []
    tray.close()


def test_a_message_leads_back_to_the_window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    tray = Tray()
    tray.show()
    [icon] = tray.findChildren(QSystemTrayIcon)
    tray.tell("Luis mentioned you", "Una taza")
    with qtbot.waitSignal(tray.pressed):
        icon.messageClicked.emit()
    with qtbot.waitSignal(tray.pressed):
        icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    tray.close()
    assert not icon.isVisible()
