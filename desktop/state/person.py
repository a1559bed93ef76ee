"""The employee who sits at this console."""

from pydantic import BaseModel, ConfigDict

from shared.contracts.vocabulary import Availability, EmployeeId, Language, Name, Role, Slug


class Person(BaseModel):
    """Who is signed in. A field that a later service adds is no reason to refuse the sign-in."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: EmployeeId
    name: Name
    email: str = ""
    role: Role = Role.AGENT
    teams: tuple[Slug, ...] = ()
    language: Language = Language.SPANISH
    availability: Availability = Availability.AVAILABLE
    """As it was at the sign-in."""

    @property
    def leads(self) -> bool:
        """Tell whether the person may act on what colleagues have in hand."""
        return self.role in (Role.SUPERVISOR, Role.ADMIN)
