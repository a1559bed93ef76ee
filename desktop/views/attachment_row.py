"""The files that go along with what is being written, each with a way to take it out again."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.state.attaching import Chip
from desktop.state.hovering import as_written
from desktop.state.texts import _
from desktop.views import icons
from desktop.views.elided_label import ElidedLabel
from desktop.views.snug_scroll_area import SnugScrollArea
from desktop.views.spoken_widget import SpokenWidget, button, in_the_middle, label

CHIP_WIDTH = 260


class AttachmentChip(SpokenWidget):
    """One file.

    Signals:
        removeAsked(), againAsked(): take it out, or send it once more.
    """

    removeAsked = Signal()
    againAsked = Signal()

    def __init__(self, chip: Chip, parent: QWidget | None = None) -> None:
        super().__init__(parent, name="chip")
        self.chip = chip
        self.setProperty("refused", chip.is_refused)
        self._name = ElidedLabel()
        self._about = label("small", chip.about, wrap=True)
        self.again = button("link")
        self.again.setVisible(chip.may_try_again)
        self.remove = button("quiet", "small")
        self.remove.clicked.connect(self.removeAsked)
        self.again.clicked.connect(self.againAsked)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 4, 4)
        row.setSpacing(6)
        row.addLayout(in_the_middle(self._name, self._about), 1)
        row.addWidget(self.again)
        row.addWidget(self.remove)
        self.ready()
        self._name.show_text(chip.name)

    def say(self) -> None:
        """Name the buttons."""
        self.setAccessibleName(f"{self.chip.name}, {self.chip.about}")
        self.again.setText(_("Try again"))
        self.remove.setAccessibleName(_("Take out {name}").format(name=self.chip.name))
        self.remove.setToolTip(as_written(self.remove.accessibleName()))

    def recolour(self) -> None:
        """Draw the icon."""
        self.remove.setIcon(icons.icon("x", "muted"))


class AttachmentRow(QWidget):
    """Chips side by side, as many in a line as there is room for; hidden while there are none.

    Signals:
        removeAsked(UUID), againAsked(UUID): of the file with this key.
        spoken(): another language is in use, and the chips must be written again.
    """

    removeAsked = Signal(object)
    againAsked = Signal(object)
    spoken = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips: list[AttachmentChip] = []
        self._hint = label("small", wrap=True)
        self._grid = QGridLayout()
        self._grid.setSpacing(6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        scroll = SnugScrollArea()
        scroll.content.addLayout(self._grid)
        layout.addWidget(scroll)
        layout.addWidget(self._hint)
        self.hide()

    @property
    def hint(self) -> str:
        """What is missing before the files can go out."""
        return self._hint.text()

    def show_chips(self, chips: Sequence[Chip]) -> None:
        """Show these; nothing happens to those that are shown already."""
        if [one.chip for one in self.chips] == list(chips):
            return
        had_focus = any(one.remove.hasFocus() or one.again.hasFocus() for one in self.chips)
        for one in self.chips:
            self._grid.removeWidget(one)
            one.hide()
            one.deleteLater()
        self.chips = [self._chip(chip) for chip in chips]
        self._arrange()
        self.setVisible(bool(chips))
        if had_focus and self.chips:
            self.chips[-1].remove.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_hint(self, text: str) -> None:
        """Say under the chips what is missing before they can go out."""
        self._hint.setText(text)
        self._hint.setVisible(bool(text))

    def _chip(self, chip: Chip) -> AttachmentChip:
        one = AttachmentChip(chip)
        one.removeAsked.connect(lambda: self.removeAsked.emit(chip.key))
        one.againAsked.connect(lambda: self.againAsked.emit(chip.key))
        return one

    def _arrange(self) -> None:
        columns = max(1, self.width() // CHIP_WIDTH)
        for place, one in enumerate(self.chips):
            self._grid.addWidget(one, place // columns, place % columns)
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.spoken.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the chips for the new width."""
        super().resizeEvent(event)
        self._arrange()
