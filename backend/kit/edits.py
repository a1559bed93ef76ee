"""The next version of something that staff changes."""

from dataclasses import dataclass
from typing import Any, Generic, Protocol, Self, TypeVar

from shared.contracts.events import KnowledgeEvent


class Versioned(Protocol):
    """A contract with a version, which grows by one with every change."""

    @property
    def version(self) -> int:
        """The first is 1."""
        ...

    def model_dump(self) -> dict[str, Any]:
        """Return its fields."""
        ...

    @classmethod
    def model_validate(cls, obj: Any) -> Self:
        """Return it from its fields."""
        ...


Thing = TypeVar("Thing", bound=Versioned)


@dataclass(frozen=True, slots=True)
class Edit(Generic[Thing]):
    """The next version of something, and what to tell the world, if anything."""

    after: Thing
    event: KnowledgeEvent | None = None
