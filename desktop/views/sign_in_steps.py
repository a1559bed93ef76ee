"""The forms of the sign-in window, one at a time."""

from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.state.texts import _, mark
from desktop.views.form_step import Field, FormStep, Wording


class PasswordStep(FormStep):
    """E-mail and password; ``keep`` shows only where a session can be kept safely."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.keep = QCheckBox()
        self.keep.hide()
        wording = Wording(mark("Sign in"), mark("Signing in…"), leave=mark("I have an invitation"))
        fields = [Field(mark("E-mail")), Field(mark("Password"), is_secret=True)]
        super().__init__(fields, wording, parent)
        self.below.addWidget(self.keep)

    def say(self) -> None:
        """Write everything in the language in use."""
        super().say()
        self.keep.setText(_("Keep me signed in on this computer"))


class CodeStep(FormStep):
    """The code of a second factor, or a recovery code."""

    def __init__(self, parent: QWidget | None = None) -> None:
        intro = mark("Type the code that your authenticator shows. Without your phone, type a recovery code.")
        wording = Wording(mark("Sign in"), mark("Signing in…"), intro, mark("Back"))
        super().__init__([Field(mark("Code"))], wording, parent)


class InvitationStep(FormStep):
    """The code of an invitation, and what to be called and to sign in with from now on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        intro = mark(
            "Whoever invited you has given you a code. Choose your name and a long password with it."
        )
        wording = Wording(mark("Take it up"), mark("Taking it up…"), intro, mark("Back"))
        fields = [
            Field(mark("Code of the invitation")),
            Field(mark("Your name")),
            Field(mark("New password"), is_secret=True, hint=mark("12 characters or more")),
        ]
        super().__init__(fields, wording, parent)
