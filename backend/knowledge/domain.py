"""Changes of what the shop knows: from one version to the next, with the event that tells it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.kit.edits import Edit
from shared.contracts.events import (
    AnswerPublished,
    AnswerWithdrawn,
    KnownIncidentAnnounced,
    KnownIncidentSolved,
)
from shared.contracts.knowledge import Answer, AnswerText, CategoryDefinition, KnownIncident
from shared.contracts.macros import Macro, MacroDraft
from shared.contracts.resources import Actor
from shared.contracts.vocabulary import Language


class AlreadySolvedError(ValueError):
    """What is solved is not changed any more."""


def define_category(slug: str, before: CategoryDefinition | None, **fields: Any) -> Edit[CategoryDefinition]:
    """Return a category with these fields, new or in its next version."""
    version = before.version + 1 if before else 1
    return Edit(CategoryDefinition(slug=slug, version=version, **fields))


def write_answer(
    id: UUID,
    before: Answer | None,
    by: Actor,
    at: datetime,
    *,
    category: str | None,
    texts: Mapping[Language, AnswerText],
    is_published: bool,
) -> Edit[Answer]:
    """Return an answer; it is told only where customers could see it before or can see it now."""
    version = before.version + 1 if before else 1
    after = Answer(
        id=id,
        version=version,
        category=category,
        texts=dict(texts),
        is_published=is_published,
        updated_at=at,
    )
    if is_published:
        return Edit(after, AnswerPublished(id=id, version=version, category=category, actor=by))
    if before and before.is_published:
        return Edit(after, AnswerWithdrawn(id=id, version=version, category=category, actor=by))
    return Edit(after)


def write_macro(
    id: UUID, before: Macro | None, at: datetime, owner: str | None, draft: MacroDraft
) -> Edit[Macro]:
    """Return a macro, new or in its next version; nobody outside is told."""
    version = before.version + 1 if before else 1
    written = {"name": draft.name, "texts": draft.texts, "steps": draft.steps}
    return Edit(Macro(id=id, version=version, owner=owner, updated_at=at, **written))


def announce(
    id: UUID,
    before: KnownIncident | None,
    by: Actor,
    at: datetime,
    *,
    category: str | None,
    texts: Mapping[Language, AnswerText],
) -> Edit[KnownIncident]:
    """Return a known incident, new or in other words; raise AlreadySolvedError."""
    if before and before.solved_at:
        raise AlreadySolvedError("It is solved already.")
    fields: dict[str, Any] = {"category": category, "texts": dict(texts)}
    if before:
        after = KnownIncident(**{**before.model_dump(), **fields, "version": before.version + 1})
    else:
        after = KnownIncident(id=id, version=1, announced_at=at, **fields)
    event = KnownIncidentAnnounced(id=id, version=after.version, category=category, actor=by)
    return Edit(after, event)


def solve(before: KnownIncident, by: Actor, at: datetime) -> Edit[KnownIncident]:
    """It affects nobody any more; raise AlreadySolvedError."""
    if before.solved_at:
        raise AlreadySolvedError("It is solved already.")
    after = before.model_copy(update={"version": before.version + 1, "solved_at": at})
    event = KnownIncidentSolved(id=after.id, version=after.version, category=after.category, actor=by)
    return Edit(after, event)
