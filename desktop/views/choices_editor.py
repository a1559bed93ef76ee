"""What a question offers to choose from, a line each, in both languages."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QWidget

from desktop.state.admin_questions import Choice
from desktop.state.texts import _
from desktop.views import icons
from desktop.views.spoken_widget import SpokenWidget, button
from shared.contracts.vocabulary import FIELD_LABEL_MAX

CHOICES_MAX = 30


@dataclass(frozen=True, eq=False)
class _Row:
    slug: str
    spanish: QLineEdit
    english: QLineEdit
    remove: QPushButton

    def parts(self) -> tuple[QWidget, ...]:
        return self.spanish, self.english, self.remove


class ChoicesEditor(SpokenWidget):
    """Lines that come and go.

    Signals:
        edited(): the person has changed something.
        linesChanged(): a line has come or gone.
    """

    edited = Signal()
    linesChanged = Signal()

    def __init__(self, choices: tuple[Choice, ...], *, is_fixed: bool) -> None:
        super().__init__()
        self._is_fixed = is_fixed
        self.rows: list[_Row] = []
        self._layout = QGridLayout(self)  # the only one: what is thrown away often nests none
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self.add = button("link")
        self.add.setVisible(not is_fixed)
        self.add.clicked.connect(self._begin)
        for one in choices:
            self._append(one)
        self._place_add()
        self.ready()

    def choices(self) -> tuple[Choice, ...]:
        """Return what is written."""
        return tuple(
            Choice(row.slug, row.spanish.text().strip(), row.english.text().strip()) for row in self.rows
        )

    def parts(self) -> list[QWidget]:
        """Return all that takes the focus, in order."""
        return [*(part for row in self.rows for part in row.parts()), self.add]

    def say(self) -> None:
        """Name every line by its number."""
        self.add.setText(_("Add a choice"))
        self.add.setEnabled(len(self.rows) < CHOICES_MAX)
        for number, row in enumerate(self.rows, 1):
            row.spanish.setPlaceholderText(_("In Spanish"))
            row.english.setPlaceholderText(_("In English"))
            row.spanish.setAccessibleName(_("Choice {number} in Spanish").format(number=number))
            row.english.setAccessibleName(_("Choice {number} in English").format(number=number))
            row.remove.setAccessibleName(_("Remove choice {number}").format(number=number))
            row.remove.setToolTip(_("Remove"))

    def recolour(self) -> None:
        """Draw the icons in the colours in use."""
        for row in self.rows:
            row.remove.setIcon(icons.icon("x", "muted"))

    def _begin(self) -> None:
        row = self._append(Choice())
        self._place_add()
        self.recolour()
        self.say()
        for part in row.parts():
            part.show()  # at once: what is not seen yet takes no focus
        row.spanish.setFocus()
        self.linesChanged.emit()
        self.edited.emit()

    def _append(self, choice: Choice) -> _Row:
        row = _Row(
            choice.slug, QLineEdit(choice.spanish), QLineEdit(choice.english), button("quiet", "small")
        )
        place = self._layout.rowCount()
        for column, part in enumerate(row.parts()):
            self._layout.addWidget(part, place, column)
        for line in (row.spanish, row.english):
            line.setMaxLength(FIELD_LABEL_MAX)
            line.setReadOnly(self._is_fixed)
            line.textEdited.connect(self.edited)
        row.remove.setVisible(not self._is_fixed)
        row.remove.clicked.connect(partial(self._remove, row))
        self.rows.append(row)
        return row

    def _remove(self, row: _Row) -> None:
        self.rows.remove(row)
        for part in row.parts():
            self._layout.removeWidget(part)
            part.hide()
            part.deleteLater()
        self.say()
        self.add.setFocus()
        self.edited.emit()

    def _place_add(self) -> None:
        """Keep the button below the last line."""
        self._layout.removeWidget(self.add)
        self._layout.addWidget(self.add, self._layout.rowCount(), 0, Qt.AlignmentFlag.AlignLeft)
