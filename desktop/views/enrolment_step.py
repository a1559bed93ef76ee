"""The secret of a second factor, to be scanned or typed into an authenticator, and its first code."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.state.security import Enrolment
from desktop.state.texts import _, mark
from desktop.views.form_step import Field, FormStep, Wording
from desktop.views.qr_code import QrCode
from desktop.views.spoken_widget import label


class EnrolmentStep(FormStep):
    """Shows a secret and takes the code that an authenticator makes of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._secret_name, self.secret = label("small", wrap=True), label("strong", wrap=True)
        self._picture = QrCode()
        wording = Wording(
            mark("Confirm"),
            mark("Confirming…"),
            mark("Scan this with the authenticator on your phone, then type the code that it shows."),
            mark("Cancel"),
        )
        super().__init__([Field(mark("Six-digit code"))], wording, parent)
        self.secret.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.above.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        self.above.addWidget(self._secret_name)
        self.above.addWidget(self.secret)

    def show_secret(self, enrolment: Enrolment) -> None:
        """Show this secret."""
        self._picture.show_text(enrolment.uri)
        self.secret.setText(enrolment.spaced)
        self.clear()
        self.begin()

    def say(self) -> None:
        """Write everything in the language in use."""
        super().say()
        self._secret_name.setText(_("Can't scan it? Type this into the authenticator:"))
        self._picture.setAccessibleName(_("QR code of the secret"))
