"""A card that asks before somebody's data is handed out or erased."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.state.texts import _
from desktop.views.notice import Notice
from desktop.views.overlay import Overlay
from desktop.views.spoken_widget import button, label
from shared.contracts.vocabulary import REASON_MAX

WIDTH = 520


class PersonCard(Overlay):
    """Says what will happen, and takes the reason where one is wanted.

    Signals:
        agreed(str): go on, with this reason.
    """

    agreed = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, WIDTH)
        self._title = label("heading", wrap=True)
        self.notice = Notice()
        self.words = label(wrap=True)
        self._why = label("caption")
        self.reason = QLineEdit()
        self.reason.setMaxLength(REASON_MAX)
        self._hint = label("small", wrap=True)
        self.cancel, self.go_on = button(), button("main")
        self.cancel.clicked.connect(self.leave)
        self.go_on.clicked.connect(self._agree)
        self.reason.returnPressed.connect(self.go_on.click)
        self.reason.textChanged.connect(self._weigh)
        self._lay_out()
        self.ready()

    def open(self, title: str, words: str, verb: str, *, needs_reason: bool) -> None:
        """Show what is going to happen; ``verb`` is on the button."""
        self.notice.clear()
        self._title.setText(title)
        self.words.setText(words)
        self.go_on.setText(verb)
        self.reason.clear()
        for part in (self._why, self.reason, self._hint):
            part.setVisible(needs_reason)
        self._weigh()
        self.open_over(self.reason if needs_reason else self.cancel)

    def say(self) -> None:
        """Write the texts that are always the same."""
        self._why.setText(_("Why"))
        self.reason.setAccessibleName(_("Why"))
        self._hint.setText(_("It is kept: write no names."))
        self.cancel.setText(_("Cancel"))

    def _weigh(self) -> None:
        self.go_on.setEnabled(self.reason.isHidden() or bool(self.reason.text().strip()))

    def _agree(self) -> None:
        self.agreed.emit(self.reason.text().strip())

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(8)
        for part in (self._title, self.notice, self.words, self._why, self.reason, self._hint):
            layout.addWidget(part)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 8, 0, 0)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.go_on)
        layout.addLayout(buttons)
