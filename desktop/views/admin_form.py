"""A form of the administration, made of the description of its fields."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QIntValidator, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.state.admin_form import Choices, Entry, FormField
from desktop.views import icons
from desktop.views.spoken_widget import label

NUMBER_MAX = 100_000
ARROW = 24
TEXT_LINES = 6


class _Chooser(QComboBox):
    """One of several. The wheel scrolls the form and changes nothing."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow in the colours in use; the style sheet's own would need a file."""
        super().paintEvent(event)
        place = QPoint(self.width() - ARROW, (self.height() - icons.SIZE) // 2)
        QPainter(self).drawPixmap(place, icons.pixmap("caret-down", "muted"))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to what is around."""
        event.ignore()


class AdminForm(QWidget):
    """The fields below each other, each under its label.

    Signals:
        edited(): the person has changed something.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._readers: dict[str, Callable[[], Any]] = {}
        self.widgets: dict[str, QWidget] = {}
        """What the fields are filled in with, by name."""
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)

    def show_fields(self, fields: Sequence[FormField]) -> None:
        """Show these fields, and nothing of those before."""
        while item := self._layout.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._readers, self.widgets = {}, {}
        for field in fields:
            widget, self._readers[field.name] = self._made(field)
            widget.setAccessibleName(field.label)
            widget.setAccessibleDescription(field.hint)
            if isinstance(widget, QLineEdit):
                widget.setReadOnly(field.is_fixed)  # it can still be reached, read and copied
            else:
                widget.setEnabled(not field.is_fixed)
            self.widgets[field.name] = widget
            if field.entry is not Entry.FLAG:
                self._layout.addWidget(label("caption", field.label))
            self._layout.addWidget(widget)
            if field.hint:
                self._layout.addWidget(label("small", field.hint, wrap=True))
            self._layout.addSpacing(8)

    def values(self) -> dict[str, Any]:
        """Return what is in the fields."""
        return {name: read() for name, read in self._readers.items()}

    def _made(self, field: FormField) -> tuple[QWidget, Callable[[], Any]]:
        if field.entry is Entry.ONE:
            return self._chooser(field)
        if field.entry is Entry.MANY:
            return self._boxes(field.choices, field.value)
        if field.entry is Entry.FLAG:
            box = self._box(field.label, ticked=field.value)
            return box, box.isChecked
        if field.entry is Entry.TEXT:
            return self._text(field)
        line = QLineEdit("" if field.value is None else str(field.value))
        line.textEdited.connect(self.edited)
        if field.entry is Entry.NUMBER:
            line.setValidator(QIntValidator(1, NUMBER_MAX, line))
            return line, lambda: int(line.text()) if line.text().isdigit() else None
        return line, lambda: line.text().strip()

    def _text(self, field: FormField) -> tuple[QWidget, Callable[[], Any]]:
        text = QPlainTextEdit(field.value)
        text.setTabChangesFocus(True)
        text.setReadOnly(field.is_fixed)
        text.setFixedHeight(text.fontMetrics().lineSpacing() * TEXT_LINES)
        text.textChanged.connect(self.edited)
        return text, lambda: text.toPlainText().strip()

    def _chooser(self, field: FormField) -> tuple[QWidget, Callable[[], Any]]:
        chooser = _Chooser()
        for value, text in field.choices:
            chooser.addItem(text, str(value))
        if chooser.findData(str(field.value)) < 0:
            chooser.addItem(
                str(field.value), str(field.value)
            )  # what is out of use stays until it is changed
        chooser.setCurrentIndex(chooser.findData(str(field.value)))
        chooser.currentIndexChanged.connect(self.edited)
        return chooser, chooser.currentData

    def _boxes(self, choices: Choices, chosen: Sequence[str]) -> tuple[QWidget, Callable[[], Any]]:
        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        known = {value for value, _text in choices}
        offered = [*choices, *((one, one) for one in chosen if one not in known)]
        boxes = {value: self._box(text, ticked=value in chosen) for value, text in offered}
        for box in boxes.values():
            layout.addWidget(box)
        return whole, lambda: tuple(str(value) for value, box in boxes.items() if box.isChecked())

    def _box(self, text: str, *, ticked: bool) -> QCheckBox:
        box = QCheckBox(text.replace("&", "&&"))  # one alone would underline a letter
        box.setChecked(ticked)
        box.toggled.connect(self.edited)
        return box
