"""Where a macro is written: its name, its words in each language, and what it does."""

from collections.abc import Mapping

from pydantic import ValidationError
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.state.texts import _
from desktop.views.notice import Notice, Tone
from desktop.views.overlay import Overlay
from desktop.views.spoken_widget import button, label
from desktop.views.steps_form import StepsForm
from shared.contracts.macros import Macro, MacroDraft
from shared.contracts.vocabulary import Language

WIDTH = 560
LANGUAGES = {Language.SPANISH: "Español", Language.ENGLISH: "English"}
LINES = 2


class MacroCard(Overlay):
    """A card over the window.

    Signals:
        saved(MacroDraft, bool): keep it so; for everybody or not.
        deleted(): remove the macro that is shown.
    """

    saved = Signal(object, bool)
    deleted = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, WIDTH)
        self._macro: Macro | None = None
        self._title = label("heading")
        self.notice = Notice()
        self.name = QLineEdit()
        self.texts = {one: QPlainTextEdit() for one in Language}
        self.steps = StepsForm()
        self.is_shared = QCheckBox()
        self._hint = label("small", wrap=True)
        self._names: dict[QWidget, QLabel] = {}
        self._delete, self._cancel, self._save = button("quiet"), button(), button("main")
        self._delete.clicked.connect(self.deleted)
        self._cancel.clicked.connect(self.leave)
        self._save.clicked.connect(self.save)
        self._lay_out()
        self.ready()

    def open(
        self,
        macro: Macro | None,
        draft: MacroDraft,
        categories: Mapping[str, str],
        teams: Mapping[str, str],
        *,
        may_share: bool,
    ) -> None:
        """Show a macro, or a new one that begins with a draft (which need not be whole yet)."""
        self._macro = macro
        shown = macro or draft
        self.notice.clear()
        self.name.setText(shown.name)
        for one, field in self.texts.items():
            field.setPlainText(shown.texts.get(one, ""))
        self.steps.show_steps(shown.steps, categories, teams)
        self.is_shared.setChecked(macro is not None and macro.owner is None)
        self.is_shared.setVisible(may_share)
        self._delete.setVisible(macro is not None)
        self.say()
        self.open_over(self.name)

    def save(self) -> None:
        """Hand on what is written, or say what is wrong with it."""
        texts = {one: field.toPlainText().strip() for one, field in self.texts.items()}
        try:
            steps = self.steps.steps()
            draft = MacroDraft(
                name=self.name.text().strip(),
                texts={one: text for one, text in texts.items() if text},
                steps=steps,
            )
        except ValidationError as error:
            self.notice.tell(Tone.WARNING, _why(error))
            return
        self.saved.emit(draft, self.is_shared.isChecked())

    def say(self) -> None:
        """Write everything in the language in use."""
        self._title.setText(_("Change a macro") if self._macro else _("New macro"))
        self._names[self.name].setText(_("Name"))
        self.name.setAccessibleName(_("Name"))
        for one, field in self.texts.items():
            name = _("Words, {language}").format(language=LANGUAGES[one])
            self._names[field].setText(name)
            field.setAccessibleName(name)
        hint = _("{names} are filled in for each incident.")
        self._hint.setText(hint.format(names="{customer} {reference} {order} {product} {me}"))
        self.is_shared.setText(_("For everybody"))
        self._delete.setText(_("Delete"))
        self._cancel.setText(_("Cancel"))
        self._save.setText(_("Save"))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(4)
        layout.addWidget(self._title)
        layout.addWidget(self.notice)
        for field in (self.name, *self.texts.values()):
            self._names[field] = label("caption")
            layout.addWidget(self._names[field])
            layout.addWidget(field)
        for text in self.texts.values():
            text.setTabChangesFocus(True)
            text.setFixedHeight(text.fontMetrics().lineSpacing() * LINES + 18)
        layout.addWidget(self._hint)
        layout.addWidget(self.steps)
        layout.addWidget(self.is_shared)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 8, 0, 0)
        buttons.addWidget(self._delete)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._save)
        layout.addLayout(buttons)


def _why(error: ValidationError) -> str:
    """Return what is wrong in the person's words as far as they are known."""
    fault = error.errors()[0]
    places = {"name": _("It needs a name."), "tags": _("A tag has letters, digits and hyphens, 30 at most.")}
    for place in fault["loc"]:
        if place in places:
            return places[str(place)]
    message = str(fault["msg"])
    if "words or something" in message:
        return _("It needs words, or something to do.")
    if "nothing is called" in message:
        return _("The words have a name in braces that is not known.")
    if "one's own" in message:
        return _("What goes to another team can't be claimed too.")
    return _("That can't be kept: {why}").format(why=message)
