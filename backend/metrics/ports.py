"""What the figures need of the outside."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from backend.metrics.domain import Facts
from backend.metrics.steps import Record
from shared.contracts.resources import IncidentRow

People = Mapping[str, str]
"""The names of employees by their ids."""


class OvertakenError(Exception):
    """Another process has written figures, or made them anew: what this one has in memory is no longer so."""


class Memory(Protocol):
    """Where facts are kept. All methods raise DatabaseUnavailable."""

    def facts(self, incident_ids: Collection[UUID]) -> Mapping[UUID, Facts]:
        """Return what is known of incidents; those of which nothing is are left out."""
        ...

    def keep(self, facts: Sequence[Facts], people: People, applied: int) -> None:
        """Put facts in the place of older ones, and note that so many more events are applied.

        All or nothing. Raises OvertakenError.
        """
        ...


class Source(Protocol):
    """The incidents themselves, which this service never changes. All methods raise DatabaseUnavailable."""

    def read(self, incident_ids: Collection[UUID]) -> Mapping[UUID, Record]:
        """Return what is kept of incidents; those that are not there are left out."""
        ...

    def everything(self) -> Iterator[list[Record]]:
        """Yield what is kept of all incidents, some hundred at a time."""
        ...

    def changed_after(self, moment: datetime) -> Iterator[list[Record]]:
        """Yield what is kept of those that changed after a moment, some hundred at a time."""
        ...


class RowSource(Protocol):
    """The rows of incidents, as everybody with a queue may see them."""

    def rows(self, incident_ids: Sequence[UUID]) -> list[IncidentRow]:
        """Return rows in the order asked for; what is gone is left out. Raises DatabaseUnavailable."""
        ...
