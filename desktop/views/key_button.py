"""A button that also shows the key that does the same."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.views import theme
from desktop.views.key_names import key_name
from desktop.views.spoken_widget import Button

GAP = 10
PADDING = 12


class KeyButton(Button):
    """Icon and name at the left, the key, quieter, at the right."""

    def __init__(self, name: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setObjectName(name)
        self.setProperty("kind", "key")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Return the space for all three."""
        size = super().sizeHint()
        return QSize(
            size.width() + self.fontMetrics().horizontalAdvance(key_name(self._key)) + GAP, size.height()
        )

    def minimumSizeHint(self) -> QSize:
        """Return the same: the key is never cut off."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button, then the key."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(theme.color("muted"))
        area = self.rect().adjusted(0, 0, -PADDING, 0)
        painter.drawText(
            area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, key_name(self._key)
        )
