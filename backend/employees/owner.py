"""Who makes the present request, as far as the service itself knows them, and proofs beyond the token."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import request

from backend.employees.audit import Deed
from backend.employees.domain import Employee
from backend.employees.store import EmployeeStore, UnknownEmployeeError
from backend.kit.auth import current_identity
from backend.kit.lockout import LockedError, Lockout
from backend.kit.open_sessions import OpenSession, OpenSessions
from backend.kit.passwords import is_password
from backend.kit.problems import Problem
from shared.clock import Clock
from shared.contracts.vocabulary import Role

_INSIDE = "a session"
_ADMINS = frozenset({Role.ADMIN})
_LEADERS = frozenset({Role.SUPERVISOR, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class Owner:
    """An employee, and the session that they ask from."""

    employee: Employee
    session: OpenSession


class Owners:
    """Looks each time: for its ten minutes a token says what once was, of its session and of its owner."""

    def __init__(self, store: EmployeeStore, sessions: OpenSessions, lockout: Lockout, clock: Clock) -> None:
        self._store = store
        self._sessions = sessions
        self._lockout = lockout
        self._clock = clock

    def present(self) -> Owner:
        """Return who makes the present request; raise a Problem where they were signed out elsewhere."""
        identity = current_identity()
        session = self._sessions.get(identity.subject, str(identity.claims.get("sid", "")))
        try:
            employee = self._store.get(identity.subject)
        except UnknownEmployeeError:
            session = None
        if session is None or not employee.active:
            headers = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
            raise Problem(401, "Sign in again.", type="session-over", headers=headers)
        return Owner(employee, session)

    def admin(self) -> Deed:
        """Return who does what only an administrator may; raise a Problem for who is none any more."""
        return self._deed(_ADMINS, "Your account is no administrator's now.")

    def leader(self) -> Deed:
        """Return who does what only who leads may; raise a Problem for who does so no more."""
        return self._deed(_LEADERS, "Only who leads may.")

    def anybody(self) -> Deed:
        """Return who does something that is theirs to do."""
        return self._deed(frozenset(Role), "")

    def _deed(self, roles: frozenset[Role], detail: str) -> Deed:
        by = self.present().employee
        if by.role not in roles:
            raise Problem(403, "You may not do this.", detail, type="forbidden")
        return Deed(by=by.id, name=by.name, at=self._clock(), address=request.remote_addr)

    def prove(self, owner: Owner, password: str, second: Callable[[], bool] = lambda: True) -> None:
        """Return for the right password and a second proof that is right, else raise a Problem.

        Counted apart from sign-ins: what strangers try at the door is nothing to who is inside.
        """
        who = owner.employee.id
        try:
            self._lockout.check(who, _INSIDE)
        except LockedError as error:
            headers = {"Retry-After": str(error.seconds)}
            raise Problem(429, "Too many wrong tries.", type="locked", headers=headers) from error
        if not is_password(owner.employee.password_hash, password):
            self._lockout.failed(who, _INSIDE)
            raise Problem(403, "The password is wrong.", type="wrong-password")
        if not second():
            self._lockout.failed(who, _INSIDE)
            raise Problem(403, "The code is wrong, or was used already.", type="wrong-code")
        self._lockout.succeeded(who, _INSIDE)
