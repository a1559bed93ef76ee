"""Answers over HTTP: customers see the published ones, supervisors write them."""

from uuid import UUID

from flask import Response
from flask_openapi3 import APIBlueprint

from backend.kit.audit import AuditEntry, AuditView
from backend.kit.auth import public, require
from backend.kit.edits import Edit
from backend.kit.shelf_answers import answer, author, cause, demand_seen
from backend.kit.versions import ChangeHeaders
from backend.knowledge.answering import public_answer
from backend.knowledge.domain import write_answer
from backend.knowledge.requests import AnswerBody, Answers, ThingPath
from backend.knowledge.store import KnowledgeStore
from shared.clock import Clock
from shared.contracts.knowledge import Answer
from shared.contracts.vocabulary import Role
from shared.ids import uuid7

_ONE = "/answers/<uuid:thing_id>"


def _listed(found: list[Answer]) -> Answers:
    return Answers(answers=tuple(sorted(found, key=lambda one: one.updated_at, reverse=True)))


def add_answers(api: APIBlueprint, store: KnowledgeStore, clock: Clock) -> None:
    """Add the routes of answers."""

    def entry(id: UUID, what: str, version: int) -> AuditEntry:
        return AuditEntry.note(f"answer:{id}", what, version, author(), clock())

    @api.get("/published-answers", responses={200: Answers})
    @public
    def published() -> Response:
        """What customers may read."""
        return public_answer(_listed(store.answers.all({"is_published": True})))

    @api.get("/answers", responses={200: Answers})
    @require(Role.AGENT)
    def answers() -> Response:
        """All answers, drafts too."""
        return answer(_listed(store.answers.all()))

    @api.get(_ONE, responses={200: Answer})
    @require(Role.AGENT)
    def one_answer(path: ThingPath) -> Response:
        """One answer with its version."""
        found = store.answers.get(path.thing_id)
        return answer(found, found.version)

    @api.post("/answers", responses={201: Answer})
    @require(Role.SUPERVISOR)
    def add_answer(body: AnswerBody) -> tuple[Response, int, dict[str, str]]:
        """Write a new answer, published or not yet."""
        at = clock()
        edit = write_answer(uuid7(at), None, author(), at, **dict(body))
        kept = store.answers.put(edit, entry(edit.after.id, "written", 1), cause())
        return answer(kept, 1), 201, {"Location": f"/api/v1/answers/{kept.id}"}

    @api.put(_ONE, responses={200: Answer})
    @require(Role.SUPERVISOR)
    def change_answer(path: ThingPath, header: ChangeHeaders, body: AnswerBody) -> Response:
        """Change, publish or withdraw an answer."""
        before = store.answers.get(path.thing_id)
        demand_seen(header.if_match, before.version)
        edit = write_answer(before.id, before, author(), clock(), **dict(body))
        kept = store.answers.put(edit, entry(before.id, "changed", edit.after.version), cause())
        return answer(kept, kept.version)

    @api.delete(_ONE, responses={204: None})
    @require(Role.SUPERVISOR)
    def remove_answer(path: ThingPath, header: ChangeHeaders) -> Response:
        """Remove an answer for good."""
        before = store.answers.get(path.thing_id)
        demand_seen(header.if_match, before.version)
        edit: Edit[Answer] = write_answer(
            before.id,
            before,
            author(),
            clock(),
            category=before.category,
            texts=before.texts,
            is_published=False,
        )
        store.answers.remove(edit, entry(before.id, "removed", edit.after.version), cause())
        return Response(status=204)

    @api.get(f"{_ONE}/audit", responses={200: AuditView})
    @require(Role.SUPERVISOR)
    def answer_audit(path: ThingPath) -> Response:
        """Who changed an answer, and when."""
        return answer(AuditView(entries=tuple(store.audit_of(f"answer:{path.thing_id}"))))
