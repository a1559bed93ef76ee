"""Colleagues' names at the cursor while one types an ``@``: arrows move, Enter or Tab takes, Esc leaves."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget

from desktop.state.colleagues import Colleague
from desktop.state.texts import _
from desktop.views.text_field import TextField

WIDTH = 220
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
TAKING = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})


class MentionPopup(QListWidget):
    """The focus stays where one types.

    Signals:
        chosen(Colleague): this one is meant.
    """

    chosen = Signal(object)

    def __init__(self, field: TextField) -> None:
        super().__init__(field.window())
        self._room = field.window()
        self._field = field
        self._offered: Sequence[Colleague] = ()
        self.setObjectName("mentions")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(WIDTH)
        self.itemClicked.connect(lambda _item: self._take())
        field.installEventFilter(self)
        field.focused.connect(lambda on: None if on else self.hide())
        self.hide()

    @property
    def names(self) -> list[str]:
        """The names on show."""
        return [] if self.isHidden() else [one.name for one in self._offered]

    def offer(self, colleagues: Sequence[Colleague]) -> None:
        """Offer these at the cursor, or nobody any more."""
        self._offered = colleagues
        self.clear()
        if not colleagues:
            self.hide()
            return
        self.setAccessibleName(_("Colleagues"))
        self.addItems([one.name for one in colleagues])
        self.setCurrentRow(0)
        self.setFixedHeight(self.sizeHintForRow(0) * len(colleagues) + 10)
        cursor = self._field.cursorRect()
        place = self._field.viewport().mapTo(self._room, cursor.topLeft())
        self.move(place - QPoint(0, self.height() + 4))
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that move, choose and leave, while names are on show."""
        if self.isHidden() or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not plain or key not in {*STEPS, *TAKING, Qt.Key.Key_Escape}:
            return super().eventFilter(watched, event)
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() is QEvent.Type.KeyPress:
            self._press(key)
            return True
        return super().eventFilter(watched, event)

    def _press(self, key: Qt.Key) -> None:
        if key in STEPS:
            self.setCurrentRow((self.currentRow() + STEPS[key]) % self.count())
        elif key in TAKING:
            self._take()
        else:
            self.hide()

    def _take(self) -> None:
        one = self._offered[self.currentRow()]
        self.hide()
        self.chosen.emit(one)
