"""Policies over HTTP: who leads reads them, admins change them."""

from flask import Response
from flask_openapi3 import APIBlueprint

from backend.incidents.categories import CategoryReader
from backend.kit.audit import AuditEntry, AuditView
from backend.kit.auth import require
from backend.kit.edits import Edit
from backend.kit.openapi import problems
from backend.kit.shelf_answers import answer, author, cause, demand_seen
from backend.kit.versions import ChangeHeaders
from backend.sla.answering import demand_usable
from backend.sla.domain import next_policy
from backend.sla.requests import Policies, SlugPath
from backend.sla.store import PromiseStore
from shared.clock import Clock
from shared.contracts.promises import PolicyDefinition, PolicyDraft
from shared.contracts.vocabulary import Role


def add_policies(api: APIBlueprint, store: PromiseStore, categories: CategoryReader, clock: Clock) -> None:
    """Add the routes of policies."""

    @api.get("/policies", responses={200: Policies})
    @require(Role.SUPERVISOR)
    def policies() -> Response:
        """All policies in the order in which they are looked at, those out of use too."""
        found = sorted(store.policies.all(), key=lambda one: (one.position, one.slug))
        return answer(Policies(policies=tuple(found)))

    @api.get("/policies/<string:slug>", responses={200: PolicyDefinition})
    @require(Role.SUPERVISOR)
    def policy(path: SlugPath) -> Response:
        """One policy with its version."""
        found = store.policies.get(path.slug)
        return answer(found, found.version)

    @api.put(
        "/policies/<string:slug>",
        responses={200: PolicyDefinition, 201: PolicyDefinition, **problems(412, 422)},
    )
    @require(Role.ADMIN)
    def define_policy(path: SlugPath, header: ChangeHeaders, body: PolicyDraft) -> tuple[Response, int]:
        """Make a policy, or change it: then If-Match is needed. One out of use is set inactive."""
        before = store.policies.find(path.slug)
        if before:
            demand_seen(header.if_match, before.version)
        after = next_policy(path.slug, before, body)
        demand_usable(after, store, categories)
        what = "changed" if before else "defined"
        entry = AuditEntry.note(f"policy:{path.slug}", what, after.version, author(), clock())
        kept = store.policies.put(Edit(after), entry, cause())
        return answer(kept, kept.version), 200 if before else 201

    @api.get("/policies/<string:slug>/audit", responses={200: AuditView})
    @require(Role.SUPERVISOR)
    def policy_audit(path: SlugPath) -> Response:
        """Who changed a policy, and when."""
        return answer(AuditView(entries=tuple(store.audit_of(f"policy:{path.slug}"))))
