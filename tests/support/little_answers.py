"""Answers and categories in memory, as ``knowledge`` keeps them: changed at the version seen."""

import json
from dataclasses import dataclass, field
from uuid import UUID

from backend.knowledge.requests import AnswerBody, CategoryBody
from backend.knowledge.seeds import first_categories
from shared.clock import utc_now
from shared.contracts.knowledge import Answer, CategoryDefinition
from shared.ids import uuid7

ANSWERS = "/api/v1/answers"
CATEGORIES = "/api/v1/categories"
STALE = 412, b"{}"


@dataclass
class LittleAnswers:
    """What staff has written for customers."""

    kept: dict[UUID, Answer] = field(default_factory=dict)

    def answer(self, method: str, path: str, seen: str, sent: bytes) -> tuple[int, bytes]:
        """Return status and body."""
        last = path.removeprefix(ANSWERS).strip("/")
        if not last and method == "GET":
            listed = [one.model_dump(mode="json") for one in self.kept.values()]
            return 200, json.dumps({"answers": listed}).encode()
        if not last:
            return 201, self.write(AnswerBody.model_validate_json(sent)).model_dump_json().encode()
        found = self.kept[UUID(last)]
        if method != "GET" and seen != str(found.version):
            return STALE
        if method == "DELETE":
            del self.kept[found.id]
            return 204, b""
        if method == "PUT":
            found = self.write(AnswerBody.model_validate_json(sent), found)
        return 200, found.model_dump_json().encode()

    def write(self, body: AnswerBody, before: Answer | None = None) -> Answer:
        """Keep a new one, or the next version of one."""
        now = utc_now()
        version = before.version + 1 if before else 1
        answer_id = before.id if before else uuid7(now)
        kept = self.kept[answer_id] = Answer(id=answer_id, version=version, updated_at=now, **dict(body))
        return kept


@dataclass
class LittleCategories:
    """What incidents can be about."""

    kept: dict[str, CategoryDefinition] = field(
        default_factory=lambda: {one.slug: one for one in first_categories()}
    )

    def answer(self, method: str, path: str, seen: str, sent: bytes) -> tuple[int, bytes]:
        """Return status and body."""
        slug = path.removeprefix(CATEGORIES).strip("/")
        if not slug:
            ordered = sorted(self.kept.values(), key=lambda one: (one.position, one.slug))
            listed = [one.model_dump(mode="json") for one in ordered]
            return 200, json.dumps({"categories": listed}).encode()
        found = self.kept.get(slug)
        if method == "PUT" and found and seen != str(found.version):
            return STALE
        if method == "PUT":
            self.alter(slug, **dict(CategoryBody.model_validate_json(sent)))
        return (200 if found else 201), self.kept[slug].model_dump_json().encode()

    def alter(self, slug: str, **fields: object) -> None:
        """Change one as another administrator would, or make it."""
        before = self.kept.get(slug)
        told = dict(before) if before else {"slug": slug, "version": 0}
        version = (before.version if before else 0) + 1
        self.kept[slug] = CategoryDefinition.model_validate({**told, **fields, "version": version})
