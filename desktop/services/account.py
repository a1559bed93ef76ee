"""What the console asks of ``employees`` for the person's own account."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from desktop.services.session import Session
from desktop.services.signed_wire import SignedWire
from desktop.services.wire import Call, Failed
from desktop.state.security import Enrolment, OpenSessions, RecoveryCodes, SecondFactor

_FACTOR = "/api/v1/employees/me/second-factor"
Then = Callable[[], None]


class Account(QObject):
    """Asks in the person's name."""

    def __init__(self, url: str, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wire = SignedWire(url, session, self)

    def change_password(self, present: str, new: str, done: Then, failed: Failed) -> None:
        """Choose another password; all other sessions end."""
        body = {"current_password": present, "password": new}
        self._do(Call("PUT", "/api/v1/employees/me/password", body), done, failed)

    def second_factor(self, done: Callable[[SecondFactor], None], failed: Failed) -> None:
        """Ask how the second factor stands."""
        self._wire.send(Call("GET", _FACTOR), SecondFactor, done, failed)

    def enrol(self, password: str, done: Callable[[Enrolment], None], failed: Failed) -> None:
        """Ask for a secret."""
        call = Call("POST", f"{_FACTOR}/enrolments", {"password": password})
        self._wire.send(call, Enrolment, done, failed)

    def confirm(self, code: str, done: Callable[[RecoveryCodes], None], failed: Failed) -> None:
        """Enrol with the first code of the secret."""
        self._wire.send(Call("PUT", _FACTOR, {"code": code}), RecoveryCodes, done, failed)

    def renew_codes(
        self, password: str, code: str, done: Callable[[RecoveryCodes], None], failed: Failed
    ) -> None:
        """Ask for fresh recovery codes."""
        call = Call("POST", f"{_FACTOR}/recovery-codes", _proof(password, code))
        self._wire.send(call, RecoveryCodes, done, failed)

    def remove_factor(self, password: str, code: str, done: Then, failed: Failed) -> None:
        """Do without a second factor."""
        self._do(Call("POST", f"{_FACTOR}/removal", _proof(password, code)), done, failed)

    def sessions(self, done: Callable[[OpenSessions], None], failed: Failed) -> None:
        """Ask where the person is signed in."""
        self._wire.send(Call("GET", "/api/v1/sessions"), OpenSessions, done, failed)

    def end_session(self, session_id: str, done: Then, failed: Failed) -> None:
        """Sign out in one place."""
        self._do(Call("DELETE", f"/api/v1/sessions/{session_id}"), done, failed)

    def _do(self, call: Call, done: Then, failed: Failed) -> None:
        self._wire.fetch(call, lambda _body: done(), failed)


def _proof(password: str, code: str) -> dict[str, Any]:
    return {"password": password, "code": code}
