"""A card with a list: what is soon late, or who has how much in hand."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.state.dashboard_arrangement import CARDS
from desktop.state.dashboard_lists import Entry
from desktop.state.texts import _
from desktop.views.dashboard_card import DashboardCard
from desktop.views.dashboard_entries import DashboardEntries
from desktop.views.spoken_widget import label
from desktop.views.stylesheet import WALL

HEIGHT = 220


class DashboardListCard(DashboardCard):
    """Shows the lines, or a sentence that says why there are none."""

    def __init__(self, name: str, *, on_wall: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(name, on_wall=on_wall, parent=parent)
        self.list = DashboardEntries(scale=WALL if on_wall else 1.0)
        self.empty = label("wall-muted" if on_wall else "muted", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._rooms = QStackedWidget()
        self._rooms.addWidget(self.list)
        self._rooms.addWidget(self.empty)
        self._rooms.setMinimumHeight(HEIGHT)
        self.body.addWidget(self._rooms, 1)
        self.list.focused.connect(self.show_focus)
        self.ready()

    def show_entries(self, entries: Sequence[Entry], why_none: str) -> None:
        """Show these lines; ``why_none`` where there are none."""
        self.list.show_entries(entries)
        self.empty.setText(why_none)
        self._rooms.setCurrentWidget(self.list if entries else self.empty)

    def say(self) -> None:
        """Write the title."""
        title = _(CARDS[self.card_name])
        self.title.setText(title)
        self.list.setAccessibleName(title)
