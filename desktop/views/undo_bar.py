"""The bar that says what was just done and takes it back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.state.gestures import BY_NAME
from desktop.state.texts import _, ngettext
from desktop.state.undo import Step
from desktop.views import icons
from desktop.views.key_names import key_name
from desktop.views.looks import number_font
from desktop.views.spoken_widget import SpokenWidget, button, label


class UndoBar(SpokenWidget):
    """One line above the status line, there only while something can be taken back.

    Signals:
        asked(): take the newest back.
    """

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, name="undobar")
        self._step: Step | None = None
        self._seconds = 0
        self._others = 0
        self._icon = label()
        self._text = label()
        self._more = label("small")
        self._left = label("small")
        self._left.setFont(number_font(self.font()))
        self._undo = button()
        self._undo.clicked.connect(self.asked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 12, 6)
        layout.setSpacing(8)
        for part in (self._icon, self._text, self._more):
            layout.addWidget(part)
        layout.addStretch(1)
        layout.addWidget(self._left)
        layout.addWidget(self._undo)
        self.hide()
        self.ready()

    @property
    def text(self) -> str:
        """The sentence on show, empty when there is none."""
        return "" if self.isHidden() else self._text.text()

    def show_step(self, step: Step, seconds: int, others: int) -> None:
        """Show the newest step, how many seconds are left for it, and how many are behind it."""
        is_other = step is not self._step
        self._step, self._seconds, self._others = step, seconds, others
        self.say()
        if is_other:
            self.recolour()
            self.setAccessibleName(self._text.text())  # once, so that it is not read out each second
        self.show()

    def clear(self) -> None:
        """Take the bar away."""
        self._step = None
        self.hide()

    def say(self) -> None:
        """Write it in the language in use."""
        step = self._step
        self._undo.setText(_("Undo ({key})").format(key=key_name("Ctrl+Z")))
        if step is None:
            return
        count = len(step.incident_ids)
        many = ngettext("{count} incident", "{count} incidents", count).format(count=count)
        parts = [BY_NAME[step.gesture].label(), many if count > 1 else step.reference]
        if step.is_held:
            parts.append(_("not sent yet"))
        self._text.setText("  ·  ".join(parts))
        self._left.setText(_("{seconds} s").format(seconds=self._seconds))
        more = ngettext("and {count} more", "and {count} more", self._others).format(count=self._others)
        self._more.setText(more if self._others else "")

    def recolour(self) -> None:
        """Draw the icon of what was done."""
        name = BY_NAME[self._step.gesture].icon if self._step else "arrow-u-up-left"
        self._icon.setPixmap(icons.pixmap(name, "accent"))
        self._undo.setIcon(icons.icon("arrow-u-up-left"))
