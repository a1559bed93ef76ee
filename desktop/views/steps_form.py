"""What a macro does besides its words, as fields."""

from collections.abc import Mapping

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QWidget

from desktop.state.texts import _
from desktop.state.words import priority_name
from desktop.views.chooser import Chooser
from desktop.views.spoken_widget import SpokenWidget, label
from shared.contracts.macros import WAIT_DAYS_MAX, MacroSteps
from shared.contracts.vocabulary import Priority

USUAL_DAYS = 3
NOTHING, RESOLVE, WAIT = "", "resolve", "wait"


class StepsForm(SpokenWidget):
    """Two columns of fields with their names above them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.claim = QCheckBox()
        self.priority, self.category, self.team, self.then = (Chooser() for _place in range(4))
        self.tags = QLineEdit()
        self.days = QLineEdit()
        self.days.setValidator(QIntValidator(1, WAIT_DAYS_MAX, self.days))
        self._names: dict[QWidget, QLabel] = {}
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(12)
        layout.setVerticalSpacing(2)
        pairs = [(self.priority, self.category), (self.team, self.tags), (self.then, self.days)]
        for row, pair in enumerate(pairs):
            for column, field in enumerate(pair):
                self._names[field] = label("caption")
                layout.addWidget(self._names[field], 2 * row, column)
                layout.addWidget(field, 2 * row + 1, column)
        layout.addWidget(self.claim, 6, 0)
        layout.setColumnStretch(0, 1)
        layout.setColumnStretch(1, 1)
        self.then.currentIndexChanged.connect(self._show_days)
        self.ready()

    def show_steps(self, steps: MacroSteps, categories: Mapping[str, str], teams: Mapping[str, str]) -> None:
        """Show these, with what there is to choose from by slug and name."""
        same = _("As it is")
        priorities = {str(one): priority_name(one) for one in reversed(Priority)}
        _fill(self.priority, {"": same, **priorities}, steps.priority)
        _fill(self.category, {"": same, **categories}, steps.category)
        _fill(self.team, {"": same, **teams}, steps.team)
        ends = {NOTHING: _("Nothing more"), RESOLVE: _("Resolve"), WAIT: _("Wait for the customer")}
        _fill(self.then, ends, RESOLVE if steps.resolve else WAIT if steps.wait_days else NOTHING)
        self.days.setText(str(steps.wait_days or USUAL_DAYS))
        self.tags.setText(", ".join(steps.tags))
        self.claim.setChecked(steps.claim)
        self._show_days()

    def steps(self) -> MacroSteps:
        """Return what the fields say; raise pydantic's ValidationError where that is not possible."""
        then = self.then.currentData()
        return MacroSteps.model_validate(
            {
                "claim": self.claim.isChecked(),
                "priority": self.priority.currentData() or None,
                "category": self.category.currentData() or None,
                "team": self.team.currentData() or None,
                "tags": ["-".join(one.split()) for one in self.tags.text().split(",") if one.strip()],
                "wait_days": int(self.days.text() or 0) if then == WAIT else None,
                "resolve": then == RESOLVE,
            }
        )

    def say(self) -> None:
        """Write the names in the language in use."""
        names = {
            self.priority: _("Priority"),
            self.category: _("Category"),
            self.team: _("Team"),
            self.tags: _("Tags, with commas between them"),
            self.then: _("In the end"),
            self.days: _("Days to wait"),
        }
        for field, name in names.items():
            self._names[field].setText(name)
            field.setAccessibleName(name)
        self.claim.setText(_("Claim it"))

    def _show_days(self) -> None:
        is_waiting = self.then.currentData() == WAIT
        self.days.setVisible(is_waiting)
        self._names[self.days].setVisible(is_waiting)


def _fill(field: Chooser, choices: Mapping[str, str], present: str | None) -> None:
    field.clear()
    for value, name in choices.items():
        field.addItem(name, value)
    field.setCurrentIndex(max(field.findData(present or ""), 0))
