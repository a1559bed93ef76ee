"""Categories over HTTP: anybody reads them, admins change them."""

from flask import Response
from flask_openapi3 import APIBlueprint

from backend.kit.audit import AuditEntry, AuditView
from backend.kit.auth import public, require
from backend.kit.shelf_answers import answer, author, cause, demand_seen
from backend.kit.versions import ChangeHeaders
from backend.knowledge.answering import public_answer
from backend.knowledge.domain import define_category
from backend.knowledge.requests import Categories, CategoryBody, SlugPath
from backend.knowledge.store import KnowledgeStore
from shared.clock import Clock
from shared.contracts.knowledge import CategoryDefinition
from shared.contracts.vocabulary import Role


def add_categories(api: APIBlueprint, store: KnowledgeStore, clock: Clock) -> None:
    """Add the routes of categories."""

    @api.get("/categories", responses={200: Categories})
    @public
    def categories() -> Response:
        """All categories with the fields that each asks for, those out of use too."""
        found = sorted(store.categories.all(), key=lambda one: (one.position, one.slug))
        return public_answer(Categories(categories=tuple(found)))

    @api.get("/categories/<string:slug>", responses={200: CategoryDefinition})
    @public
    def category(path: SlugPath) -> Response:
        """One category with its version."""
        found = store.categories.get(path.slug)
        return answer(found, found.version)

    @api.put("/categories/<string:slug>", responses={200: CategoryDefinition, 201: CategoryDefinition})
    @require(Role.ADMIN)
    def define(path: SlugPath, header: ChangeHeaders, body: CategoryBody) -> tuple[Response, int]:
        """Make a category, or change it: then If-Match is needed. One out of use is set inactive."""
        before = store.categories.find(path.slug)
        if before:
            demand_seen(header.if_match, before.version)
        edit = define_category(path.slug, before, **dict(body))
        what = "changed" if before else "defined"
        entry = AuditEntry.note(f"category:{path.slug}", what, edit.after.version, author(), clock())
        kept = store.categories.put(edit, entry, cause())
        return answer(kept, kept.version), 200 if before else 201

    @api.get("/categories/<string:slug>/audit", responses={200: AuditView})
    @require(Role.SUPERVISOR)
    def category_audit(path: SlugPath) -> Response:
        """Who changed a category, and when."""
        return answer(AuditView(entries=tuple(store.audit_of(f"category:{path.slug}"))))
