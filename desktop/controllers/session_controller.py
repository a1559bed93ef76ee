"""Signing in, and staying signed in."""

from PySide6.QtCore import QObject, Signal

from desktop.services.preferences import Preferences
from desktop.services.session import Session
from desktop.services.token_keeper import TokenKeeper
from desktop.state.failure import Failure, Kind
from desktop.state.person import Person
from desktop.state.texts import _
from desktop.views.looks import Looks
from desktop.views.notice import Tone
from desktop.views.sign_in_window import SignInWindow
from shared.contracts.vocabulary import Language


class SessionController(QObject):
    """Shows the sign-in window until somebody is signed in; keeps the session where they wish so.

    Signals:
        signedIn(Person): the window is out of the way; the desk can be built.
    """

    signedIn = Signal(object)

    def __init__(self, session: Session, keeper: TokenKeeper, preferences: Preferences, looks: Looks) -> None:
        super().__init__()
        self._session = session
        self._keeper = keeper
        self._preferences = preferences
        self._looks = looks
        self._has_begun = False
        self._resuming = False
        self._newcomer: Person | None = None
        self._codes: tuple[str, ...] = ()
        self.keeps = False
        self.window = SignInWindow()
        self.window.email.setText(preferences.text("email"))
        self._connect()

    def start(self) -> None:
        """Go on with the session that was kept, or ask who is there."""
        self.show()
        self._keeper.load(self._on_loaded)

    def show(self, reason: str = "") -> None:
        """Show the window, with the reason why one must sign in again."""
        self.window.ask_password()
        if reason:
            self.window.notice.tell(Tone.INFO, reason)
        self.window.show()
        self.window.passwords.begin()

    def sign_in(self, email: str, password: str) -> None:
        """Sign in without asking, unless that fails."""
        self.window.email.setText(email)
        self.window.password.setText(password)
        self.window.show_busy(busy=True)
        self._ask(email, password)

    def forget(self) -> None:
        """Keep the session no more: it is over."""
        if self.keeps:
            self._keeper.forget()
        self.keeps = False

    def _connect(self) -> None:
        window, session = self.window, self._session
        window.asked.connect(self._ask)
        window.codeGiven.connect(self._ask_with_code)
        window.invitationGiven.connect(self._take_up)
        window.codesSaved.connect(self._on_codes_saved)
        window.languageChosen.connect(self._on_language)
        session.enrolled.connect(self._on_enrolled)
        session.signedIn.connect(self._on_signed_in)
        session.refreshed.connect(self._on_refreshed)
        session.failed.connect(self._on_failed)

    def _on_loaded(self, can_keep: bool, token: str) -> None:
        self.window.keep.setVisible(can_keep)
        self.window.keep.setChecked(can_keep and self._preferences.text("keep") == "yes")
        if token and not self._has_begun:
            self._has_begun = self._resuming = self.keeps = True
            self.window.show_busy(busy=True)
            self._session.resume(token)

    def _ask(self, email: str, password: str, code: str = "") -> None:
        self._has_begun, self._resuming = True, False
        self.keeps = self.window.keep.isChecked()
        self._session.sign_in(email, password, code)

    def _ask_with_code(self, code: str) -> None:
        self._ask(self.window.email.text(), self.window.password.text(), code)

    def _take_up(self, code: str, name: str, password: str) -> None:
        def done(_body: bytes) -> None:
            self.window.invitation.clear()
            self.show(_("Welcome! Sign in with your e-mail and the password that you have chosen."))

        self._has_begun, self._resuming = True, False
        self._session.take_up(code, name, password, done)

    def _on_refreshed(self, token: str) -> None:
        if self.keeps:
            self._keeper.save(token)

    def _on_enrolled(self, codes: tuple[str, ...]) -> None:
        self._codes = codes

    def _on_signed_in(self, person: Person) -> None:
        if not self._resuming:
            self._preferences.set_text("email", self.window.email.text().strip())
            self._preferences.set_text("keep", "yes" if self.keeps else "no")
        if self._preferences.language is None:
            self._looks.speak(person.language)
        for form in (self.window.code, self.window.enrolment):
            form.clear()
        self.window.password.clear()
        self.window.show_busy(busy=False)
        self._newcomer = person
        if self._codes:
            self.window.show_codes(self._codes)
        else:
            self._on_codes_saved()

    def _on_codes_saved(self) -> None:
        person, self._newcomer, self._codes = self._newcomer, None, ()
        if person is None:
            return
        self.window.recovery.show_codes(())
        self.window.ask_password()
        self.window.hide()
        self.signedIn.emit(person)

    def _on_failed(self, failure: Failure) -> None:
        self.window.show()
        if self._resuming:
            self._on_not_resumed(failure)
        elif failure.problem == "code-needed":
            self.window.ask_code()
        elif failure.enrolment is not None:
            self.window.ask_enrolment(failure.enrolment)
        elif failure.kind is Kind.SIGNED_OUT and failure.problem != "wrong-code":
            self.window.show_failure(_("That e-mail and password don't match."))
        else:
            self.window.show_failure(failure.sentence())

    def _on_not_resumed(self, failure: Failure) -> None:
        self._resuming = False
        if failure.passing:
            self.keeps = False  # until somebody signs in; what is kept may be good tomorrow
        else:
            self.forget()
        self.window.show_failure(failure.sentence())

    def _on_language(self, chosen: Language) -> None:
        self._preferences.language = chosen
        self._looks.speak(chosen)
