"""A few fields and the button that sends them: the steps of signing in, and the forms of one's account."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.state.texts import _
from desktop.views import icons
from desktop.views.spoken_widget import SpokenWidget, button, label

HIGH = 36


@dataclass(frozen=True, slots=True)
class Field:
    """A line to fill in; its name is a marked text, and so is the hint. A secret one is not shown."""

    name: str
    is_secret: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a form says, as marked texts: on its button, while it waits, above its fields, on the way out."""

    submit: str
    busy: str
    intro: str = ""
    leave: str = ""


class FormStep(SpokenWidget):
    """Gives what was typed once every field is filled.

    ``above`` and ``below`` are layouts for more, before and behind the fields.

    Signals:
        given(tuple[str]): the texts of all fields, in their order.
        left(): the person wants none of it.
    """

    given = Signal(object)
    left = Signal()

    def __init__(self, fields: Sequence[Field], wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._described = tuple(fields)
        self._wording = wording
        self._busy = False
        self._intro = label("muted", wrap=True)
        self._names = [label("strong") for _field in fields]
        self.fields = [QLineEdit() for _field in fields]
        self._reveals: list[tuple[QAction, QLineEdit]] = []
        self.submit, self.leave = button("main"), button("link")
        self.submit.setMinimumHeight(HIGH)
        self.above, self.below = QVBoxLayout(), QVBoxLayout()
        for described, field in zip(self._described, self.fields, strict=True):
            self._prepare(described, field)
        self.submit.clicked.connect(self._give)
        self.leave.clicked.connect(self.left)
        self._lay_out()
        self.ready()

    def show_busy(self, *, busy: bool) -> None:
        """Show that the service is being asked."""
        self._busy = busy
        for field in self.fields:
            field.setReadOnly(busy)
        self.say()

    def begin(self) -> None:
        """Take the focus: the first field that is empty, or else the last one."""
        self.show_busy(busy=False)
        empty = [field for field in self.fields if not field.text().strip()]
        (empty[0] if empty else self.fields[-1]).setFocus()

    def again(self) -> None:
        """Have the last field typed once more."""
        self.show_busy(busy=False)
        self.fields[-1].setFocus()
        self.fields[-1].selectAll()

    def clear(self) -> None:
        """Empty all fields."""
        for field in self.fields:
            field.clear()

    def say(self) -> None:
        """Write everything in the language in use."""
        wording = self._wording
        self._intro.setText(_(wording.intro) if wording.intro else "")
        for described, name, field in zip(self._described, self._names, self.fields, strict=True):
            name.setText(_(described.name))
            field.setAccessibleName(_(described.name))
            field.setPlaceholderText(_(described.hint) if described.hint else "")
        for action, _field in self._reveals:
            action.setText(_("Show or hide the password"))
        self.submit.setText(_(wording.busy) if self._busy else _(wording.submit))
        self.leave.setText(_(wording.leave) if wording.leave else "")
        self._enable()

    def recolour(self) -> None:
        """Draw the icons."""
        for action, field in self._reveals:
            hidden = field.echoMode() is QLineEdit.EchoMode.Password
            action.setIcon(icons.icon("eye" if hidden else "eye-slash", "muted"))

    def _prepare(self, described: Field, field: QLineEdit) -> None:
        field.setMinimumHeight(HIGH)
        field.textChanged.connect(self._enable)
        field.returnPressed.connect(self._give)
        if described.is_secret:
            field.setEchoMode(QLineEdit.EchoMode.Password)
            action = QAction(self)
            action.triggered.connect(lambda: self._reveal(field))
            field.addAction(action, QLineEdit.ActionPosition.TrailingPosition)
            self._reveals.append((action, field))

    def _reveal(self, field: QLineEdit) -> None:
        hidden = field.echoMode() is QLineEdit.EchoMode.Password
        field.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self.recolour()

    def _enable(self) -> None:
        self.submit.setEnabled(not self._busy and all(field.text().strip() for field in self.fields))

    def _give(self) -> None:
        if self.submit.isEnabled():
            self.show_busy(busy=True)
            self.given.emit(tuple(field.text() for field in self.fields))
        elif not self._busy:
            self.begin()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._intro)
        layout.addLayout(self.above)
        layout.addSpacing(8 if self._wording.intro else 0)
        for name, field in zip(self._names, self.fields, strict=True):
            layout.addWidget(name)
            layout.addWidget(field)
            layout.addSpacing(8)
        layout.addLayout(self.below)
        layout.addSpacing(4)
        layout.addWidget(self.submit)
        layout.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignHCenter)
        self._intro.setVisible(bool(self._wording.intro))
        self.leave.setVisible(bool(self._wording.leave))
