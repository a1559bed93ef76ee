"""Chooses which tiles and cards a dashboard has, and puts them in order."""

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.state.dashboard_arrangement import CARDS
from desktop.state.dashboard_tiles import TITLES
from desktop.state.texts import _
from desktop.views.overlay import Overlay
from desktop.views.spoken_widget import button, label

WIDTH = 620
NAME = Qt.ItemDataRole.UserRole
MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class _Lines(QListWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("lines")
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setMinimumHeight(330)

    def move_line(self, by: int) -> None:
        place = self.currentRow()
        if 0 <= place + by < self.count():
            item = self.takeItem(place)
            self.insertItem(place + by, item)
            self.setCurrentItem(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the line, or go to another; Esc is for the card."""
        by = MOVES.get(Qt.Key(event.key()))
        if by and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_line(by)
        else:
            super().keyPressEvent(event)


class DashboardArranging(Overlay):
    """Two lists with ticks; Alt with an arrow moves a line, as dragging does.

    Signals:
        arranged(tuple[str, ...], tuple[str, ...]): these tiles and these cards, in this order.
        resetAsked(): as it was at first.
    """

    arranged = Signal(object, object)
    resetAsked = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, WIDTH)
        self._heading, self._hint = label("heading"), label("small", wrap=True)
        self._names = (label("caption"), label("caption"))
        self.tiles, self.cards = _Lines(), _Lines()
        self._done, self._reset = button("main"), button("quiet")
        self._done.clicked.connect(self._finish)
        self._reset.clicked.connect(self._ask_reset)
        self._lay_out()
        self.ready()

    def open(
        self, chosen: tuple[Sequence[str], Sequence[str]], offered: tuple[Sequence[str], Sequence[str]]
    ) -> None:
        """Show what there is, what is chosen first and ticked."""
        for one, names, texts, all_names in zip(
            (self.tiles, self.cards), chosen, (TITLES, CARDS), offered, strict=True
        ):
            _fill(one, names, all_names, texts)
        self.open_over(self.tiles)

    def say(self) -> None:
        """Write the texts."""
        self._heading.setText(_("Arrange"))
        self._hint.setText(_("Space shows or hides, Alt with an arrow moves. It is remembered for you."))
        for name, one, text in zip(
            self._names, (self.tiles, self.cards), (_("Tiles"), _("Cards")), strict=True
        ):
            name.setText(text)
            one.setAccessibleName(text)
        self._done.setText(_("Done"))
        self._reset.setText(_("As it was at first"))

    def _finish(self) -> None:
        self.leave()
        self.arranged.emit(_ticked(self.tiles), _ticked(self.cards))

    def _ask_reset(self) -> None:
        self.leave()
        self.resetAsked.emit()

    def _lay_out(self) -> None:
        lists = QGridLayout()
        lists.setSpacing(8)
        for column, (name, one) in enumerate(zip(self._names, (self.tiles, self.cards), strict=True)):
            lists.addWidget(name, 0, column)
            lists.addWidget(one, 1, column)
        below = QHBoxLayout()
        below.addWidget(self._done)
        below.addWidget(self._reset)
        below.addStretch(1)
        inside = QVBoxLayout(self.card)
        inside.setContentsMargins(16, 16, 16, 16)
        inside.setSpacing(8)
        inside.addWidget(self._heading)
        inside.addWidget(self._hint)
        inside.addLayout(lists)
        inside.addLayout(below)


def _fill(one: QListWidget, chosen: Sequence[str], offered: Iterable[str], texts: Mapping[str, str]) -> None:
    one.clear()
    for name in (*chosen, *(other for other in offered if other not in chosen)):
        item = QListWidgetItem(_(texts[name]), one)
        item.setData(NAME, name)
        item.setCheckState(Qt.CheckState.Checked if name in chosen else Qt.CheckState.Unchecked)
    one.setCurrentRow(0)


def _ticked(one: QListWidget) -> tuple[str, ...]:
    items = [one.item(n) for n in range(one.count())]
    return tuple(item.data(NAME) for item in items if item.checkState() is Qt.CheckState.Checked)
