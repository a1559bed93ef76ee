"""The recovery codes, shown this once."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop.state.texts import _
from desktop.views import icons
from desktop.views.spoken_widget import SpokenWidget, button, label

COLUMNS = 2


class RecoveryCodesPanel(SpokenWidget):
    """Shows the codes until the person says that they have them.

    Signals:
        saved(): the person has them.
    """

    saved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.codes: tuple[str, ...] = ()
        self._title, self._why = label("strong"), label("muted", wrap=True)
        self._grid = QGridLayout()
        self.shown: list[QLabel] = []
        """A label for each code, in their order."""
        self.copy, self.done = button(), button("main")
        self.copy.clicked.connect(self._copy)
        self.done.clicked.connect(self.saved)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._why)
        layout.addLayout(self._grid)
        layout.addWidget(self.copy)
        layout.addWidget(self.done)
        self.ready()

    def show_codes(self, codes: tuple[str, ...]) -> None:
        """Show these codes."""
        for old in self.shown:
            old.hide()
            old.deleteLater()
        self.codes = codes
        self.shown = [label(text=code) for code in codes]
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self.font().pointSizeF())  # as large as the person has texts written
        for number, one in enumerate(self.shown):
            one.setFont(font)
            one.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            place = divmod(number, COLUMNS)
            self._grid.addWidget(one, *place, Qt.AlignmentFlag.AlignHCenter)
        self.say()
        self.copy.setFocus()

    def say(self) -> None:
        """Write everything in the language in use."""
        self._title.setText(_("Your recovery codes"))
        self._why.setText(
            _("Each lets you in once without your phone. Keep them safe: they are shown only now.")
        )
        self.copy.setText(_("Copy all"))
        self.done.setText(_("I have saved them"))

    def recolour(self) -> None:
        """Draw the icons."""
        self.copy.setIcon(icons.icon("copy", "text"))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(self.codes))
        self.copy.setText(_("Copied"))
