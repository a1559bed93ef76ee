"""What the automatic assignment goes by, over HTTP: who is there, what they take, and how a team shares."""

from flask import Response, jsonify
from flask_openapi3 import APIBlueprint

from backend.employees.answers import answer_employee
from backend.employees.audit import Deed, difference
from backend.employees.domain import Employee, StaleEmployeeError, Team, turned, with_duties
from backend.employees.owner import Owners
from backend.employees.requests import (
    AssignmentModeBody,
    AvailabilityBody,
    DutiesBody,
    EmployeePath,
    EmployeeView,
    TeamPath,
)
from backend.employees.store import EmployeeStore, Note
from backend.kit.auth import current_identity, require
from backend.kit.problems import Problem
from backend.kit.versions import ChangeHeaders, seen_version
from shared.clock import Clock
from shared.contracts.vocabulary import Role


def add_duties(api: APIBlueprint, store: EmployeeStore, owners: Owners, clock: Clock) -> None:
    """Add the routes; everybody says whether they are there, who leads says the rest."""

    @api.put("/employees/<string:employee_id>/availability", responses={200: EmployeeView})
    @require(Role.AGENT)
    def turn(path: EmployeePath, body: AvailabilityBody) -> Response:
        """Say whether somebody takes new incidents: oneself, or who leads for others."""
        is_own = path.employee_id == current_identity().subject
        deed, now = owners.anybody() if is_own else owners.leader(), clock()
        return answer_employee(
            store.change(
                path.employee_id,
                lambda found, _admins: turned(found, body.availability, now),
                None if is_own else _noted(deed),
            )
        )

    @api.put("/employees/<string:employee_id>/duties", responses={200: EmployeeView})
    @require(Role.SUPERVISOR)
    def charge(path: EmployeePath, header: ChangeHeaders, body: DutiesBody) -> Response:
        """Say what somebody is given, and how much."""
        deed, seen = owners.leader(), seen_version(header.if_match)

        def decide(found: Employee, _admins: int) -> Employee:
            if found.version != seen:
                raise StaleEmployeeError(found)
            return with_duties(found, body.skills, body.languages, body.capacity)

        return answer_employee(store.change(path.employee_id, decide, _noted(deed)))

    @api.put("/teams/<string:slug>/assignment", responses={200: Team})
    @require(Role.SUPERVISOR)
    def share(path: TeamPath, body: AssignmentModeBody) -> Response:
        """Say who hands out a team's incidents."""
        deed = owners.leader()
        team = store.share(
            path.slug,
            body.mode,
            lambda before, after: deed.entry("team-changed", path.slug, difference(before, after)),
        )
        if team is None:
            raise Problem(404, "There is no such team.", type="unknown-team")
        return jsonify(team.model_dump(mode="json"))


def _noted(deed: Deed) -> Note:
    return lambda before, after: deed.entry("changed", after.id, difference(before, after))
