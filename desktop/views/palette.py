"""The command palette: type a few letters, press Enter."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.state.palette import Command
from desktop.state.texts import _
from desktop.views.command_line import CommandLine
from desktop.views.spoken_widget import SpokenWidget, label

WIDTH = 560
LINES = 9
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: LINES, Qt.Key.Key_PageUp: -LINES}
Offer = Callable[[str], Sequence[Command]]
"""Returns what fits what was typed, the best first."""


class Palette(SpokenWidget):
    """Covers the window until a command is chosen, Esc is pressed or one clicks beside it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._before: QWidget | None = None
        self._offer: Offer = lambda _query: ()
        self._found: Sequence[Command] = ()
        self._then: Callable[[str], None] = lambda _name: None
        self._card = SpokenWidget(self, name="card")
        self._card.setFixedWidth(WIDTH)
        self._field = QLineEdit()
        self._field.textChanged.connect(self._show_found)
        self._field.installEventFilter(self)
        self._list = QListWidget()
        self._list.setObjectName("commands")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.itemClicked.connect(lambda _item: self._choose())
        self._nothing = label("muted")
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(12, 12, 12, 8)
        inside.setSpacing(8)
        for part in (self._field, self._list, self._nothing):
            inside.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 72, 16, 16)
        layout.addWidget(self._card, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        window.installEventFilter(self)
        self.hide()
        self.ready()

    @property
    def lines(self) -> list[str]:
        """The names of the commands on show."""
        return [
            self._list.item(n).data(Qt.ItemDataRole.AccessibleTextRole) for n in range(self._list.count())
        ]

    @property
    def nothing_text(self) -> str:
        """What is said in the place of commands, empty where there are any."""
        return "" if self._nothing.isHidden() else self._nothing.text()

    def open(self, hint: str, offer: Offer, then: Callable[[str], None], *, text: str = "") -> None:
        """Offer what fits what is typed; ``then`` is called with the name of what is chosen, or never.

        ``text`` stands there at first, selected: who types replaces it.
        """
        self._offer, self._then = offer, then
        self._field.setPlaceholderText(hint)
        self._field.setAccessibleName(hint)
        self._before = self._window.focusWidget()
        self.setGeometry(self._window.rect())
        self._field.setText(text)
        self._field.selectAll()
        self._show_found()
        self.show()
        self.raise_()
        self._field.setFocus()

    def close_palette(self) -> None:
        """Take it away, and give the focus back to who had it."""
        self.hide()
        if self._before is not None:
            self._before.setFocus()

    def say(self) -> None:
        """Write what is the same whatever is offered."""
        self._list.setAccessibleName(_("Commands"))
        is_typed = bool(self._field.text().strip())
        self._nothing.setText(_("Nothing is called like that.") if is_typed else _("Type a name."))

    def _show_found(self) -> None:
        self._list.clear()
        self._found = commands = self._offer(self._field.text())
        for command in commands:
            item = QListWidgetItem(self._list)
            line = CommandLine(command)
            item.setSizeHint(line.sizeHint())
            item.setData(Qt.ItemDataRole.AccessibleTextRole, command.text)
            self._list.setItemWidget(item, line)
        self._list.setCurrentRow(0)
        self._list.setVisible(bool(commands))
        self._nothing.setVisible(not commands)
        self.say()
        heights = [self._list.sizeHintForRow(n) for n in range(min(LINES, len(commands)))]
        self._list.setFixedHeight(sum(heights) + 4)
        self._tell_present()

    def _step(self, by: int) -> None:
        last = self._list.count() - 1
        self._list.setCurrentRow(max(0, min(last, self._list.currentRow() + by)))
        self._tell_present()

    def _present(self) -> Command | None:
        place = self._list.currentRow()
        return self._found[place] if 0 <= place < len(self._found) else None

    def _tell_present(self) -> None:
        """Have screen readers say what Enter would do, since the focus stays where one types."""
        command = self._present()
        self._field.setAccessibleDescription(f"{command.text}. {command.obstacle or ''}" if command else "")

    def _choose(self) -> None:
        command = self._present()
        if command and command.obstacle is None:
            self.close_palette()
            self._then(command.name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the window whatever its size; take the keys that move, choose and leave."""
        if watched is self._window and event.type() is QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
        if watched is self._field and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if event.type() is QEvent.Type.ShortcutOverride and key is Qt.Key.Key_Escape:
                event.accept()  # else the window takes it, and leaves the incident instead
                return True
            if event.type() is QEvent.Type.KeyPress:
                return self._take(key)
        return super().eventFilter(watched, event)

    def _take(self, key: Qt.Key) -> bool:
        if key in STEPS:
            self._step(STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        elif key is Qt.Key.Key_Escape:
            self.close_palette()
        else:
            return False
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the card closes it."""
        if not self._card.geometry().contains(event.position().toPoint()):
            self.close_palette()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim what lies behind."""
        QPainter(self).fillRect(self.rect(), QColor(0, 0, 0, 110))
