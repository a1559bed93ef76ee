"""The window of the administration: its rooms, one at a time."""

from collections.abc import Callable

from PySide6.QtGui import QFont, QFontMetrics, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.state.texts import _
from desktop.views.admin_room import AdminRoom
from desktop.views.spoken_widget import SpokenWidget, button

WIDTH, HEIGHT = 900, 680
MARGIN = 18
"""Beside the name of a room, which needs most width where it is chosen and bold."""


class _Tabs(SpokenWidget):
    """One tab for each room."""

    def __init__(self, window: QDialog) -> None:
        super().__init__(name="topbar")
        self._window = window
        self._names: list[str] = []
        self.group = QButtonGroup(self)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(16, 8, 16, 0)
        self._layout.addStretch(1)
        self.ready()

    def add(self, name: str, show: Callable[[], None]) -> None:
        """Add a tab; its name is translated when it is shown."""
        tab = button("tab")
        tab.setCheckable(True)
        tab.setChecked(not self._names)
        tab.clicked.connect(show)
        self.group.addButton(tab, len(self._names))
        self._names.append(name)
        self._layout.insertWidget(self._layout.count() - 1, tab)
        self.say()

    def say(self) -> None:
        """Write the names of the rooms."""
        self._window.setWindowTitle(_("Administration"))
        for place, name in enumerate(self._names):
            tab = self.group.button(place)
            tab.setText(_(name))
            bold = QFont(tab.font())
            bold.setBold(True)
            tab.setMinimumWidth(QFontMetrics(bold).horizontalAdvance(tab.text()) + MARGIN)


class AdminWindow(QDialog):
    """Stays before its window until it is closed; Esc closes it. What was not saved is asked about first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self._tabs = _Tabs(self)
        self._rooms = QStackedWidget()
        self._in_order: list[AdminRoom] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._tabs)
        layout.addWidget(self._rooms, 1)
        QShortcut(QKeySequence.StandardKey.Cancel, self, self.reject)
        self.resize(WIDTH, HEIGHT)

    def add_room(self, name: str, room: AdminRoom, start: Callable[[], None]) -> None:
        """Add a room with its tab; ``start`` is called when it is first looked into."""
        self._rooms.addWidget(room)
        self._in_order.append(room)
        started: list[QWidget] = []

        def show() -> None:
            self._rooms.setCurrentWidget(room)
            if not started:
                started.append(room)
                start()

        self._tabs.add(name, show)
        if self._rooms.count() == 1:
            show()

    def enter(self, place: int) -> None:
        """Go to a room by its place."""
        self._tabs.group.button(place).click()

    def reject(self) -> None:
        """Close, once there is no room left in which something is not saved."""
        for place, room in enumerate(self._in_order):
            if room.is_dirty:
                self.enter(place)
                room.leave(self.reject)
                return
        super().reject()
