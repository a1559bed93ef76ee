"""The console's window: bar, sidebar, list, open incident, status line."""

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QSplitter, QVBoxLayout, QWidget

from desktop.models.queue_table_model import QueueTableModel
from desktop.state.person import Person
from desktop.views.batch_bar import BatchBar
from desktop.views.help_overlay import HelpOverlay
from desktop.views.incident_view import IncidentView
from desktop.views.palette import Palette
from desktop.views.product_mark import product_icon
from desktop.views.queue_view import QueueView
from desktop.views.report_panel import ReportPanel
from desktop.views.sidebar import Sidebar
from desktop.views.status_bar import StatusBar
from desktop.views.top_bar import TopBar
from desktop.views.undo_bar import UndoBar
from desktop.views.waiting_bar import WaitingBar
from shared.clock import Clock

NARROW = 1100
"""Below this width an open incident covers the list, and the sidebar shows icons only."""
LOW = 640
"""Below this height too."""


class MainWindow(QMainWindow):
    """Holds the parts together.

    Signals:
        rowsPainted(list[tuple[UUID, int]]): these changed rows are on screen now, with their versions.
        closing(): the window is about to close.
    """

    rowsPainted = Signal(object)
    closing = Signal()

    def __init__(self, model: QueueTableModel, me: Person, clock: Clock) -> None:
        super().__init__()
        self.setWindowTitle("Ventanilla")
        self.setWindowIcon(product_icon())
        self.top_bar = TopBar(me, clock)
        self.sidebar = Sidebar()
        self.queue = QueueView(model, clock)
        self.incident = IncidentView(me, clock)
        self.report = ReportPanel()
        self.batch = BatchBar()
        self.waiting = WaitingBar()
        self.undo = UndoBar()
        self.status = StatusBar(clock)
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._is_open = False
        self._lay_out()
        self.help = HelpOverlay(self)
        self.commands = Palette(self)
        self.status.help.clicked.connect(self.help.open)
        self.queue.table.rowsPainted.connect(self.rowsPainted)
        self.resize(1280, 800)

    @property
    def covers(self) -> bool:
        """Tell whether an open incident covers the list at this size."""
        return self.width() < NARROW or self.height() < LOW

    def show_incident(self, *, is_open: bool) -> None:
        """Make room for the open incident, or give it back to the list."""
        self._is_open = is_open
        self._arrange()

    def split(self) -> QByteArray:
        """Return how the room is divided."""
        return self._splitter.saveState()

    def set_split(self, state: QByteArray) -> None:
        """Divide the room as it was."""
        if not state.isEmpty():
            self._splitter.restoreState(state)

    def _arrange(self) -> None:
        had_focus = self.queue.table.hasFocus()
        self.incident.setVisible(self._is_open)
        self.queue.setVisible(not (self._is_open and self.covers))
        if had_focus and self.queue.isHidden():
            self.incident.conversation.setFocus()  # arrows scroll it; Qt would take the first button
        self.sidebar.set_narrow(narrow=self.width() < NARROW)

    def _lay_out(self) -> None:
        self._splitter.addWidget(self.queue)
        self._splitter.addWidget(self.incident)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setSizes([212, 508])
        self._splitter.setStretchFactor(0, 2)
        self._splitter.setStretchFactor(1, 3)
        self.queue.setMinimumHeight(140)
        self.incident.setMinimumHeight(280)
        self.incident.hide()
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.sidebar)
        middle.addWidget(self._splitter, 1)
        whole = QWidget()
        whole.setObjectName("canvas")
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.top_bar)
        layout.addLayout(middle, 1)
        for bar in (self.report, self.batch, self.waiting, self.undo, self.status):
            layout.addWidget(bar)
        self.setCentralWidget(whole)
        self.setMinimumSize(720, 480)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the parts for the new size."""
        super().resizeEvent(event)
        self._arrange()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the window closes."""
        self.closing.emit()
        super().closeEvent(event)
