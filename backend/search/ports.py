"""What the handlers need of the world."""

from collections.abc import Collection, Mapping
from typing import Protocol

from backend.search.domain import Entry, Key

Entries = Mapping[Key, Entry | None]
"""Things as they stand now; None for what must not be found, or not any more."""


class Source(Protocol):
    """Where the things are kept."""

    def read(self, keys: Collection[Key]) -> Entries:
        """Return each of them as it stands now."""
        ...


class Index(Protocol):
    """Where they are found."""

    def refresh(self, keys: Collection[Key], source: Source) -> None:
        """Let the index show them as they stand in the source; return when that is on disk."""
        ...
