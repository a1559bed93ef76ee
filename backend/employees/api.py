"""Employees and teams over HTTP, and all that belongs to an employee's account but signing in."""

from flask import Response, jsonify
from flask_openapi3 import APIBlueprint, Tag

from backend.employees.answers import answer_employee
from backend.employees.audit import difference
from backend.employees.domain import (
    Employee,
    LastAdminError,
    NoPasswordError,
    OwnAccountError,
    StaleEmployeeError,
    Team,
    changed,
)
from backend.employees.duties import add_duties
from backend.employees.inviting import add_invitations, add_taking_on
from backend.employees.own import add_password, add_second_factor
from backend.employees.places import add_sessions
from backend.employees.premises import House
from backend.employees.requests import (
    EmployeeChangeBody,
    EmployeeList,
    EmployeePath,
    EmployeeView,
    TeamList,
)
from backend.employees.saved_views import Shelf, add_changing, add_reading
from backend.employees.supervising import add_audit, add_policy, add_reset
from backend.kit.auth import require
from backend.kit.openapi import problems
from backend.kit.problems import Problem
from backend.kit.versions import ChangeHeaders, seen_version
from shared.contracts.vocabulary import Role

_tag = Tag(name="employees", description="Who works here, and in which team")


def employees_api(house: House) -> APIBlueprint:
    """Return the routes for employees, teams, and what is theirs; only an admin changes other people."""
    api = APIBlueprint("employees", __name__, url_prefix="/api/v1", abp_tags=[_tag])
    store, owners, audit, clock = house.store, house.owners, house.audit, house.clock
    _add_colleagues(api, house)
    _add_teams(api, house)
    add_duties(api, store, owners, clock)
    add_taking_on(api, store, owners, clock)
    add_invitations(api, store, owners, clock)
    add_password(api, store, owners, house.open_sessions, house.doorkeeper)
    add_second_factor(api, owners, house.factors, house.policies)
    add_reset(api, store, owners, house.factors, audit)
    add_policy(api, owners, house.policies, audit)
    add_sessions(api, owners, house.open_sessions, house.doorkeeper, audit)
    add_audit(api, audit)
    shelf = Shelf(store, house.views, owners)
    add_reading(api, shelf)
    add_changing(api, shelf, house.views, clock)
    return api


def _add_colleagues(api: APIBlueprint, house: House) -> None:
    store = house.store

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
        return answer_employee(store.get(path.employee_id))

    @api.patch("/employees/<string:employee_id>", responses={200: EmployeeView, **problems(409)})
    @require(Role.ADMIN)
    def change(path: EmployeePath, header: ChangeHeaders, body: EmployeeChangeBody) -> Response:
        """Change an employee; who is disabled is out at once, everywhere."""
        wanted = body.model_dump(exclude_none=True)
        deed, seen = house.owners.admin(), seen_version(header.if_match)

        def decide(found: Employee, admins: int) -> Employee:
            if found.version != seen:
                raise StaleEmployeeError(found)
            return changed(found, deed.by, admins, **wanted)

        try:
            after = store.change(
                path.employee_id,
                decide,
                lambda before, after: deed.entry("changed", after.id, difference(before, after)),
            )
        except (OwnAccountError, LastAdminError, NoPasswordError) as error:
            raise Problem(409, "This change is not possible.", str(error), type="illegal-change") from error
        if body.active is True:
            house.doorkeeper.let_in(after.id)
        elif body.active is False:
            house.put_out(after.id)
        return answer_employee(after)


def _add_teams(api: APIBlueprint, house: House) -> None:
    @api.get("/teams", responses={200: TeamList})
    @require(Role.AGENT)
    def teams() -> Response:
        """All teams."""
        return jsonify(TeamList(teams=tuple(house.store.teams())).model_dump(mode="json"))

    @api.post("/teams", responses={201: Team, **problems(409)})
    @require(Role.ADMIN)
    def add_team(body: Team) -> tuple[Response, int]:
        """Add a team."""
        entry = house.owners.admin().entry("team-added", body.slug, difference(None, body))
        if not house.store.add_team(body, entry):
            raise Problem(409, "There is a team with this name.", type="known-team")
        return jsonify(body.model_dump(mode="json")), 201
