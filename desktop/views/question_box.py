"""One question of a category: its words in both languages, how it is answered, and whether it must be."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from desktop.state.admin_questions import KINDS, Question
from desktop.state.texts import _
from desktop.views import icons
from desktop.views.choices_editor import ChoicesEditor
from desktop.views.chooser import Chooser
from desktop.views.spoken_widget import SpokenWidget, button, label
from shared.contracts.knowledge import FieldKind
from shared.contracts.vocabulary import FIELD_LABEL_MAX


class QuestionBox(SpokenWidget):
    """A card within a form.

    Signals:
        edited(): the person has changed something.
        moveAsked(int): up (-1) or down (1).
        removeAsked(): the question is to go.
    """

    edited = Signal()
    moveAsked = Signal(int)
    removeAsked = Signal()

    def __init__(self, question: Question, *, is_fixed: bool) -> None:
        super().__init__(name="card")
        self._question = question
        self._number = 0
        self._title = label("caption")
        self.up, self.down, self.remove = (button("quiet", "small") for _place in range(3))
        self.spanish, self.english = QLineEdit(question.spanish), QLineEdit(question.english)
        self.kind = Chooser()
        for kind in KINDS:
            self.kind.addItem("", kind.value)
        self.kind.setCurrentIndex(self.kind.findData(question.kind.value))
        self.is_required = QCheckBox()
        self.is_required.setChecked(question.is_required)
        self.choices = ChoicesEditor(question.choices, is_fixed=is_fixed)
        self._lay_out()
        self._fix(is_fixed)
        self._connect()
        self._show_choices()
        self.ready()

    def question(self) -> Question:
        """Return what is written."""
        kind = FieldKind(self.kind.currentData())
        return Question(
            slug=self._question.slug,
            kind=kind,
            spanish=self.spanish.text().strip(),
            english=self.english.text().strip(),
            is_required=self.is_required.isChecked(),
            choices=self.choices.choices() if kind is FieldKind.CHOICE else (),
        )

    def parts(self) -> list[QWidget]:
        """Return all that takes the focus, in order."""
        own = (self.up, self.down, self.remove, self.spanish, self.english, self.kind, self.is_required)
        return [*own, *self.choices.parts()]

    def stand_at(self, number: int, count: int) -> None:
        """Say which of how many it is."""
        self._number = number
        self.up.setEnabled(number > 1)
        self.down.setEnabled(number < count)
        self.say()

    def say(self) -> None:
        """Name every part by the number of the question."""
        number = self._number
        self._title.setText(_("Question {number}").format(number=number))
        self.spanish.setPlaceholderText(_("In Spanish"))
        self.english.setPlaceholderText(_("In English"))
        self.spanish.setAccessibleName(_("Question {number} in Spanish").format(number=number))
        self.english.setAccessibleName(_("Question {number} in English").format(number=number))
        self.kind.setAccessibleName(_("How question {number} is answered").format(number=number))
        for place, name in enumerate(KINDS.values()):
            self.kind.setItemText(place, _(name))
        self.is_required.setText(_("Must be answered"))
        for one, name in (
            (self.up, _("Move question {number} up")),
            (self.down, _("Move question {number} down")),
            (self.remove, _("Remove question {number}")),
        ):
            one.setAccessibleName(name.format(number=number))
            one.setToolTip(name.format(number=number))

    def recolour(self) -> None:
        """Draw the icons in the colours in use."""
        for one, name in ((self.up, "caret-up"), (self.down, "caret-down"), (self.remove, "trash")):
            one.setIcon(icons.icon(name, "muted"))

    def _show_choices(self) -> None:
        self.choices.setVisible(self.kind.currentData() == FieldKind.CHOICE)

    def _fix(self, is_fixed: bool) -> None:
        for line in (self.spanish, self.english):
            line.setMaxLength(FIELD_LABEL_MAX)
            line.setReadOnly(is_fixed)
        self.kind.setEnabled(not is_fixed)
        self.is_required.setEnabled(not is_fixed)
        for one in (self.up, self.down, self.remove):
            one.setVisible(not is_fixed)

    def _connect(self) -> None:
        for line in (self.spanish, self.english):
            line.textEdited.connect(self.edited)
        self.kind.currentIndexChanged.connect(self._show_choices)
        self.kind.currentIndexChanged.connect(self.edited)
        self.is_required.toggled.connect(self.edited)
        self.choices.edited.connect(self.edited)
        self.up.clicked.connect(lambda: self.moveAsked.emit(-1))
        self.down.clicked.connect(lambda: self.moveAsked.emit(1))
        self.remove.clicked.connect(self.removeAsked)

    def _lay_out(self) -> None:
        moves = QWidget()  # each layout has a widget of its own: what is thrown away often nests none
        line = QHBoxLayout(moves)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        for one in (self.up, self.down, self.remove):
            line.addWidget(one)
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 8, 12, 12)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(6)
        grid.addWidget(self._title, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(moves, 0, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.spanish, 1, 0)
        grid.addWidget(self.english, 1, 1)
        grid.addWidget(self.kind, 2, 0)
        grid.addWidget(self.is_required, 2, 1)
        grid.addWidget(self.choices, 3, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
