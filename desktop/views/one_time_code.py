"""A code that is shown this once, with a button that copies it."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.state.texts import _
from desktop.views.spoken_widget import SpokenWidget, button, label


class OneTimeCode(SpokenWidget):
    """Hidden while there is no code."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, name="card")
        self._told = label(wrap=True)
        self.field = QLineEdit()
        self.field.setReadOnly(True)
        self.copy = button()
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.field.text()))
        row = QHBoxLayout()
        row.addWidget(self.field, 1)
        row.addWidget(self.copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addWidget(self._told)
        layout.addLayout(row)
        self.hide()
        self.ready()

    def show_code(self, code: str, told: str) -> None:
        """Show a code with what it is for; an empty one takes it away for good."""
        self._told.setText(told)
        self.field.setText(code)
        self.field.setCursorPosition(0)
        self.setVisible(bool(code))

    def say(self) -> None:
        """Name the parts."""
        self.field.setAccessibleName(_("Code of the invitation"))
        self.copy.setText(_("Copy"))
        self.copy.setAccessibleName(_("Copy the code"))
