"""What is demanded of everybody who signs in, a second factor that was lost, and who changed what."""

from flask import Response
from flask_openapi3 import APIBlueprint

from backend.employees.answers import answer, nothing
from backend.employees.audit import EmployeeAudit, Part, difference
from backend.employees.factors import Factors
from backend.employees.own_requests import AuditQuery, AuditView, PolicyBody
from backend.employees.owner import Owners
from backend.employees.policy import SignInPolicies, SignInPolicy
from backend.employees.requests import EmployeePath
from backend.employees.store import EmployeeStore
from backend.kit.auth import require
from backend.kit.mongo import ClientSession
from backend.kit.problems import Problem
from backend.kit.versions import ChangeHeaders, seen_version
from shared.contracts.vocabulary import Role


def add_policy(api: APIBlueprint, owners: Owners, policies: SignInPolicies, audit: EmployeeAudit) -> None:
    """Add the routes for what is demanded of everybody."""

    @api.get("/sign-in-policy", responses={200: SignInPolicy})
    @require(Role.AGENT)
    def policy() -> Response:
        """What is demanded of everybody who signs in."""
        present = policies.present()
        return answer(present, present.version)

    @api.put("/sign-in-policy", responses={200: SignInPolicy})
    @require(Role.ADMIN)
    def change_policy(header: ChangeHeaders, body: PolicyBody) -> Response:
        """Demand a second factor of everybody, from their next sign-in on, or no more."""
        deed, seen = owners.admin(), seen_version(header.if_match)

        def note(before: SignInPolicy, after: SignInPolicy, session: ClientSession) -> None:
            audit.add(deed.entry("policy-changed", changes=difference(before, after)), session)

        after = policies.change(seen, body.second_factor_required, note)
        return answer(after, after.version)


def add_reset(
    api: APIBlueprint, store: EmployeeStore, owners: Owners, factors: Factors, audit: EmployeeAudit
) -> None:
    """Add the route for a second factor that was lost."""

    @api.delete("/employees/<string:employee_id>/second-factor", responses={204: None})
    @require(Role.ADMIN)
    def reset_factor(path: EmployeePath) -> Response:
        """Forget somebody's second factor, so that they can sign in without it and enrol anew."""
        deed, employee = owners.admin(), store.get(path.employee_id)
        if factors.of(employee.id) is None:
            raise Problem(404, "They have no second factor.", type="not-enrolled")
        audit.tell(deed.entry("second-factor-reset", employee.id))
        factors.remove(employee.id)
        return nothing()


def add_audit(api: APIBlueprint, audit: EmployeeAudit) -> None:
    """Add the route for who changed what."""

    @api.get("/employee-audit", responses={200: AuditView})
    @require(Role.SUPERVISOR)
    def read_audit(query: AuditQuery) -> Response:
        """What administrators did, the latest first."""
        part = Part(query.since, query.before, query.what, query.by, query.about)
        return answer(AuditView(entries=tuple(audit.page(query.limit, part))))
