"""One line of the command palette."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

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
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label("" if possible else "muted", command.text))
        if below := command.obstacle or command.hint:
            words.addWidget(label("small", below))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(12)
        layout.addWidget(icon)
        layout.addLayout(words, 1)
        if command.key:
            layout.addWidget(label("key", key_name(command.key)))
