"""The icon in the system's tray, where there is a tray: says what came while one looks elsewhere."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from desktop.views.product_mark import product_icon

SHOWN_MS = 8_000


class Tray(QObject):
    """Without a tray it does nothing.

    Signals:
        pressed(): the person clicked the last message, or the icon.
    """

    pressed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icon: QSystemTrayIcon | None = None

    def show(self) -> None:
        """Put the icon there."""
        if self._icon is None and QSystemTrayIcon.isSystemTrayAvailable():
            self._icon = QSystemTrayIcon(product_icon(), self)
            self._icon.setToolTip("Ventanilla")
            self._icon.messageClicked.connect(self.pressed)
            self._icon.activated.connect(lambda _reason: self.pressed.emit())
            self._icon.show()

    def tell(self, title: str, text: str) -> None:
        """Show a message for a few seconds, in the system's own way."""
        if self._icon is not None:
            self._icon.showMessage(title, text, product_icon(), SHOWN_MS)

    def close(self) -> None:
        """Take the icon away."""
        if self._icon is not None:
            self._icon.hide()


def beep() -> None:
    """Make the system's own short sound."""
    QApplication.beep()
