"""Macros over HTTP: everybody has their own, supervisors write those for all."""

from uuid import UUID

from flask import Response
from flask_openapi3 import APIBlueprint

from backend.kit.audit import AuditEntry, AuditView
from backend.kit.auth import current_identity, require
from backend.kit.problems import Problem
from backend.kit.shelf import UnknownThingError
from backend.kit.shelf_answers import answer, author, cause, demand_seen
from backend.kit.versions import ChangeHeaders
from backend.knowledge.domain import write_macro
from backend.knowledge.requests import MacroBody, ThingPath
from backend.knowledge.store import KnowledgeStore
from shared.clock import Clock
from shared.contracts.macros import Macro, Macros
from shared.contracts.vocabulary import Role
from shared.ids import uuid7

_ONE = "/macros/<uuid:thing_id>"


def add_macros(api: APIBlueprint, store: KnowledgeStore, clock: Clock) -> None:
    """Add the routes of macros."""

    def entry(id: UUID, what: str, version: int) -> AuditEntry:
        return AuditEntry.note(f"macro:{id}", what, version, author(), clock())

    def visible(id: UUID) -> Macro:
        """Return a macro that the caller may see; raise UnknownThingError."""
        found = store.macros.get(id)
        if found.owner not in (None, current_identity().subject):
            raise UnknownThingError(str(id))
        return found

    @api.get("/macros", responses={200: Macros})
    @require(Role.AGENT)
    def macros() -> Response:
        """One's own macros and those for everybody, by name."""
        found = store.macros.all({"owner": {"$in": [None, current_identity().subject]}})
        return answer(Macros(macros=tuple(sorted(found, key=lambda one: one.name.casefold()))))

    @api.get(_ONE, responses={200: Macro})
    @require(Role.AGENT)
    def one_macro(path: ThingPath) -> Response:
        """One macro with its version."""
        found = visible(path.thing_id)
        return answer(found, found.version)

    @api.post("/macros", responses={201: Macro})
    @require(Role.AGENT)
    def add_macro(body: MacroBody) -> tuple[Response, int, dict[str, str]]:
        """Write a macro: for oneself, or as a supervisor for everybody."""
        _demand_right(None if body.is_shared else current_identity().subject)
        at = clock()
        owner = None if body.is_shared else current_identity().subject
        edit = write_macro(uuid7(at), None, at, owner, body.draft())
        kept = store.macros.put(edit, entry(edit.after.id, "written", 1), cause())
        return answer(kept, 1), 201, {"Location": f"/api/v1/macros/{kept.id}"}

    @api.put(_ONE, responses={200: Macro})
    @require(Role.AGENT)
    def change_macro(path: ThingPath, header: ChangeHeaders, body: MacroBody) -> Response:
        """Change a macro, or whom it is for."""
        before = visible(path.thing_id)
        owner = None if body.is_shared else current_identity().subject
        _demand_right(before.owner)
        _demand_right(owner)
        demand_seen(header.if_match, before.version)
        edit = write_macro(before.id, before, clock(), owner, body.draft())
        kept = store.macros.put(edit, entry(before.id, "changed", edit.after.version), cause())
        return answer(kept, kept.version)

    @api.delete(_ONE, responses={204: None})
    @require(Role.AGENT)
    def remove_macro(path: ThingPath, header: ChangeHeaders) -> Response:
        """Remove a macro for good."""
        before = visible(path.thing_id)
        _demand_right(before.owner)
        demand_seen(header.if_match, before.version)
        edit = write_macro(before.id, before, clock(), before.owner, before)
        store.macros.remove(edit, entry(before.id, "removed", edit.after.version), cause())
        return Response(status=204)

    @api.get(f"{_ONE}/audit", responses={200: AuditView})
    @require(Role.SUPERVISOR)
    def macro_audit(path: ThingPath) -> Response:
        """Who changed a macro, and when."""
        return answer(AuditView(entries=tuple(store.audit_of(f"macro:{path.thing_id}"))))


def _demand_right(owner: str | None) -> None:
    """Return when the caller may write what this owner has; raise a Problem."""
    identity = current_identity()
    if owner != identity.subject and identity.role not in (Role.SUPERVISOR, Role.ADMIN):
        raise Problem(403, "Only a supervisor writes macros for everybody.", type="forbidden")
