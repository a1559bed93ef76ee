"""A line where something happened: what it was, and what to do about it. Never a box that blocks."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.state.texts import _
from desktop.views import icons
from desktop.views.spoken_widget import SpokenWidget, button, label, restyle

PASSING_MS = 6_000


class Tone(StrEnum):
    """How serious it is, which is also its colour."""

    OK = "ok"
    INFO = "info"
    WARNING = "warning"
    DANGER = "danger"


ICONS = {Tone.OK: "check-circle", Tone.INFO: "info", Tone.WARNING: "warning", Tone.DANGER: "warning-circle"}
Action = tuple[str, Callable[[], None]]


class Notice(SpokenWidget):
    """One sentence and its buttons. Good news leaves by itself; trouble stays until it is dealt with."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, name="notice")
        self._tone = Tone.INFO
        self._icon = label()
        self._text = label(wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._actions: list[QPushButton] = []
        self._close = button("quiet")
        self._close.clicked.connect(self.clear)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(12, 4, 4, 4)
        self._layout.setSpacing(8)
        self._layout.addWidget(self._icon)
        self._layout.addWidget(self._text, 1)
        self._layout.addWidget(self._close)
        self._timer = QTimer(self, singleShot=True, interval=PASSING_MS)
        self._timer.timeout.connect(self.clear)
        self.hide()
        self.ready()

    @property
    def text(self) -> str:
        """The sentence on show, empty when there is none."""
        return "" if self.isHidden() else self._text.text()

    def tell(self, tone: Tone, text: str, *actions: Action) -> None:
        """Show a sentence with buttons; it replaces the one before."""
        self._drop_actions()
        self._tone = tone
        self._text.setText(text)
        self.setAccessibleName(text)
        self.setProperty("notice", tone)
        for name, act in actions:
            self._add_action(name, act)
        restyle(self)
        self.recolour()
        self.show()
        if tone is Tone.OK:
            self._timer.start()
        else:
            self._timer.stop()

    def press(self, name: str) -> None:
        """Press the button of this name."""
        next(one for one in self._actions if one.text() == name).click()

    def clear(self) -> None:
        """Take the sentence away."""
        self._timer.stop()
        self._drop_actions()
        self.hide()

    def say(self) -> None:
        """Name the button that closes."""
        self._close.setToolTip(_("Dismiss"))
        self._close.setAccessibleName(_("Dismiss"))

    def recolour(self) -> None:
        """Draw the icons in the colours in use."""
        self._icon.setPixmap(icons.pixmap(ICONS[self._tone], self._tone))
        self._close.setIcon(icons.icon("x", "muted"))

    def _add_action(self, name: str, act: Callable[[], None]) -> None:
        one = button("link")
        one.setText(name)

        def clicked() -> None:
            self.clear()
            act()

        one.clicked.connect(clicked)
        self._layout.insertWidget(self._layout.count() - 1, one)
        self.setTabOrder(self._close, one)
        self._actions.append(one)

    def _drop_actions(self) -> None:
        for one in self._actions:
            one.hide()
            one.deleteLater()
        self._actions.clear()
