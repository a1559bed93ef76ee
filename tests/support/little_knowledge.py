"""What the shop knows and what its search suggests, as the web form sees it; a test says what that is."""

import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import jwt

from shared.contracts.knowledge import (
    Answer,
    CategoryDefinition,
    FieldChoice,
    FieldDefinition,
    FieldKind,
    KnownIncident,
    Suggestion,
    Suggestions,
)
from shared.contracts.vocabulary import Language


def labels(spanish: str, english: str) -> dict[Language, str]:
    """Return a label in every language."""
    return {Language.SPANISH: spanish, Language.ENGLISH: english}


def question(slug: str, kind: FieldKind, english: str, *, required: bool = False) -> FieldDefinition:
    """Return a question that a category asks; one of the kind choice offers a box and a letter."""
    choices = (
        FieldChoice(slug="box", labels=labels("Una caja", "A box")),
        FieldChoice(slug="letter", labels=labels("Una carta", "A letter")),
    )
    return FieldDefinition(
        slug=slug,
        kind=kind,
        labels=labels(f"{english} (es)", english),
        is_required=required,
        choices=choices if kind is FieldKind.CHOICE else (),
    )


def category(
    slug: str, *fields: FieldDefinition, active: bool = True, position: int = 0
) -> CategoryDefinition:
    """Return a category that asks this."""
    return CategoryDefinition(
        slug=slug,
        version=1,
        names=labels(f"{slug} (es)", f"About {slug}"),
        team="returns",
        fields=fields,
        is_active=active,
        position=position,
    )


@dataclass
class LittleKnowledge:
    """What ``knowledge`` and ``search`` say now."""

    categories: list[CategoryDefinition] = field(default_factory=list)
    """None at all: then it does not answer, and the form goes by what it has."""
    answers: list[Answer] = field(default_factory=list)
    known_incidents: list[KnownIncident] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)
    sluggish_s: float = 0
    """How long a search takes."""
    asked: list[dict[str, Any]] = field(default_factory=list)
    """What each search was asked, with the claims of who asked."""
    followers: list[tuple[UUID, Any]] = field(default_factory=list)

    def answer(self, method: str, path: str, body: Any, bearer: str) -> tuple[int, str] | None:
        """Return status and body; None for what is not about knowledge."""
        address = urlsplit(path)
        what = address.path.removeprefix("/api/v1/")
        if method == "POST" and what.endswith("/followers"):
            return self._follow(UUID(what.split("/")[1]), body)
        if what == "suggestions":
            return self._suggest(dict(parse_qsl(address.query)), bearer)
        lists: dict[str, tuple[str, list[Any]]] = {
            "categories": ("categories", self.categories),
            "published-answers": ("answers", self.answers),
            "known-incidents": ("known_incidents", self.known_incidents),
        }
        return _listed(*lists[what]) if what in lists else None

    def _suggest(self, asked: dict[str, str], bearer: str) -> tuple[int, str]:
        claims = jwt.decode(bearer, options={"verify_signature": False})
        self.asked.append({**asked, "claims": claims})
        time.sleep(self.sluggish_s)
        return 200, Suggestions(suggestions=tuple(self.suggestions)).model_dump_json()

    def _follow(self, known_id: UUID, body: Any) -> tuple[int, str]:
        if all(known.id != known_id for known in self.known_incidents):
            return 404, "{}"
        self.followers.append((known_id, body))
        return 204, ""


def _listed(name: str, things: list[Any]) -> tuple[int, str]:
    if name == "categories" and not things:
        return 503, "{}"
    return 200, json.dumps({name: [thing.model_dump(mode="json") for thing in things]})
