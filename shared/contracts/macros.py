"""Macros: words and steps that employees need again and again, chosen by typing."""

import re
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, model_validator

from shared.contracts.resources import Contract
from shared.contracts.vocabulary import EmployeeId, Language, Name, Priority, Slug, Tag, Text

WAIT_DAYS_MAX = 365
STEP_TAGS_MAX = 10
PLACEHOLDERS = frozenset({"customer", "reference", "order", "product", "me"})
"""What a macro's words may leave open: ``{customer}`` is the customer's name, ``{me}`` who uses it."""
_BRACED = re.compile(r"\{([^{}]*)\}")


def placeholders_in(text: str) -> list[str]:
    """Return what stands in braces, in its order."""
    return _BRACED.findall(text)


def filled(text: str, values: dict[str, str]) -> str:
    """Return the words with every placeholder replaced; one without a value becomes nothing."""
    return _BRACED.sub(lambda found: values.get(found[1], "") if found[1] in PLACEHOLDERS else found[0], text)


def _known_placeholders(text: str) -> str:
    unknown = sorted(set(placeholders_in(text)) - PLACEHOLDERS)
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in sorted(PLACEHOLDERS))
        raise ValueError(f"nothing is called {{{unknown[0]}}}; there are {known}")
    return text


MacroText = Annotated[Text, AfterValidator(_known_placeholders)]


class MacroSteps(Contract):
    """What a macro does besides its words; what is None or empty stays as it is."""

    claim: bool = False
    priority: Priority | None = None
    category: Slug | None = None
    team: Slug | None = None
    tags: tuple[Tag, ...] = Field((), max_length=STEP_TAGS_MAX)
    """Added to those that are there."""
    wait_days: int | None = Field(None, ge=1, le=WAIT_DAYS_MAX)
    """Waiting for the customer, and back in so many days."""
    resolve: bool = False

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.resolve and self.wait_days:
            raise ValueError("what is resolved does not wait")
        if self.team and self.claim:
            raise ValueError("what goes to another team is not one's own")
        return self

    @property
    def is_empty(self) -> bool:
        """Tell whether it does nothing."""
        return self == MacroSteps()


class MacroDraft(Contract):
    """A macro as its author writes it: words for the customer in one language or more, steps, or both."""

    name: Name
    texts: dict[Language, MacroText] = Field(default_factory=dict)
    steps: MacroSteps = MacroSteps()

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        if not self.texts and self.steps.is_empty:
            raise ValueError("a macro needs words or something to do")
        return self


class Macro(MacroDraft):
    """A macro that is kept. ``owner`` is who alone sees it; None is for everybody."""

    id: UUID
    version: int
    owner: EmployeeId | None = None
    updated_at: AwareDatetime


class Macros(Contract):
    """One's own macros and those for everybody, by name."""

    macros: tuple[Macro, ...]
