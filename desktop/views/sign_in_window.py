"""The window in which an employee signs in."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.state.security import Enrolment
from desktop.state.texts import _, language
from desktop.views.enrolment_step import EnrolmentStep
from desktop.views.form_step import FormStep
from desktop.views.notice import Notice, Tone
from desktop.views.product_mark import ProductMark, product_icon
from desktop.views.recovery_codes_panel import RecoveryCodesPanel
from desktop.views.sign_in_steps import CodeStep, InvitationStep, PasswordStep
from desktop.views.spoken_widget import SpokenWidget, button, label
from shared.contracts.vocabulary import Language

LEAST_WIDTH, LEAST_HEIGHT = 480, 520
CARD_WIDTH, AROUND = 400, 12


class SignInWindow(SpokenWidget):
    """One step at a time, and a line for what went wrong.

    Signals:
        asked(str, str): e-mail and password.
        codeGiven(str): a code of the second factor, the first one of a new one, or a recovery code.
        invitationGiven(str, str, str): its code, name and password.
        codesSaved(): the recovery codes that were shown are in safety.
        languageChosen(Language): the person wants to read another language.
        closing(): the person closed the window.
    """

    asked = Signal(str, str)
    codeGiven = Signal(str)
    invitationGiven = Signal(str, str, str)
    codesSaved = Signal()
    languageChosen = Signal(object)
    closing = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, name="canvas")
        self.setWindowIcon(product_icon())
        self._card = SpokenWidget(name="card")
        self._card.setFixedWidth(CARD_WIDTH)
        self._inside = QVBoxLayout(self._card)
        self._title = label("title", "Ventanilla")
        self._subtitle = label("muted", wrap=True)
        self.notice = Notice()
        self.passwords, self.code, self.invitation = PasswordStep(), CodeStep(), InvitationStep()
        self.enrolment, self.recovery = EnrolmentStep(), RecoveryCodesPanel()
        self.email, self.password = self.passwords.fields
        self.submit, self.keep = self.passwords.submit, self.passwords.keep
        self._forms: list[FormStep] = [self.passwords, self.code, self.enrolment, self.invitation]
        self._other_language = button("link")
        self._lay_out()
        self._connect()
        self._turn_to(self.passwords)
        self.ready()

    def show_busy(self, *, busy: bool) -> None:
        """Show that the service is being asked."""
        for form in self._forms:
            form.show_busy(busy=busy)

    def show_failure(self, sentence: str) -> None:
        """Say what went wrong, and have it typed again."""
        self.show_busy(busy=False)
        self.notice.tell(Tone.DANGER, sentence)
        for form in self._forms:
            if not form.isHidden():
                form.again()

    def ask_password(self) -> None:
        """Begin anew."""
        self._turn_to(self.passwords)
        self.passwords.begin()

    def ask_code(self) -> None:
        """Ask for a code of the second factor."""
        self.code.clear()
        self._turn_to(self.code)
        self.code.begin()

    def ask_enrolment(self, enrolment: Enrolment) -> None:
        """Have a second factor made."""
        self._turn_to(self.enrolment)
        self.enrolment.show_secret(enrolment)
        self.notice.tell(Tone.INFO, _("Everybody here signs in with a second factor from now on."))
        self._make_room()

    def show_codes(self, codes: tuple[str, ...]) -> None:
        """Show the recovery codes of a new second factor."""
        self._turn_to(self.recovery)
        self.recovery.show_codes(codes)
        self._make_room()

    def say(self) -> None:
        """Write everything in the language in use."""
        self.setWindowTitle(_("Sign in · Ventanilla"))
        self._subtitle.setText(_("The desk of the people who help."))
        self._other_language.setText("English" if language() is Language.SPANISH else "Español")

    def _ask_invitation(self) -> None:
        self._turn_to(self.invitation)
        self.invitation.begin()

    def _turn_to(self, step: QWidget) -> None:
        self.notice.clear()
        for one in (*self._forms, self.recovery):
            one.setVisible(one is step)
        self._make_room()

    def _make_room(self) -> None:
        """Be no smaller than what is shown."""
        # By its width: Qt's own least size takes sentences for one line each.
        needed = self._inside.totalHeightForWidth(CARD_WIDTH) + 2 * AROUND
        self.setMinimumSize(LEAST_WIDTH, max(LEAST_HEIGHT, needed))

    def _connect(self) -> None:
        signals = (self.asked, self.codeGiven, self.codeGiven, self.invitationGiven)
        for form, signal in zip(self._forms, signals, strict=True):
            form.given.connect(self.notice.clear)
            form.given.connect(lambda texts, signal=signal: signal.emit(*texts))
        for form in self._forms[1:]:
            form.left.connect(self.ask_password)
        self.passwords.left.connect(self._ask_invitation)
        self.recovery.saved.connect(self.codesSaved)
        self._other_language.clicked.connect(
            lambda: self.languageChosen.emit(
                Language.ENGLISH if language() is Language.SPANISH else Language.SPANISH
            )
        )

    def _lay_out(self) -> None:
        brand = QHBoxLayout()
        brand.setSpacing(12)
        brand.addWidget(ProductMark(32))
        brand.addWidget(self._title)
        brand.addStretch(1)
        inside = self._inside
        inside.setContentsMargins(32, 32, 32, 24)
        inside.setSpacing(6)
        inside.addLayout(brand)
        inside.addWidget(self._subtitle)
        inside.addSpacing(16)
        inside.addWidget(self.notice)
        inside.addSpacing(8)
        for step in (*self._forms, self.recovery):
            inside.addWidget(step)
        inside.addWidget(self._other_language, 0, Qt.AlignmentFlag.AlignHCenter)
        QVBoxLayout(self).addWidget(self._card, 0, Qt.AlignmentFlag.AlignCenter)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the window closes."""
        self.closing.emit()
        super().closeEvent(event)
