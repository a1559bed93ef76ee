"""One figure of a dashboard, as a button that leads to what is behind it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.state.dashboard_tiles import Tile
from desktop.state.hovering import as_written
from desktop.state.texts import _
from desktop.views.elided_label import ElidedLabel
from desktop.views.looks import number_font
from desktop.views.spoken_widget import label, restyle

PADDING = 12
LEAST, LEAST_ON_WALL = 168, 270


class DashboardTile(QPushButton):
    """Title, figure, what differs from before, and of what it is made.

    Signals:
        asked(Source): the person wants to see what is behind it.
    """

    asked = Signal(object)

    def __init__(self, *, on_wall: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tile: Tile | None = None
        self.setProperty("kind", "tile")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        size = "wall-" if on_wall else ""
        self._title = ElidedLabel(f"{size}muted")
        self._value = label(f"{size}figure")
        self._change = label(f"{size}small")
        self._detail = label(f"{size}small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PADDING, 8, PADDING, 8)
        layout.setSpacing(0)
        for part in (self._title, self._value, self._change, self._detail):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(part)
        layout.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(LEAST_ON_WALL if on_wall else LEAST)
        self.clicked.connect(self._ask)

    def show_tile(self, tile: Tile, *, is_stale: bool, compared_with: str) -> None:
        """Show the figure as it stands; what is stale is greyed and says so."""
        self.tile = tile
        self._title.show_text(tile.title)
        self._value.setFont(number_font(self._value.font()))
        self._value.setText(tile.value)
        self._change.setText(tile.change.text if tile.change else "")
        self._change.setVisible(tile.change is not None)
        self._detail.setText(_("old") if is_stale else tile.detail)
        told = tile.spoken() + (f", {compared_with}" if tile.change else "")
        self.setAccessibleName(f"{told}, {_('old')}" if is_stale else told)
        self.setToolTip(as_written(told))
        self._tint(self._value, "stale" if is_stale else tile.tone)
        self._tint(self._change, tile.change.tone if tile.change and not is_stale else "")
        self.updateGeometry()

    @property
    def value(self) -> str:
        """The figure as it stands there."""
        return self._value.text()

    def _tint(self, part: QWidget, tint: str) -> None:
        if part.property("tint") != tint:
            part.setProperty("tint", tint)
            restyle(part)

    def _ask(self) -> None:
        if self.tile and self.tile.source:
            self.asked.emit(self.tile.source)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Return the room of what is in it, for a style sheet would not count that."""
        layout = self.layout()
        hint = layout.sizeHint() if layout else super().sizeHint()
        return QSize(max(hint.width(), self.minimumWidth()), hint.height())
