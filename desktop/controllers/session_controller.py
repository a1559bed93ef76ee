"""Signing in."""

from PySide6.QtCore import QObject, Signal

from desktop.services.preferences import Preferences
from desktop.services.session import Session
from desktop.state.failure import Failure, Kind
from desktop.state.person import Person
from desktop.state.texts import _
from desktop.views.looks import Looks
from desktop.views.notice import Tone
from desktop.views.sign_in_window import SignInWindow
from shared.contracts.vocabulary import Language


class SessionController(QObject):
    """Shows the sign-in window until somebody is signed in.

    Signals:
        signedIn(Person): the window is out of the way; the desk can be built.
    """

    signedIn = Signal(object)

    def __init__(self, session: Session, preferences: Preferences, looks: Looks) -> None:
        super().__init__()
        self._session = session
        self._preferences = preferences
        self._looks = looks
        self.window = SignInWindow()
        self.window.email.setText(preferences.text("email"))
        self.window.asked.connect(session.sign_in)
        self.window.languageChosen.connect(self._on_language)
        session.signedIn.connect(self._on_signed_in)
        session.failed.connect(self._on_failed)

    def show(self, reason: str = "") -> None:
        """Show the window, with the reason why one must sign in again."""
        self.window.show_busy(busy=False)
        if reason:
            self.window.notice.tell(Tone.INFO, reason)
        self.window.show()
        (self.window.password if self.window.email.text() else self.window.email).setFocus()

    def sign_in(self, email: str, password: str) -> None:
        """Sign in without asking, unless that fails."""
        self.window.email.setText(email)
        self.window.show_busy(busy=True)
        self._session.sign_in(email, password)

    def _on_signed_in(self, person: Person) -> None:
        self._preferences.set_text("email", self.window.email.text().strip())
        if self._preferences.language is None:
            self._looks.speak(person.language)
        self.window.password.clear()
        self.window.show_busy(busy=False)
        self.window.notice.clear()
        self.window.hide()
        self.signedIn.emit(person)

    def _on_failed(self, failure: Failure) -> None:
        if failure.kind is Kind.SIGNED_OUT:
            sentence = _("That e-mail and password don't match.")
        else:
            sentence = failure.sentence()
        self.show()
        self.window.show_failure(sentence)

    def _on_language(self, chosen: Language) -> None:
        self._preferences.language = chosen
        self._looks.speak(chosen)
