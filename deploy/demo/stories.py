"""What the demo shop's customers have to say, read from ``texts/<language>/<category>.toml``."""

import random
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from deploy.demo.addresses import address
from shared.contracts.catalogue import CATEGORIES
from shared.contracts.resources import Contact
from shared.contracts.vocabulary import Language, Priority

_TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True, slots=True)
class Story:
    """One customer's incident from first to last; ``{name}`` and ``{agent}`` in it stand for people."""

    category: str
    language: Language
    subject: str
    description: str
    product: str | None
    replies: tuple[str, ...]
    follow_up: str
    priority: Priority


class Deck:
    """Deals stories, two of three in Spanish, and none again before every other one was dealt."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._left: dict[Language, list[Story]] = {language: [] for language in Language}

    def deal(self) -> Story:
        """Return the next story."""
        language = self._chance.choices((Language.SPANISH, Language.ENGLISH), (2, 1))[0]
        left = self._left[language]
        if not left:
            left += stories(language)
            self._chance.shuffle(left)
        return left.pop()


def any_customer(chance: random.Random, language: Language) -> Contact:
    """Return somebody who speaks this language."""
    names = _read(language, "names")
    name = f"{chance.choice(names['first'])} {chance.choice(names['last'])}"
    return Contact(name=name, email=address(name, "example.com"))


def any_order_number(chance: random.Random, story: Story) -> str | None:
    """Return an order number; who asks before buying has none."""
    if story.category == "other" and chance.random() < 0.7:
        return None
    return str(chance.randrange(40_000, 60_000))


def any_note(chance: random.Random, language: Language, category: str) -> str:
    """Return a note for colleagues that fits an incident of this category."""
    return str(chance.choice(_read(language, category)["notes"]))


def any_tag(chance: random.Random, category: str) -> str:
    """Return a tag that the staff hangs on incidents of this category."""
    return str(chance.choice(_tags()[category]))


def any_thanks(chance: random.Random, story: Story) -> str:
    """Return what this customer says when all is well."""
    return str(chance.choice(_read(story.language, story.category)["thanks"]))


def story_of(language: Language, subject: str) -> Story | None:
    """Return the story with this subject; None for what a visitor of the demo wrote."""
    return next((story for story in stories(language) if story.subject == subject), None)


@cache
def stories(language: Language) -> tuple[Story, ...]:
    """Return every story of a language."""
    return tuple(
        _story(language, category, told)
        for category in CATEGORIES
        for told in _read(language, category)["story"]
    )


def _story(language: Language, category: str, told: dict[str, Any]) -> Story:
    return Story(
        category=category,
        language=language,
        subject=told["subject"],
        description=told["description"],
        product=told.get("product"),
        replies=tuple(told["replies"]),
        follow_up=told["follow_up"],
        priority=Priority(told["priority"]),
    )


@cache
def _tags() -> dict[str, list[str]]:
    return tomllib.loads((_TEXTS / "tags.toml").read_text(encoding="utf-8"))


@cache
def _read(language: Language, name: str) -> dict[str, Any]:
    return tomllib.loads((_TEXTS / language / f"{name}.toml").read_text(encoding="utf-8"))
