"""The bar that says what waits for the connection."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.state.gestures import BY_NAME
from desktop.state.outbox import Waiting
from desktop.state.texts import _, ngettext
from desktop.views import icons
from desktop.views.spoken_widget import SpokenWidget, button, label


class WaitingBar(SpokenWidget):
    """One line above the status line, there only while something waits.

    Signals:
        againAsked(): try now.
        dropAsked(): give it all up.
    """

    againAsked = Signal()
    dropAsked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, name="waitingbar")
        self._oldest: Waiting | None = None
        self._count = 0
        self._icon = label()
        self._text = label()
        self._what = label("small")
        self._again = button()
        self._again.clicked.connect(self.againAsked)
        self._drop = button("quiet")
        self._drop.clicked.connect(self.dropAsked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 12, 6)
        layout.setSpacing(8)
        for part in (self._icon, self._text, self._what):
            layout.addWidget(part)
        layout.addStretch(1)
        layout.addWidget(self._drop)
        layout.addWidget(self._again)
        self.hide()
        self.ready()

    @property
    def text(self) -> str:
        """The sentence on show, empty when there is none."""
        return "" if self.isHidden() else self._text.text()

    def show_waiting(self, oldest: Waiting | None, count: int) -> None:
        """Show how many wait, and which is the oldest."""
        self._oldest, self._count = oldest, count
        self.say()
        self.setVisible(oldest is not None)

    def say(self) -> None:
        """Write it in the language in use."""
        self._again.setText(_("Try now"))
        self._drop.setText(_("Don't send"))
        if self._oldest is None:
            return
        text = ngettext(
            "{count} gesture waits for the connection",
            "{count} gestures wait for the connection",
            self._count,
        )
        self._text.setText(text.format(count=self._count))
        self.setAccessibleName(self._text.text())
        self._what.setText(f"{BY_NAME[self._oldest.gesture].label()}  ·  {self._oldest.reference}")

    def recolour(self) -> None:
        """Draw the icon."""
        self._icon.setPixmap(icons.pixmap("wifi-slash", "warning"))
