"""The safety of the person's own account: asks ``employees``, and shows what it says."""

from PySide6.QtCore import QObject

from desktop.services.account import Account
from desktop.state.failure import Failure
from desktop.state.security import Enrolment, OpenSessions, RecoveryCodes, SecondFactor
from desktop.state.texts import _
from desktop.views.main_window import MainWindow
from desktop.views.notice import Tone
from desktop.views.security_dialog import SecurityDialog
from shared.clock import Clock


class SecurityController(QObject):
    """Opens the dialog, each time with what is true then."""

    def __init__(self, account: Account, window: MainWindow, clock: Clock) -> None:
        super().__init__(window)
        self._account = account
        self._window = window
        self._clock = clock
        self.dialog: SecurityDialog | None = None

    def open(self) -> None:
        """Show the dialog."""
        dialog = self.dialog = SecurityDialog(self._clock, self._window)
        dialog.finished.connect(self._on_finished)
        dialog.password.given.connect(self._change_password)
        factor = dialog.factor
        factor.enrolAsked.connect(
            lambda password: self._account.enrol(password, self._show_secret, self._fail)
        )
        factor.codeGiven.connect(lambda code: self._account.confirm(code, self._show_codes, self._fail))
        factor.codesAsked.connect(
            lambda password, code: self._account.renew_codes(password, code, self._show_codes, self._fail)
        )
        factor.removalAsked.connect(
            lambda password, code: self._account.remove_factor(password, code, self._refresh, self._fail)
        )
        factor.codesSaved.connect(self._refresh)
        dialog.sessions.endAsked.connect(self._end_session)
        self._refresh()
        dialog.open()

    def _refresh(self) -> None:
        self._account.second_factor(self._show_factor, self._fail)
        self._account.sessions(self._show_sessions, self._fail)

    def _show_factor(self, found: SecondFactor) -> None:
        if self.dialog is not None:
            self.dialog.factor.show_factor(found)

    def _show_secret(self, found: Enrolment) -> None:
        if self.dialog is not None:
            self.dialog.notice.clear()
            self.dialog.factor.show_secret(found)

    def _show_sessions(self, found: OpenSessions) -> None:
        if self.dialog is not None:
            self.dialog.sessions.show_sessions(found.sessions)

    def _show_codes(self, found: RecoveryCodes) -> None:
        if self.dialog is not None:
            self.dialog.notice.clear()
            self.dialog.factor.show_codes(found.recovery_codes)

    def _change_password(self, typed: tuple[str, str]) -> None:
        present, new = typed
        self._account.change_password(present, new, self._on_password_changed, self._fail)

    def _on_password_changed(self) -> None:
        if self.dialog is None:
            return
        self.dialog.password.clear()
        self.dialog.password.show_busy(busy=False)
        self.dialog.notice.tell(Tone.OK, _("The password is changed. Everywhere else you are signed out."))
        self._refresh()

    def _end_session(self, session_id: str) -> None:
        self._account.end_session(session_id, self._refresh, self._fail)

    def _fail(self, failure: Failure) -> None:
        if self.dialog is None:
            return
        self.dialog.notice.tell(Tone.DANGER, failure.sentence())
        self.dialog.password.show_busy(busy=False)
        self.dialog.factor.again()

    def _on_finished(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
