"""Known incidents over HTTP: customers see and follow them, supervisors announce and solve them."""

from uuid import UUID

from flask import Response
from flask_openapi3 import APIBlueprint

from backend.kit.audit import AuditEntry, AuditView
from backend.kit.auth import public, require
from backend.kit.openapi import problems
from backend.kit.shelf_answers import answer, author, cause, demand_seen
from backend.kit.versions import ChangeHeaders
from backend.knowledge.answering import public_answer
from backend.knowledge.domain import announce, solve
from backend.knowledge.requests import (
    FollowerBody,
    KnownIncidentBody,
    KnownIncidents,
    ThingPath,
)
from backend.knowledge.store import KnowledgeStore
from shared.clock import Clock
from shared.contracts.knowledge import Follower, KnownIncident
from shared.contracts.vocabulary import Role
from shared.ids import uuid7
from shared.tokens import Issuer

_ONE = "/known-incidents/<uuid:thing_id>"


def _listed(store: KnowledgeStore) -> KnownIncidents:
    found = store.known_incidents.all({"solved_at": None})
    latest = sorted(found, key=lambda one: one.announced_at, reverse=True)
    return KnownIncidents(known_incidents=tuple(store.counted(one) for one in latest))


def add_known_incidents(api: APIBlueprint, store: KnowledgeStore, clock: Clock) -> None:
    """Add the routes of known incidents."""
    _add_reading(api, store)
    _add_changes(api, store, clock)


def _add_reading(api: APIBlueprint, store: KnowledgeStore) -> None:
    @api.get("/known-incidents", responses={200: KnownIncidents})
    @public
    def unsolved() -> Response:
        """What affects many just now."""
        return public_answer(_listed(store))

    @api.get(_ONE, responses={200: KnownIncident})
    @require(Role.AGENT)
    def one_known(path: ThingPath) -> Response:
        """One known incident with its version, solved ones too."""
        found = store.known_incidents.get(path.thing_id)
        return answer(store.counted(found), found.version)

    @api.post(f"{_ONE}/followers", responses={204: None})
    @require(issuer=Issuer.WEBFORM)
    def follow(path: ThingPath, body: FollowerBody) -> Response:
        """Note who wants to hear when it is solved; the answer is the same for who was noted before."""
        store.follow(path.thing_id, Follower(**dict(body)))
        return Response(status=204)

    @api.get(f"{_ONE}/audit", responses={200: AuditView})
    @require(Role.SUPERVISOR)
    def known_audit(path: ThingPath) -> Response:
        """Who changed a known incident, and when."""
        return answer(AuditView(entries=tuple(store.audit_of(f"known-incident:{path.thing_id}"))))


def _add_changes(api: APIBlueprint, store: KnowledgeStore, clock: Clock) -> None:
    def entry(id: UUID, what: str, version: int) -> AuditEntry:
        return AuditEntry.note(f"known-incident:{id}", what, version, author(), clock())

    @api.post("/known-incidents", responses={201: KnownIncident})
    @require(Role.SUPERVISOR)
    def add_known(body: KnownIncidentBody) -> tuple[Response, int, dict[str, str]]:
        """Announce something that affects many."""
        at = clock()
        edit = announce(uuid7(at), None, author(), at, **dict(body))
        kept = store.known_incidents.put(edit, entry(edit.after.id, "announced", 1), cause())
        return answer(kept, 1), 201, {"Location": f"/api/v1/known-incidents/{kept.id}"}

    @api.put(_ONE, responses={200: KnownIncident, **problems(409)})
    @require(Role.SUPERVISOR)
    def change_known(path: ThingPath, header: ChangeHeaders, body: KnownIncidentBody) -> Response:
        """Say it in other words."""
        before = store.known_incidents.get(path.thing_id)
        demand_seen(header.if_match, before.version)
        edit = announce(before.id, before, author(), clock(), **dict(body))
        kept = store.known_incidents.put(edit, entry(before.id, "changed", edit.after.version), cause())
        return answer(kept, kept.version)

    @api.put(f"{_ONE}/resolution", responses={200: KnownIncident, **problems(409)})
    @require(Role.SUPERVISOR)
    def solve_known(path: ThingPath, header: ChangeHeaders) -> Response:
        """Say that it is solved; who follows it hears of it."""
        before = store.known_incidents.get(path.thing_id)
        demand_seen(header.if_match, before.version)
        edit = solve(before, author(), clock())
        kept = store.known_incidents.put(edit, entry(before.id, "solved", edit.after.version), cause())
        return answer(kept, kept.version)
