"""One's own password and second factor: each change demands another proof than the token."""

from http import HTTPStatus

from flask import Response
from flask_openapi3 import APIBlueprint

from backend.employees.answers import answer, nothing
from backend.employees.domain import Employee
from backend.employees.factors import Factors
from backend.employees.one_time import otpauth_uri
from backend.employees.own_requests import (
    CodeBody,
    DoubleProofBody,
    EnrolmentView,
    PasswordBody,
    ProofBody,
    RecoveryCodes,
    SecondFactorView,
    refuse_own_email,
)
from backend.employees.owner import Owners
from backend.employees.policy import SignInPolicies
from backend.employees.ports import Doorkeeper
from backend.employees.store import EmployeeStore
from backend.kit.auth import require
from backend.kit.open_sessions import OpenSessions
from backend.kit.openapi import problems
from backend.kit.passwords import hash_password
from backend.kit.problems import Problem
from shared.contracts.vocabulary import Role

_OWN = "/employees/me"
_FACTOR = f"{_OWN}/second-factor"


def add_password(
    api: APIBlueprint,
    store: EmployeeStore,
    owners: Owners,
    open_sessions: OpenSessions,
    doorkeeper: Doorkeeper,
) -> None:
    """Add the route for one's own password."""

    @api.put(f"{_OWN}/password", responses={204: None, **problems(429)})
    @require(Role.AGENT)
    def change_password(body: PasswordBody) -> Response:
        """Choose another password, and end all other sessions."""
        owner = owners.present()
        owners.prove(owner, body.current_password)
        refuse_own_email(body.password, owner.employee.email)
        kept = hash_password(body.password)
        store.change(owner.employee.id, lambda found, _admins: _with_password(found, kept))
        open_sessions.close_others(owner.employee.id, owner.session.id)
        doorkeeper.turn_out_ended(owner.employee.id)
        return nothing()


def add_second_factor(api: APIBlueprint, owners: Owners, factors: Factors, policies: SignInPolicies) -> None:
    """Add the routes for one's own second factor."""

    @api.get(_FACTOR, responses={200: SecondFactorView})
    @require(Role.AGENT)
    def second_factor() -> Response:
        """How the second factor stands."""
        found = factors.of(owners.present().employee.id)
        view = SecondFactorView(
            enrolled_at=found.enrolled_at if found else None,
            recovery_codes_left=found.recovery_codes_left if found else 0,
            required=policies.present().second_factor_required,
        )
        return answer(view)

    @api.post(f"{_FACTOR}/enrolments", responses={201: EnrolmentView, **problems(409, 429)})
    @require(Role.AGENT)
    def enrol(body: ProofBody) -> Response:
        """Get a secret for an authenticator; it counts once a code of it has come."""
        owner = owners.present()
        owners.prove(owner, body.password)
        if factors.of(owner.employee.id):
            raise Problem(409, "There is a second factor already.", "Remove it first.", type="enrolled")
        secret = factors.propose(owner.employee.id)
        view = EnrolmentView(secret=secret, uri=otpauth_uri(secret, owner.employee.email))
        return answer(view, status=HTTPStatus.CREATED)

    @api.put(_FACTOR, responses={200: RecoveryCodes, **problems(403, 409)})
    @require(Role.AGENT)
    def confirm_factor(body: CodeBody) -> Response:
        """Enrol with the first code; the recovery codes are shown this once."""
        owner = owners.present()
        if factors.of(owner.employee.id):
            raise Problem(409, "There is a second factor already.", "Remove it first.", type="enrolled")
        codes = factors.confirm(owner.employee.id, body.code)
        if codes is None:
            raise Problem(403, "The code is not of the secret that was handed out.", type="wrong-code")
        return answer(RecoveryCodes(recovery_codes=codes))

    _add_ends(api, owners, factors, policies)


def _add_ends(api: APIBlueprint, owners: Owners, factors: Factors, policies: SignInPolicies) -> None:
    @api.post(f"{_FACTOR}/recovery-codes", responses={201: RecoveryCodes, **problems(429)})
    @require(Role.AGENT)
    def renew_codes(body: DoubleProofBody) -> Response:
        """Get fresh recovery codes; the old ones work no more."""
        owner = owners.present()
        who = owner.employee.id
        owners.prove(owner, body.password, lambda: factors.use(who, body.code))
        codes = RecoveryCodes(recovery_codes=factors.renew_recovery_codes(who))
        return answer(codes, status=HTTPStatus.CREATED)

    @api.post(f"{_FACTOR}/removal", responses={204: None, **problems(409, 429)})
    @require(Role.AGENT)
    def remove_factor(body: DoubleProofBody) -> Response:
        """Do without a second factor, where none is demanded."""
        owner = owners.present()
        if policies.present().second_factor_required:
            raise Problem(409, "A second factor is demanded here.", type="second-factor-required")
        who = owner.employee.id
        owners.prove(owner, body.password, lambda: factors.use(who, body.code))
        factors.remove(who)
        return nothing()


def _with_password(employee: Employee, kept: str) -> Employee:
    return employee.model_copy(update={"password_hash": kept, "version": employee.version + 1})
