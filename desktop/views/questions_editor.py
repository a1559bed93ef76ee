"""The questions of a category below each other: added, written, moved and removed."""

from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.state.admin_questions import Question, Questions
from desktop.state.texts import _
from desktop.views.question_box import QuestionBox
from desktop.views.spoken_widget import SpokenWidget, button
from shared.contracts.vocabulary import FIELDS_MAX


class QuestionsEditor(SpokenWidget):
    """A field of a form.

    Signals:
        edited(): the person has changed something.
    """

    edited = Signal()

    def __init__(self, questions: Questions, *, is_fixed: bool) -> None:
        super().__init__()
        self._is_fixed = is_fixed
        self.boxes: list[QuestionBox] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self.add = button()
        self.add.setVisible(not is_fixed)
        self.add.clicked.connect(self._begin)
        self._layout.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        for one in questions:
            self._append(one)
        self.ready()

    def questions(self) -> Questions:
        """Return what is written."""
        return tuple(one.question() for one in self.boxes)

    def parts(self) -> list[QWidget]:
        """Return all that takes the focus, in order."""
        return [*(part for box in self.boxes for part in box.parts()), self.add]

    def say(self) -> None:
        """Number the questions."""
        self.add.setText(_("Add a question"))
        self.add.setEnabled(len(self.boxes) < FIELDS_MAX)
        for number, box in enumerate(self.boxes, 1):
            box.stand_at(number, len(self.boxes))
        self._order()

    def _order(self) -> None:
        """Have the tabulator lead through all questions to the button below them."""
        for before, after in pairwise([self.add, *self.parts()]):
            if before is not after:
                self.setTabOrder(before, after)

    def _begin(self) -> None:
        box = self._append(Question())
        self.say()
        box.show()  # at once: what is not seen yet takes no focus
        box.spanish.setFocus()
        self.edited.emit()

    def _append(self, question: Question) -> QuestionBox:
        box = QuestionBox(question, is_fixed=self._is_fixed)
        box.edited.connect(self.edited)
        box.choices.linesChanged.connect(self._order)
        box.moveAsked.connect(partial(self._move, box))
        box.removeAsked.connect(partial(self._remove, box))
        self._layout.insertWidget(len(self.boxes), box)
        self.boxes.append(box)
        return box

    def _move(self, box: QuestionBox, by: int) -> None:
        place = self.boxes.index(box) + by
        self.boxes.remove(box)
        self.boxes.insert(place, box)
        self._layout.removeWidget(box)
        self._layout.insertWidget(place, box)
        pressed = box.up if by < 0 else box.down
        self.say()
        other = box.down if by < 0 else box.up
        (pressed if pressed.isEnabled() else other).setFocus()
        self.edited.emit()

    def _remove(self, box: QuestionBox) -> None:
        self.boxes.remove(box)
        self._layout.removeWidget(box)
        box.hide()
        box.deleteLater()
        self.say()
        self.add.setFocus()
        self.edited.emit()
