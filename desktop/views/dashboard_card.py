"""A card of a dashboard: a title, what is in it, and a border that shows who has the keys."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.spoken_widget import SpokenWidget, label, restyle


class DashboardCard(SpokenWidget):
    """A subclass fills ``head`` and ``body``.

    Signals:
        asked(Source): the person wants to see the incidents behind something.
    """

    asked = Signal(object)

    def __init__(self, name: str, *, on_wall: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent, name="card")
        self.card_name = name
        self.title = label("wall-strong" if on_wall else "strong")
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addWidget(self.title)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(12, 8, 12, 8)
        self.body.setSpacing(4)
        self.body.addLayout(self.head)

    def show_focus(self, has_focus: bool) -> None:
        """Show whether the keys go here."""
        self.setProperty("focused", has_focus)
        restyle(self)
