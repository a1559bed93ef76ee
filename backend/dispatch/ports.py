"""What handing out asks of the world: the incidents, the people, and a place for its choices."""

from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import UUID

from backend.dispatch.domain import Choice, Handing, Person
from backend.dispatch.planning import Modes
from shared.contracts.resources import IncidentRow


class OvertakenError(Exception):
    """Another process has chosen for the same incident: what is known here is out of date."""


class Incidents(Protocol):
    """Where the incidents are read whole; raises DatabaseUnavailable."""

    def queue(self) -> list[IncidentRow]:
        """Return the rows of all that are not closed."""
        ...

    def handings(self, ids: Sequence[UUID]) -> Mapping[UUID, Handing]:
        """Return of each that changed hands how it did so last."""
        ...


class Staff(Protocol):
    """Where it is read who is there; raises DatabaseUnavailable."""

    def people(self) -> list[Person]:
        """Return everybody, those too who work here no more."""
        ...

    def modes(self) -> Modes:
        """Return who hands out each team's incidents."""
        ...


class Choices(Protocol):
    """Where choices outlive the process; raises DatabaseUnavailable."""

    def pending(self) -> list[Choice]:
        """Return the choices of which it is not known whether they came true."""
        ...

    def turns(self) -> dict[tuple[str, str], int]:
        """Return by team and employee the number of the last choice that came true."""
        ...

    def keep(self, choices: Sequence[Choice]) -> None:
        """Keep new choices; raise OvertakenError where one of their incidents was chosen for already."""
        ...

    def settle(self, choices: Sequence[Choice], turns: dict[tuple[str, str], int]) -> None:
        """Forget choices, and keep these turns."""
        ...
