"""The window of the live figures: bar, board, and the list behind a figure in the board's place."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.state.texts import _
from desktop.views.dashboard_arranging import DashboardArranging
from desktop.views.dashboard_bar import BUTTONS, DashboardBar
from desktop.views.dashboard_behind import DashboardBehind
from desktop.views.dashboard_board import DashboardBoard
from desktop.views.notice import Notice
from desktop.views.palette import Palette
from desktop.views.product_mark import product_icon
from desktop.views.spoken_widget import SpokenWidget, label

WIDTH, HEIGHT = 1280, 860
LEAST_WIDTH, LEAST_HEIGHT = 640, 480


class DashboardWindow(SpokenWidget):
    """A window of its own, so that it can stand on another screen.

    Signals:
        closing(): the window is about to close.
        wallLeft(): Esc on the wall.
        spoken(): the language or the looks have changed, and the figures must be said again.
    """

    closing = Signal()
    wallLeft = Signal()
    spoken = Signal()

    def __init__(self, *, is_own: bool, may_give: bool) -> None:
        super().__init__(name="canvas")
        self.setWindowIcon(product_icon())
        self.bar = DashboardBar(is_own=is_own)
        self.stale = Notice()
        self.notice = Notice()
        self.board = DashboardBoard()
        self.behind = DashboardBehind(may_give=may_give)
        self._wall_line = label("wall-small")
        self._rooms = QStackedWidget()
        self._rooms.addWidget(self.board)
        self._rooms.addWidget(self.behind)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.bar, self.stale, self.notice, self._wall_line):
            layout.addWidget(part)
        layout.addWidget(self._rooms, 1)
        self._wall_line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._wall_line.hide()
        self.commands = Palette(self)
        self.arranging = DashboardArranging(self)
        self.behind.closed.connect(self.show_board)
        self._add_keys()
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self.resize(WIDTH, HEIGHT)
        self.ready()

    @property
    def shows_behind(self) -> bool:
        """Tell whether the list behind a figure is open."""
        return self._rooms.currentWidget() is self.behind

    @property
    def is_wall(self) -> bool:
        """Tell whether there is nothing but figures."""
        return self.bar.isHidden()

    def show_board(self) -> None:
        """Go back to the figures."""
        self._rooms.setCurrentWidget(self.board)
        first: QWidget = next(iter(self.board.tiles.values()), self.board)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_behind(self, title: str) -> None:
        """Open the list behind a figure."""
        self._rooms.setCurrentWidget(self.behind)
        self.behind.begin(title)

    def set_wall(self, *, on: bool) -> None:
        """Fill the screen with nothing but figures, or have the bar back."""
        self.bar.setVisible(not on)
        self._wall_line.setVisible(on)
        if on:
            self.showFullScreen()
        else:
            self.showNormal()

    def show_freshness(self, text: str) -> None:
        """Say of when the figures are, on the wall too."""
        self.bar.show_freshness(text)
        self._wall_line.setText(f"{text}   ")

    def say(self) -> None:
        """Write the title."""
        self.setWindowTitle(_("Live figures"))
        self.spoken.emit()

    def recolour(self) -> None:
        """Have the figures written again: the size of the text may be another."""
        self.spoken.emit()

    def _add_keys(self) -> None:
        QShortcut(QKeySequence("Esc"), self, self._go_back)
        QShortcut(QKeySequence.StandardKey.Close, self, self.close)
        for name, (_text, _icon, key) in BUTTONS.items():
            QShortcut(QKeySequence(key), self, lambda name=name: self.bar.pressed.emit(name))

    def _go_back(self) -> None:
        if self.arranging.isVisible():
            self.arranging.leave()
        elif self.commands.isVisible():
            self.commands.close_palette()
        elif self.shows_behind:
            self.show_board()
        elif self.is_wall:
            self.wallLeft.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the window closes."""
        self.closing.emit()
        super().closeEvent(event)
