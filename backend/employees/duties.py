"""What the automatic assignment goes by, over HTTP: who is there, what they take, and how a team shares."""

from flask import Response, jsonify
from flask_openapi3 import APIBlueprint

from backend.employees.domain import Employee, StaleEmployeeError, Team, turned, with_duties
from backend.employees.requests import (
    AssignmentModeBody,
    AvailabilityBody,
    DutiesBody,
    EmployeePath,
    EmployeeView,
    TeamPath,
)
from backend.employees.store import EmployeeStore
from backend.kit.auth import current_identity, require
from backend.kit.problems import Problem
from backend.kit.versions import ChangeHeaders, etag, seen_version
from shared.clock import Clock
from shared.contracts.vocabulary import Role

_LEADING = {Role.SUPERVISOR, Role.ADMIN}


def add_duties(api: APIBlueprint, store: EmployeeStore, clock: Clock) -> None:
    """Add the routes; everybody says whether they are there, who leads says the rest."""

    @api.put("/employees/<string:employee_id>/availability", responses={200: EmployeeView})
    @require(Role.AGENT)
    def turn(path: EmployeePath, body: AvailabilityBody) -> Response:
        """Say whether somebody takes new incidents: oneself, or who leads for others."""
        if path.employee_id != current_identity().subject:
            _demand_lead(store)
        now = clock()
        return _answer(
            store.change(path.employee_id, lambda found, _admins: turned(found, body.availability, now))
        )

    @api.put("/employees/<string:employee_id>/duties", responses={200: EmployeeView})
    @require(Role.SUPERVISOR)
    def charge(path: EmployeePath, header: ChangeHeaders, body: DutiesBody) -> Response:
        """Say what somebody is given, and how much."""
        _demand_lead(store)
        seen = seen_version(header.if_match)

        def decide(found: Employee, _admins: int) -> Employee:
            if found.version != seen:
                raise StaleEmployeeError(found)
            return with_duties(found, body.skills, body.languages, body.capacity)

        return _answer(store.change(path.employee_id, decide))

    @api.put("/teams/<string:slug>/assignment", responses={200: Team})
    @require(Role.SUPERVISOR)
    def share(path: TeamPath, body: AssignmentModeBody) -> Response:
        """Say who hands out a team's incidents."""
        _demand_lead(store)
        team = store.set_assignment(path.slug, body.mode)
        if team is None:
            raise Problem(404, "There is no such team.", type="unknown-team")
        return jsonify(team.model_dump(mode="json"))


def _answer(employee: Employee) -> Response:
    response = Response(EmployeeView.of(employee).model_dump_json(), mimetype="application/json")
    response.headers["ETag"] = etag(employee.version)
    return response


def _demand_lead(store: EmployeeStore) -> None:
    """Return where who asks leads still: for its ten minutes a token says what once was."""
    by = store.get(current_identity().subject)
    if not by.active or by.role not in _LEADING:
        raise Problem(403, "You may not do this.", "Only who leads may.", type="forbidden")
