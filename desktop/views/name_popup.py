"""Asks for a name right where it will stand: Enter keeps it, Esc leaves everything as it was."""

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget, QWidgetAction

from desktop.views.spoken_widget import label

LONGEST = 80
WIDTH = 260


class NamePopup(QMenu):
    """A line to type a name into, floating beside what it is for."""

    def __init__(self, title: str, name: str, then: Callable[[str], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._then = then
        self.field = QLineEdit(name)
        self.field.setMaxLength(LONGEST)
        self.field.setMinimumWidth(WIDTH)
        self.field.setAccessibleName(title)
        self.field.selectAll()
        self.field.returnPressed.connect(self._accept)
        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(label("caption", title))
        layout.addWidget(self.field)
        action = QWidgetAction(self)
        action.setDefaultWidget(whole)
        self.addAction(action)
        self.aboutToHide.connect(self.deleteLater)

    def open_at(self, point: QPoint) -> None:
        """Show it at a point of the screen."""
        self.popup(point)
        self.field.setFocus()

    def _accept(self) -> None:
        if name := self.field.text().strip():
            self._then(name)
            self.close()
