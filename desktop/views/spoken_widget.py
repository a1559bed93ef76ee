"""The base of every widget that shows texts: it says them again when the language changes."""

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget


class SpokenWidget(QFrame):
    """A frame whose texts and icons follow the language and the theme.

    A subclass builds its parts, then calls ``ready``; from then on ``say`` and ``recolour`` are called
    whenever they must.
    """

    _is_ready = False

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, on=bool(name))

    def ready(self) -> None:
        """Say everything for the first time."""
        self._is_ready = True
        self.recolour()
        self.say()

    def say(self) -> None:
        """Write every text in the language in use."""

    def recolour(self) -> None:
        """Draw every icon in the colours in use."""

    def _restyled(self) -> None:
        """Draw anew, and give each text the width that it needs now."""
        self.recolour()
        self.say()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language and the theme."""
        super().changeEvent(event)
        if not self._is_ready:
            return
        if event.type() is QEvent.Type.LanguageChange:
            self.say()
        elif event.type() is QEvent.Type.StyleChange:
            # Later: Qt is going through all widgets now, and none may be added or removed under it.
            QTimer.singleShot(0, self, self._restyled)


def label(tone: str = "", text: str = "", *, wrap: bool = False) -> QLabel:
    """Return a label that shows plain text only, whatever it is given."""
    result = QLabel(text)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setProperty("tone", tone)
    result.setWordWrap(wrap)
    return result


class Button(QPushButton):
    """A button that Enter presses as the space bar does; Qt alone does that only within dialogs."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            self.click()
        else:
            super().keyPressEvent(event)


_KEYPAD = Qt.KeyboardModifier.KeypadModifier


def button(kind: str = "", name: str = "") -> QPushButton:
    """Return a button: ``main`` (one a screen), ``quiet``, ``link``, ``tab``, or an ordinary one."""
    result = Button()
    result.setObjectName(name)
    result.setProperty("kind", kind)
    result.setCursor(Qt.CursorShape.PointingHandCursor)
    return result


def in_the_middle(*lines: QWidget) -> QVBoxLayout:
    """Return lines close under each other, in the middle of whatever height they are given."""
    result = QVBoxLayout()
    result.setSpacing(0)
    result.addStretch(1)
    for line in lines:
        result.addWidget(line)
    result.addStretch(1)
    return result


def rule() -> QFrame:
    """Return a hairline."""
    result = QFrame()
    result.setObjectName("rule")
    return result


def restyle(widget: QWidget) -> None:
    """Have the style sheet look again at a widget's properties."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
