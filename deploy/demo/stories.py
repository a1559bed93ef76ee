"""What the demo shop's customers have to say, read from ``texts/<language>.json``."""

import json
import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from shared.contracts.vocabulary import Language, Priority

_TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True, slots=True)
class Story:
    """One customer's incident from the first word to the last."""

    category: str
    language: Language
    subject: str
    description: str
    product: str | None
    replies: tuple[str, ...]
    follow_up: str
    priority: Priority


def any_story(chance: random.Random) -> Story:
    """Return a story, two of three in Spanish."""
    return chance.choice(stories(_language(chance)))


def any_name(chance: random.Random, language: Language) -> str:
    """Return a customer's name."""
    return str(chance.choice(_texts(language)["names"]))


def any_note(chance: random.Random, language: Language) -> str:
    """Return a note for colleagues."""
    return str(chance.choice(_texts(language)["notes"]))


def any_thanks(chance: random.Random, language: Language) -> str:
    """Return what a customer says when all is well."""
    return str(chance.choice(_texts(language)["thanks"]))


@cache
def stories(language: Language) -> tuple[Story, ...]:
    """Return every story of a language."""
    return tuple(
        Story(
            category=category,
            language=language,
            subject=told["subject"],
            description=told["description"],
            product=told["product"],
            replies=tuple(told["replies"]),
            follow_up=told["follow_up"],
            priority=Priority(told["priority"]),
        )
        for category, every in _texts(language)["stories"].items()
        for told in every
    )


def _language(chance: random.Random) -> Language:
    return chance.choices((Language.SPANISH, Language.ENGLISH), (2, 1))[0]


@cache
def _texts(language: Language) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((_TEXTS / f"{language}.json").read_text(encoding="utf-8"))
    return found
