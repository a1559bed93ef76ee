"""Whose account it is: the session behind the request's token, and proofs beyond it."""

from dataclasses import dataclass

from backend.customers.domain import Customer, UnknownCustomerError
from backend.customers.ports import Customers
from backend.kit.auth import current_identity
from backend.kit.lockout import LockedError, Lockout
from backend.kit.open_sessions import OpenSession, OpenSessions
from backend.kit.passwords import is_password
from backend.kit.problems import Problem

_INSIDE = "a session"


@dataclass(frozen=True, slots=True)
class Owner:
    """A customer, and the session that they ask from."""

    customer: Customer
    session: OpenSession


class Owners:
    """Knows who makes the present request, and whether they may do more than look."""

    def __init__(self, customers: Customers, sessions: OpenSessions, lockout: Lockout) -> None:
        self._customers = customers
        self._sessions = sessions
        self._lockout = lockout

    def present(self) -> Owner:
        """Return who makes the present request.

        A token outlives its session by minutes; here it does not: who was signed out elsewhere is out.
        """
        identity = current_identity()
        session = self._sessions.get(identity.subject, str(identity.claims.get("sid", "")))
        try:
            customer = self._customers.get(identity.subject)
        except UnknownCustomerError:
            session = None
        if session is None or not customer.active:
            headers = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
            raise Problem(401, "Sign in again.", type="session-over", headers=headers)
        return Owner(customer, session)

    def prove(self, owner: Owner, password: str | None) -> None:
        """Return for the right password, or, without one, for a fresh sign-in; else raise a Problem."""
        if password is None:
            if not self._sessions.is_fresh(owner.session):
                raise Problem(403, "Enter your password, or sign in once more.", type="proof-needed")
            return
        # Counted apart from sign-ins: what strangers try at the door is nothing to who is inside.
        try:
            self._lockout.check(owner.customer.id, _INSIDE)
        except LockedError as error:
            headers = {"Retry-After": str(error.seconds)}
            raise Problem(429, "Too many wrong passwords.", type="locked", headers=headers) from error
        if not is_password(owner.customer.password_hash, password):
            self._lockout.failed(owner.customer.id, _INSIDE)
            raise Problem(403, "The password is wrong.", type="wrong-password")
        self._lockout.succeeded(owner.customer.id, _INSIDE)
