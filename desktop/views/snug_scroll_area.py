"""A scroll area as high as what is in it, up to a limit, and lower where there is no room."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

MOST_LINES = 12
LEAST_LINES = 3


class SnugScrollArea(QScrollArea):
    """Scrolls up and down only; its height is counted in lines of text, so it follows the text's size."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._flow = QWidget()
        self._flow.setObjectName("flow")
        self.content = QVBoxLayout(self._flow)
        self.content.setContentsMargins(0, 0, 0, 0)
        self.setWidget(self._flow)
        self._flow.installEventFilter(self)

    def sizeHint(self) -> QSize:
        """Return the height of the content, within the limit."""
        return QSize(super().sizeHint().width(), min(self._needed(), self._lines(MOST_LINES)))

    def minimumSizeHint(self) -> QSize:
        """Return a few lines, or less where less is in it."""
        return QSize(super().minimumSizeHint().width(), min(self._needed(), self._lines(LEAST_LINES)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may need another height."""
        super().resizeEvent(event)
        self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what is in it."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _needed(self) -> int:
        if self.content.hasHeightForWidth():
            return self.content.heightForWidth(self.viewport().width())
        return self.content.sizeHint().height()

    def _lines(self, count: int) -> int:
        return self.fontMetrics().lineSpacing() * count
