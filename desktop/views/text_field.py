"""The field that one writes a reply or a note into."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from shared.contracts.vocabulary import TEXT_MAX

LOW_LINES, MIDDLE_LINES, HIGH_LINES = 1, 3, 5
FRAME = 18
PASTED_MOST = 4 * TEXT_MAX
"""More than that would stop the window for seconds, and could not be sent anyway; the clipboard keeps it."""


def local_files(data: QMimeData) -> list[Path]:
    """Return the files of this computer that are dragged or copied."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class TextField(QPlainTextEdit):
    """A line high while it is empty and unused, several while somebody writes. Plain text only.

    Signals:
        focused(bool): it got or lost the focus.
        filesGiven(list[Path]): these were dropped or pasted here.
        pasteRefused(int): so many characters were pasted, far more than can be sent; nothing was taken.
    """

    focused = Signal(bool)
    filesGiven = Signal(object)
    pasteRefused = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gives_way = False
        self._has_space = False
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(1)
        self.textChanged.connect(self.settle)
        self.settle()

    def give_way(self, *, on: bool) -> None:
        """Be lower for as long as something else needs the room."""
        self._gives_way = on
        self.settle()

    def settle(self) -> None:
        """Take the height that fits what is going on."""
        used = self.hasFocus() or not self.document().isEmpty()
        most = MIDDLE_LINES if self._gives_way else HIGH_LINES
        lines = most if used else LOW_LINES
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + FRAME)

    def write_word(self, word: str, over: int) -> None:
        """Write a word and a space in the place of so many characters before the cursor.

        A space that is typed right after it is that space.
        """
        cursor = self.textCursor()
        cursor.movePosition(cursor.MoveOperation.Left, cursor.MoveMode.KeepAnchor, over)
        cursor.insertText(f"{word} ")
        self._has_space = True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a space that stands there already as typed."""
        had_space, self._has_space = self._has_space, False
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        if had_space and event.text() == " " and before.endswith(" ") and not cursor.hasSelection():
            return
        super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take files too."""
        return bool(local_files(source)) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Hand files over in place of writing down where they are."""
        if found := local_files(source):
            self.filesGiven.emit(found)
        elif len(source.text()) > PASTED_MOST:
            self.pasteRefused.emit(len(source.text()))
        else:
            super().insertFromMimeData(source)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Grow."""
        super().focusInEvent(event)
        self.settle()
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Shrink when there is nothing in it."""
        super().focusOutEvent(event)
        self.settle()
        self.focused.emit(False)
