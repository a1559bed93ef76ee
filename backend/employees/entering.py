"""Signing in with a password and, who has one, a second factor; and coming for the first time."""

from flask import Response, request
from flask_openapi3 import APIBlueprint

from backend.employees.answers import nothing
from backend.employees.domain import Employee, come
from backend.employees.factors import Factors
from backend.employees.handlers import digest_of
from backend.employees.one_time import otpauth_uri
from backend.employees.own_requests import AcceptanceBody, SignInBody, refuse_own_email
from backend.employees.policy import SignInPolicies
from backend.employees.store import EmployeeStore
from backend.kit.auth import public
from backend.kit.lockout import Lockout
from backend.kit.openapi import problems
from backend.kit.passwords import hash_password
from backend.kit.problems import Problem
from backend.kit.session_views import Tokens
from backend.kit.sessions import Origin, Sessions
from backend.kit.sign_in import Attempt, Grant, granted
from shared.clock import Clock


class SecondProof:
    """Asks for a code where one is due, and has who must have a second factor enrol."""

    def __init__(self, factors: Factors, policies: SignInPolicies) -> None:
        self._factors = factors
        self._policies = policies

    def demand(self, attempt: Attempt, employee: Employee, code: str | None) -> tuple[str, ...]:
        """Return for a right code, or where none is needed; else raise a Problem.

        What is returned are the recovery codes of who has just enrolled by this code.
        """
        if self._factors.of(employee.id):
            if code is None:
                raise Problem(401, "A code is needed.", type="code-needed")
            if not self._factors.use(employee.id, code):
                raise attempt.refused(_wrong_code())
            return ()
        if not self._policies.present().second_factor_required:
            return ()
        if code is None:
            raise self._enrolment(employee)
        codes = self._factors.confirm(employee.id, code)
        if codes is None:
            raise attempt.refused(_wrong_code())
        return codes

    def _enrolment(self, employee: Employee) -> Problem:
        secret = self._factors.propose(employee.id)
        shown = {"secret": secret, "uri": otpauth_uri(secret, employee.email)}
        detail = "Sign in with a code of this secret."
        return Problem(401, "A second factor is demanded here.", detail, type="enrolment-needed", extra=shown)


def add_sign_in(
    api: APIBlueprint,
    store: EmployeeStore,
    second: SecondProof,
    grant: Grant,
    sessions: Sessions,
    lockout: Lockout,
) -> None:
    """Add the route for signing in."""

    @api.post("/api/v1/sessions", responses={201: Tokens, **problems(401, 429)})
    @public
    def sign_in(body: SignInBody) -> tuple[Response, int]:
        """Sign in with e-mail, password and, who has a second factor, a code.

        A right password without a code is answered with ``code-needed``, or with ``enrolment-needed``
        and the secret to enrol with.
        """
        attempt = Attempt(lockout, body.email)
        employee = attempt.account(store.by_email, body.password)
        codes = second.demand(attempt, employee, body.code)
        attempt.succeeded(employee)
        session = sessions.open(employee.id, origin=Origin(request.remote_addr, body.device))
        more = {"recovery_codes": codes} if codes else {}
        return granted(grant, session, **more), 201


def add_acceptance(api: APIBlueprint, store: EmployeeStore, clock: Clock) -> None:
    """Add the route for who was invited."""

    @api.post("/api/v1/acceptances", responses={204: None, **problems(410)})
    @public
    def accept(body: AcceptanceBody) -> Response:
        """Take up an invitation: choose a name and a password to sign in with."""
        digest = digest_of(body.code)
        found = store.by_invitation(digest)
        if found is None:
            raise _over()
        refuse_own_email(body.password, found.email)
        kept = hash_password(body.password)

        def decide(present: Employee, _admins: int) -> Employee:
            invitation = present.invitation
            if invitation is None or invitation.digest != digest or invitation.expires_at <= clock():
                raise _over()
            return come(present, body.name, kept)

        store.change(found.id, decide)
        return nothing()


def _wrong_code() -> Problem:
    return Problem(401, "The code is wrong, or was used already.", type="wrong-code")


def _over() -> Problem:
    return Problem(410, "This invitation is over.", "Ask for another one.", type="invitation-over")
