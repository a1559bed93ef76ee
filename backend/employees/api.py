"""Employees and teams over HTTP; their sessions are those of ``backend.kit.sign_in``."""

from http import HTTPStatus

from flask import Response, jsonify, url_for
from flask_openapi3 import APIBlueprint, Tag

from backend.employees.domain import (
    Employee,
    LastAdminError,
    OwnAccountError,
    StaleEmployeeError,
    Team,
    changed,
)
from backend.employees.duties import add_duties
from backend.employees.handlers import NewEmployee, take_on
from backend.employees.ports import Doorkeeper
from backend.employees.requests import (
    EmployeeBody,
    EmployeeChangeBody,
    EmployeeList,
    EmployeePath,
    EmployeeView,
    TeamList,
)
from backend.employees.store import EmployeeStore, KnownEmailError
from backend.kit.auth import current_identity, require
from backend.kit.email_form import normal_email
from backend.kit.openapi import problems
from backend.kit.passwords import hash_password
from backend.kit.problems import Problem
from backend.kit.sessions import Sessions
from backend.kit.versions import ChangeHeaders, etag, seen_version
from shared.clock import Clock
from shared.contracts.vocabulary import Role

_tag = Tag(name="employees", description="Who works here, and in which team")


def employees_api(
    store: EmployeeStore, sessions: Sessions, doorkeeper: Doorkeeper, clock: Clock
) -> APIBlueprint:
    """Return the routes for employees and teams; only an admin changes who works here."""
    api = APIBlueprint("employees", __name__, url_prefix="/api/v1", abp_tags=[_tag])

    @api.get("/employees", responses={200: EmployeeList})
    @require(Role.AGENT)
    def everybody() -> Response:
        """All employees by name."""
        views = tuple(EmployeeView.of(employee) for employee in store.everybody())
        return jsonify(EmployeeList(employees=views).model_dump(mode="json"))

    @api.get("/employees/<string:employee_id>", responses={200: EmployeeView})
    @require(Role.AGENT)
    def one(path: EmployeePath) -> Response:
        """One employee."""
        return _answer(store.get(path.employee_id))

    @api.post("/employees", responses={201: EmployeeView, **problems(409)})
    @require(Role.ADMIN)
    def add(body: EmployeeBody) -> Response:
        """Take on an employee."""
        _admin_still(store)
        kept, email = hash_password(body.password), normal_email(body.email)
        wanted = NewEmployee(body.name, email, body.role, body.teams, body.language, kept)
        employee = take_on(wanted, clock)
        try:
            store.add(employee)
        except KnownEmailError as error:
            raise Problem(409, "This e-mail is in use.", str(error), type="known-email") from error
        response = _answer(employee, HTTPStatus.CREATED)
        response.headers["Location"] = url_for("employees.one", employee_id=employee.id)
        return response

    @api.patch("/employees/<string:employee_id>", responses={200: EmployeeView, **problems(409)})
    @require(Role.ADMIN)
    def change(path: EmployeePath, header: ChangeHeaders, body: EmployeeChangeBody) -> Response:
        """Change an employee; who is disabled is out at once, everywhere."""
        wanted = body.model_dump(exclude_none=True)
        by, seen = _admin_still(store), seen_version(header.if_match)

        def decide(found: Employee, admins: int) -> Employee:
            if found.version != seen:
                raise StaleEmployeeError(found)
            return changed(found, by, admins, **wanted)

        try:
            after = store.change(path.employee_id, decide)
        except (OwnAccountError, LastAdminError) as error:
            raise Problem(409, "This change is not possible.", str(error), type="illegal-change") from error
        if after.active:
            doorkeeper.let_in(after.id)
        else:
            sessions.close_all(after.id)
            doorkeeper.turn_out(after.id)
        return _answer(after)

    _add_teams(api, store)
    add_duties(api, store, clock)
    return api


def _add_teams(api: APIBlueprint, store: EmployeeStore) -> None:
    @api.get("/teams", responses={200: TeamList})
    @require(Role.AGENT)
    def teams() -> Response:
        """All teams."""
        return jsonify(TeamList(teams=tuple(store.teams())).model_dump(mode="json"))

    @api.post("/teams", responses={201: Team, **problems(409)})
    @require(Role.ADMIN)
    def add_team(body: Team) -> tuple[Response, int]:
        """Add a team."""
        _admin_still(store)
        if not store.add_team(body):
            raise Problem(409, "There is a team with this name.", type="known-team")
        return jsonify(body.model_dump(mode="json")), 201


def _answer(employee: Employee, status: int = HTTPStatus.OK) -> Response:
    view = EmployeeView.of(employee)
    response = Response(view.model_dump_json(), status, mimetype="application/json")
    response.headers["ETag"] = etag(employee.version)
    return response


def _admin_still(store: EmployeeStore) -> str:
    """Return who asks, if they are an admin still: for its ten minutes a token says what once was."""
    by = store.get(current_identity().subject)
    if not by.active or by.role is not Role.ADMIN:
        raise Problem(
            403, "You may not do this.", "Your account is no administrator's now.", type="forbidden"
        )
    return by.id
