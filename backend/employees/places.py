"""Where people are signed in, and signing out elsewhere."""

from flask import Response
from flask_openapi3 import APIBlueprint

from backend.employees.answers import answer, nothing
from backend.employees.audit import EmployeeAudit
from backend.employees.own_requests import SessionList, SessionPath, SessionQuery, SessionView
from backend.employees.owner import Owners
from backend.employees.ports import Doorkeeper
from backend.kit.auth import require
from backend.kit.open_sessions import OpenSession, OpenSessions
from backend.kit.problems import Problem
from shared.contracts.vocabulary import Role


def add_sessions(
    api: APIBlueprint,
    owners: Owners,
    open_sessions: OpenSessions,
    doorkeeper: Doorkeeper,
    audit: EmployeeAudit,
) -> None:
    """Add the routes for where somebody is signed in."""

    @api.get("/sessions", responses={200: SessionList})
    @require(Role.AGENT)
    def everywhere(query: SessionQuery) -> Response:
        """Where one is signed in; for an administrator, where an employee is."""
        owner = owners.present()
        if query.employee not in (None, owner.employee.id):
            owners.admin()
        shown = open_sessions.of(query.employee or owner.employee.id)
        return answer(SessionList(sessions=tuple(_view(one, owner.session.id) for one in shown)))

    @api.delete("/sessions/<string:session_id>", responses={204: None})
    @require(Role.AGENT)
    def sign_out_there(path: SessionPath) -> Response:
        """Sign out in one place: no renewal from now on, and no news within seconds."""
        owner = owners.present()
        session = open_sessions.find(path.session_id)
        is_own = session is not None and session.subject == owner.employee.id
        if session is None or not (is_own or owner.employee.role is Role.ADMIN):
            raise Problem(404, "There is no such session.", type="unknown-session")
        if not is_own:
            audit.tell(owners.admin().entry("session-ended", session.subject))
        open_sessions.close(session.subject, session.id)
        doorkeeper.turn_out_ended(session.subject)
        return nothing()


def _view(session: OpenSession, present: str) -> SessionView:
    return SessionView(
        id=session.id,
        opened_at=session.opened_at,
        used_at=session.used_at,
        address=session.address,
        device=session.device_name,
        current=session.id == present,
    )
