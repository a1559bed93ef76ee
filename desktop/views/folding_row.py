"""Parts side by side, or one below the other where they do not fit."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

Direction = QBoxLayout.Direction


class FoldingRow(QWidget):
    """Folds by what its parts ask for, so it follows the size and the language of the text."""

    def __init__(self, spacing: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QBoxLayout(Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(spacing)
        # It may be narrower than its parts side by side: that is when it folds.
        self._row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)

    @property
    def is_folded(self) -> bool:
        """Whether its parts stand one below the other."""
        return self._row.direction() is Direction.TopToBottom

    def add(self, part: QWidget, stretch: int = 0) -> None:
        """Put another part at the end."""
        self._row.addWidget(part, stretch)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold."""
        super().resizeEvent(event)
        self._fold()

    def event(self, event: QEvent) -> bool:
        """Fold or unfold when a part asks for another width, such as a text that grew."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._fold()
        return super().event(event)

    def _fold(self) -> None:
        parts = [item.widget() for place in range(self._row.count()) if (item := self._row.itemAt(place))]
        widths = [part.minimumSizeHint().width() for part in parts if part and not part.isHidden()]
        needed = sum(widths) + self._row.spacing() * (len(widths) - 1)
        direction = Direction.LeftToRight if needed <= self.width() else Direction.TopToBottom
        if direction is not self._row.direction():
            self._row.setDirection(direction)
