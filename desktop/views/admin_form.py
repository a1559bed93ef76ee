"""A form of the administration, made of the description of its fields."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.state.admin_form import Entry, FormField
from desktop.views.chooser import Chooser
from desktop.views.questions_editor import QuestionsEditor
from desktop.views.spoken_widget import label

TEXT_LINES = 6
Made = tuple[QWidget, Callable[[], Any]]
"""What a field is filled in with, and what reads it."""


class AdminForm(QWidget):
    """The fields below each other, each under its label.

    Signals:
        edited(): the person has changed something.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("form")
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
            if isinstance(widget, QLineEdit | QPlainTextEdit):
                widget.setReadOnly(field.is_fixed)  # it can still be reached, read and copied
            elif not isinstance(widget, QuestionsEditor):
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

    def parts(self) -> list[QWidget]:
        """Return all that takes the focus, in order."""
        result: list[QWidget] = []
        for widget in self.widgets.values():
            if isinstance(widget, QuestionsEditor):
                result += widget.parts()
            else:
                result += widget.findChildren(QCheckBox) or [widget]
        return result

    def _made(self, field: FormField) -> Made:
        makers: dict[Entry, Callable[[FormField], Made]] = {
            Entry.ONE: self._chooser,
            Entry.MANY: self._boxes,
            Entry.FLAG: self._flag,
            Entry.TEXT: self._text,
            Entry.NUMBER: self._number,
            Entry.QUESTIONS: self._questions,
        }
        return makers.get(field.entry, self._line)(field)

    def _line(self, field: FormField) -> Made:
        line = QLineEdit(str(field.value))
        line.setCursorPosition(0)  # what is too long shows its beginning
        line.textEdited.connect(self.edited)
        return line, lambda: line.text().strip()

    def _number(self, field: FormField) -> Made:
        line = QLineEdit("" if field.value is None else str(field.value))
        line.textEdited.connect(self.edited)
        line.setValidator(QIntValidator(field.least, field.most, line))
        return line, lambda: int(line.text()) if line.text().isdigit() else None

    def _flag(self, field: FormField) -> Made:
        box = self._box(field.label, ticked=field.value)
        return box, box.isChecked

    def _questions(self, field: FormField) -> Made:
        editor = QuestionsEditor(field.value, is_fixed=field.is_fixed)
        editor.edited.connect(self.edited)
        return editor, editor.questions

    def _text(self, field: FormField) -> Made:
        text = QPlainTextEdit(field.value)
        text.setTabChangesFocus(True)
        text.setFixedHeight(text.fontMetrics().lineSpacing() * TEXT_LINES)
        text.textChanged.connect(self.edited)
        return text, lambda: text.toPlainText().strip()

    def _chooser(self, field: FormField) -> Made:
        chooser = Chooser()
        for value, text in field.choices:
            chooser.addItem(text, str(value))
        if chooser.findData(str(field.value)) < 0:
            chooser.addItem(
                str(field.value), str(field.value)
            )  # what is out of use stays until it is changed
        chooser.setCurrentIndex(chooser.findData(str(field.value)))
        chooser.currentIndexChanged.connect(self.edited)
        return chooser, chooser.currentData

    def _boxes(self, field: FormField) -> Made:
        choices, chosen = field.choices, field.value
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
