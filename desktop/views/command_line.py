"""One line of the command palette."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from desktop.state.palette import Command
from desktop.views import icons
from desktop.views.key_names import key_name
from desktop.views.spoken_widget import SpokenWidget, label


class CommandLine(SpokenWidget):
    """Icon, name and key of a command; below the name its hint, or why it can't be done now."""

    def __init__(self, command: Command) -> None:
        super().__init__(name="command")
        self._command = command
        possible = command.obstacle is None
        icon = label()
        icon.setPixmap(icons.pixmap(command.icon, "text" if possible else "muted"))
        layout = QGridLayout(self)  # one of its own: lines come and go with each letter
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setHorizontalSpacing(12)
        layout.setVerticalSpacing(0)
        layout.setColumnStretch(1, 1)
        below = command.obstacle or command.hint
        rows = 2 if below else 1
        layout.addWidget(icon, 0, 0, rows, 1)
        layout.addWidget(label("" if possible else "muted", command.text), 0, 1)
        if below:
            layout.addWidget(label("small", below), 1, 1)
        if command.key:
            key = label("key", key_name(command.key))
            layout.addWidget(key, 0, 2, rows, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
