"""The people of the shop, and to whom an incident could go."""

from pydantic import BaseModel, ConfigDict

from desktop.state.natural import natural
from desktop.state.person import Person
from desktop.state.texts import language
from shared.contracts.resources import Assignee, IncidentRow
from shared.contracts.vocabulary import EmployeeId, Language, Name, Slug


class Colleague(BaseModel):
    """An employee; a field that a later service adds is no reason to show nobody."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: EmployeeId
    name: Name
    teams: tuple[Slug, ...] = ()
    active: bool = True

    def as_assignee(self) -> Assignee:
        """Return them as the holder of an incident."""
        return Assignee(id=self.id, name=self.name)


class Colleagues(BaseModel):
    """Everybody, as ``employees`` tells it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    employees: tuple[Colleague, ...]

    def for_incident(self, row: IncidentRow, me: Person) -> tuple[list[Colleague], list[Colleague]]:
        """Return those of the incident's team and the others, by name and oneself first.

        Who no longer works here or has it already is left out.
        """
        holder = row.assignee.id if row.assignee else None
        free = [one for one in self.employees if one.active and one.id != holder]
        free.sort(key=lambda one: (one.id != me.id, natural(one.name, language())))
        near = [one for one in free if row.team in one.teams]
        return near, [one for one in free if one not in near]


class Team(BaseModel):
    """A team by its slug, with its name in every language."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    slug: Slug
    names: dict[Language, Name]


class Teams(BaseModel):
    """All teams, as ``employees`` tells it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    teams: tuple[Team, ...]
