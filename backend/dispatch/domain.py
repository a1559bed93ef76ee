"""Who may be given an incident, and who is given it: the rules, without clock, database or broker."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from shared.contracts.resources import Assignee, IncidentRow
from shared.contracts.vocabulary import AssignmentMode, Availability, EmployeeId, Language, Slug

_REQUESTS = UUID("4e5b0f6c-9d0b-5d7e-8f3e-2d9a6f1c7b10")


@dataclass(frozen=True, slots=True)
class Handing:
    """How an incident changed hands last: when, and whether the house or a person did it.

    ``given_back_by`` is the employee who gave it back to the team; None where nobody did.
    """

    at: datetime
    is_by_house: bool
    given_back_by: EmployeeId | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """An employee, as far as it matters for being given incidents; empty skills or languages are all."""

    id: EmployeeId
    name: str
    teams: frozenset[Slug] = frozenset()
    skills: frozenset[Slug] = frozenset()
    languages: frozenset[Language] = frozenset()
    capacity: int | None = None
    active: bool = True
    availability: Availability = Availability.AVAILABLE
    since: datetime | None = None
    """When they became so available; None where they never said."""

    def takes(self, row: IncidentRow) -> bool:
        """Tell whether they are there for such an incident, however much they have in hand."""
        return (
            self.active
            and self.availability is Availability.AVAILABLE
            and row.team in self.teams
            and (not self.skills or row.category in self.skills)
            and (not self.languages or row.language in self.languages)
        )

    def left_at(self, away_lasts: timedelta) -> datetime | None:
        """Return from when on their incidents are others'; None while they are theirs.

        Who is away keeps them for so long: ``away_lasts``.
        """
        match self.availability, self.since:
            case Availability.OFF, datetime() as since:
                return since
            case Availability.AWAY, datetime() as since:
                return since + away_lasts
        return None


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is to get an incident in the version ``seen``; ``number`` grows with every choice there is."""

    incident_id: UUID
    seen: int
    team: Slug
    to: Assignee
    number: int

    @property
    def request_id(self) -> UUID:
        """The same for every choice on this version, so that only one of them comes true."""
        return uuid5(_REQUESTS, f"assign:{self.incident_id}:{self.seen}")


@dataclass(frozen=True, slots=True)
class Return:
    """An incident that goes back to its team, in the version ``seen``."""

    incident_id: UUID
    seen: int

    @property
    def request_id(self) -> UUID:
        """The same however often it is decided."""
        return uuid5(_REQUESTS, f"release:{self.incident_id}:{self.seen}")


def choose(
    row: IncidentRow,
    mode: AssignmentMode,
    people: Iterable[Person],
    in_hand: Mapping[EmployeeId, int],
    turns: Mapping[EmployeeId, int],
) -> Person | None:
    """Return who is given an incident; None where nobody is there for it or everybody has enough.

    ``in_hand`` counts what each has, ``turns`` has the number of the last choice that fell on each. In
    turn, it is whose last was the longest ago; by load, who has the least, and among equals again that one.
    """
    able = [
        person
        for person in people
        if person.takes(row) and (person.capacity is None or in_hand.get(person.id, 0) < person.capacity)
    ]

    def order(person: Person) -> tuple[int, int, str]:
        load = in_hand.get(person.id, 0) if mode is AssignmentMode.LEAST_LOADED else 0
        return load, turns.get(person.id, 0), person.id

    return min(able, key=order, default=None)
