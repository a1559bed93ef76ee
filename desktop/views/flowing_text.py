"""Words of others, whole whatever they are: a long link breaks where the line ends, HTML stays as written."""

from math import ceil

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QTextOption, QWheelEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget


class FlowingText(QTextEdit):
    """Plain text to read and select, as high as it needs to be for its width.

    A QLabel breaks lines at spaces alone, and cuts off what has none. ``below`` pixels stay free under it.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None, *, below: int = 0) -> None:
        super().__init__(parent)
        self._below = below
        self.setViewportMargins(0, 0, 0, below)
        self.setObjectName("flowing")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setPlainText(text)

    def text(self) -> str:
        """Return the words."""
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Show other words."""
        self.setPlainText(text)
        self.updateGeometry()

    def selected_text(self) -> str:
        """Return what is selected, empty where nothing is."""
        return self.textCursor().selection().toPlainText()

    def natural_width(self, most: int) -> int:
        """Return the pixels that the longest line takes, ``most`` at the most."""
        self.document().setTextWidth(most)
        return ceil(self.document().idealWidth())

    # What Qt calls.

    def heightForWidth(self, width: int) -> int:
        """Return the pixels that the words take from top to bottom."""
        self.document().setTextWidth(width)
        return ceil(self.document().size().height()) + self._below

    def sizeHint(self) -> QSize:
        """Return the size of the words at the width that they have now."""
        return QSize(self.width(), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """Return that any width will do."""
        return QSize(0, self.fontMetrics().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to what the words are in: here there is nothing to scroll."""
        event.ignore()
