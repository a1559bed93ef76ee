"""Tags as chips, in as many lines as they need."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.state.texts import _
from desktop.views.elided_label import ElidedLabel
from desktop.views.spoken_widget import SpokenWidget, label

GAP = 4


class TagChips(SpokenWidget):
    """Hidden where there is no tag. ``room`` is the width of a line in pixels."""

    def __init__(self, room: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._room = room
        self._tags: tuple[str, ...] = ()
        self._chips: list[QLabel] = []
        self._heading = label("caption")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(GAP)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(4)
        layout.addWidget(self._heading)
        layout.addLayout(self._lines)
        self._show()
        self.ready()

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags on show."""
        return self._tags

    def show_tags(self, tags: Sequence[str]) -> None:
        """Show these."""
        if tuple(tags) != self._tags:
            self._tags = tuple(tags)
            self._show()

    def say(self) -> None:
        """Write the heading in the language in use."""
        self._heading.setText(_("Tags"))
        self.setAccessibleName(_("Tags") + ": " + ", ".join(self._tags))

    def recolour(self) -> None:
        """Break the lines anew: the text may have another size."""
        self._show()

    def _show(self) -> None:
        self._drop()
        line, left = self._line(), self._room
        for tag in self._tags:
            chip = ElidedLabel("chip")
            chip.show_text(tag)
            chip.ensurePolished()
            width = min(chip.fontMetrics().horizontalAdvance(tag) + 20, self._room)
            if width > left and left < self._room:
                line, left = self._line(), self._room
            chip.setFixedWidth(width)
            line.insertWidget(line.count() - 1, chip)
            self._chips.append(chip)
            left -= width + GAP
        self._heading.setVisible(bool(self._tags))
        self.setVisible(bool(self._tags))

    def _line(self) -> QHBoxLayout:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        line.setAlignment(Qt.AlignmentFlag.AlignLeft)
        line.addStretch(1)
        self._lines.addWidget(holder)
        return line

    def _drop(self) -> None:
        self._chips.clear()
        while (item := self._lines.takeAt(0)) is not None:
            if line := item.widget():
                line.hide()
                line.deleteLater()
