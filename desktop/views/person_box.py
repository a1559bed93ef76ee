"""What who leads can do with a customer's data, in the card at the side."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.state.texts import _
from desktop.views.spoken_widget import SpokenWidget, button, label
from shared.contracts.resources import Contact


class PersonBox(SpokenWidget):
    """Hidden until somebody is allowed to see it, and where nobody is known any more.

    Signals:
        exportAsked(Contact): their data is to be handed to them.
        eraseAsked(Contact): they are to be forgotten.
    """

    exportAsked = Signal(object)
    eraseAsked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_allowed = False
        self._who: Contact | None = None
        self._title = label("caption")
        self.export, self.erase = button("link"), button("link")
        self.export.clicked.connect(lambda: self.exportAsked.emit(self._who))
        self.erase.clicked.connect(lambda: self.eraseAsked.emit(self._who))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._title)
        layout.addWidget(self.export, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.erase, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()
        self.ready()

    def show_person(self, who: Contact | None) -> None:
        """Offer it for this person; None is nobody, or not known yet."""
        self._who = who
        self.setVisible(self.is_allowed and who is not None)

    def say(self) -> None:
        """Write the texts."""
        self._title.setText(_("Personal data"))
        self.export.setText(_("Export their data…"))
        self.erase.setText(_("Erase this person…"))
