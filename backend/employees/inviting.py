"""Taking people on with an invitation, which the administrator hands on, and taking it back."""

from collections.abc import Callable
from http import HTTPStatus

from flask import Response, url_for
from flask_openapi3 import APIBlueprint

from backend.employees.answers import answer, answer_employee
from backend.employees.audit import AuditEntry, Deed, What, difference
from backend.employees.domain import Employee, HasComeError, Invitation, invited
from backend.employees.handlers import NewEmployee, invite, take_on
from backend.employees.owner import Owners
from backend.employees.requests import (
    EmployeeBody,
    EmployeePath,
    EmployeeView,
    InvitationView,
    TakenOnView,
)
from backend.employees.store import EmployeeStore, KnownEmailError
from backend.kit.auth import require
from backend.kit.email_form import normal_email
from backend.kit.openapi import problems
from backend.kit.passwords import hash_password
from backend.kit.problems import Problem
from shared.clock import Clock
from shared.contracts.vocabulary import NAME_MAX, Role

_INVITATION = "/employees/<string:employee_id>/invitation"


def add_taking_on(api: APIBlueprint, store: EmployeeStore, owners: Owners, clock: Clock) -> None:
    """Add the route for new people."""

    @api.post("/employees", responses={201: TakenOnView, **problems(409)})
    @require(Role.ADMIN)
    def add(body: EmployeeBody) -> Response:
        """Take on an employee, with a password or with an invitation to choose one."""
        deed = owners.admin()
        employee = take_on(_wanted(body), clock)
        shown = None
        if body.password is None:
            code, invitation = invite(clock)
            employee = employee.model_copy(update={"invitation": invitation})
            shown = InvitationView(code=code, expires_at=invitation.expires_at)
        what: What = "invited" if shown else "taken-on"
        try:
            store.add(employee, deed.entry(what, employee.id, difference(None, employee)))
        except KnownEmailError as error:
            raise Problem(409, "This e-mail is in use.", str(error), type="known-email") from error
        view = TakenOnView.of(employee, invitation=shown)
        response = answer(view, employee.version, HTTPStatus.CREATED)
        response.headers["Location"] = url_for("employees.one", employee_id=employee.id)
        return response


def add_invitations(api: APIBlueprint, store: EmployeeStore, owners: Owners, clock: Clock) -> None:
    """Add the routes for who was taken on and has not come yet."""

    @api.post(_INVITATION, responses={201: InvitationView, **problems(409)})
    @require(Role.ADMIN)
    def invite_again(path: EmployeePath) -> Response:
        """Invite somebody once more; the code from before works no more."""
        code, invitation = invite(clock)
        _set_invitation(store, path.employee_id, invitation, _note(owners.admin(), "invited"))
        view = InvitationView(code=code, expires_at=invitation.expires_at)
        return answer(view, status=HTTPStatus.CREATED)

    @api.delete(_INVITATION, responses={200: EmployeeView, **problems(409)})
    @require(Role.ADMIN)
    def withdraw(path: EmployeePath) -> Response:
        """Take an invitation back: its code works no more."""
        note = _note(owners.admin(), "invitation-withdrawn")
        return answer_employee(_set_invitation(store, path.employee_id, None, note))


def _wanted(body: EmployeeBody) -> NewEmployee:
    """Who is invited is called by their e-mail until they say their name."""
    email = normal_email(body.email)
    kept = hash_password(body.password) if body.password is not None else ""
    name = body.name or email.partition("@")[0][:NAME_MAX]
    return NewEmployee(name, email, body.role, body.teams, body.language, kept)


def _note(deed: Deed, what: What) -> Callable[[Employee, Employee], AuditEntry]:
    return lambda _before, after: deed.entry(what, after.id)


def _set_invitation(
    store: EmployeeStore,
    employee_id: str,
    invitation: Invitation | None,
    note: Callable[[Employee, Employee], AuditEntry],
) -> Employee:
    try:
        return store.change(employee_id, lambda found, _admins: invited(found, invitation), note)
    except HasComeError as error:
        raise Problem(409, "They have come already.", str(error), type="has-come") from error
