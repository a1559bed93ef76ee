"""Who works in the demo shop, taken on through the ``employees`` service like anybody else."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from deploy.demo.addresses import address
from shared.contracts.catalogue import TEAMS
from shared.contracts.resources import Actor
from shared.contracts.vocabulary import ActorKind, Language, Role

DOMAIN = "lumbre.example"


@dataclass(frozen=True, slots=True)
class Person:
    """An employee of the demo shop."""

    name: str
    role: Role
    teams: tuple[str, ...]
    language: Language

    @property
    def email(self) -> str:
        """Return the address to sign in with: the first name at the shop."""
        return address(self.first_name, DOMAIN)

    @property
    def first_name(self) -> str:
        """Return the name that replies are signed with."""
        return self.name.split()[0]


_WORDS = (
    *("taza", "jarra", "tetera", "cuenco", "cesta", "bandeja", "mantel", "vela", "farol", "espejo"),
    *("manta", "cortina", "butaca", "mesilla", "reloj", "nogal", "olivo", "romero", "pared", "ventana"),
)


def easy_password() -> str:
    """Return a password that is good enough for the rules and short work to type: no word comes twice."""
    words = secrets.SystemRandom().sample(_WORDS, 3)
    return f"{'-'.join(words)}-{secrets.randbelow(90) + 10}"


_ES, _EN = Language.SPANISH, Language.ENGLISH
PEOPLE = (
    Person("Elena Vidal", Role.ADMIN, (), _ES),
    Person("Carmen Soler", Role.SUPERVISOR, ("shipping", "billing"), _ES),
    Person("Oliver Marsh", Role.SUPERVISOR, ("returns", "technical"), _EN),
    Person("Ana García", Role.AGENT, ("returns",), _ES),
    Person("Luis Romero", Role.AGENT, ("shipping",), _ES),
    Person("Nuria Campos", Role.AGENT, ("billing",), _ES),
    Person("Pablo Rey", Role.AGENT, ("technical",), _ES),
    Person("Grace Holt", Role.AGENT, ("shipping", "returns"), _EN),
    Person("Tom Weaver", Role.AGENT, ("technical", "billing"), _EN),
)


class Staff:
    """The people of the demo with the ids that the service gave them."""

    def __init__(self, employees_url: str, password: str) -> None:
        self._url = f"{employees_url}/api/v1"
        self._password = password
        self._ids: dict[str, str] = {}

    def take_on(self, admin_email: str, admin_password: str) -> int:
        """Make the teams and take on who is missing; return how many were new."""
        with httpx.Client(base_url=self._url, timeout=30) as http:
            session = http.post("/sessions", json={"email": admin_email, "password": admin_password})
            token = session.raise_for_status().json()["access_token"]
            http.headers["Authorization"] = f"Bearer {token}"
            for slug, names in TEAMS.items():
                http.post("/teams", json={"slug": slug, "names": names})  # 409 where it is there already
            known = self._known(http)
            fresh = [person for person in PEOPLE if person.email not in known]
            for person in fresh:
                http.post("/employees", json=self._body(person)).raise_for_status()
            self._ids = {email: found["id"] for email, found in self._known(http).items()}
        return len(fresh)

    def actor(self, person: Person) -> Actor:
        """Return a person as the author of a change."""
        return Actor(kind=ActorKind.EMPLOYEE, id=self._ids[person.email], name=person.name)

    def headers(self, person: Person) -> dict[str, str]:
        """Sign somebody in and return the headers of their requests."""
        body = {"email": person.email, "password": self._password}
        answer = httpx.post(f"{self._url}/sessions", json=body, timeout=30).raise_for_status()
        return {"Authorization": f"Bearer {answer.json()['access_token']}"}

    def _known(self, http: httpx.Client) -> Mapping[str, Any]:
        people = http.get("/employees").raise_for_status().json()["employees"]
        return {found["email"]: found for found in people}

    def _body(self, person: Person) -> dict[str, Any]:
        return {
            "name": person.name,
            "email": person.email,
            "role": person.role,
            "teams": person.teams,
            "language": person.language,
            "password": self._password,
        }


def agents_for(team: str | None, language: Language) -> list[Person]:
    """Return the agents who would take an incident of this team, those of its language first."""
    agents = [person for person in PEOPLE if person.role is Role.AGENT]
    fitting = [person for person in agents if team in person.teams] or agents
    return [person for person in fitting if person.language is language] or fitting


def supervisor_of(team: str | None) -> Person:
    """Return who says what is urgent in this team."""
    supervisors = [person for person in PEOPLE if person.role is Role.SUPERVISOR]
    return next((person for person in supervisors if team in person.teams), supervisors[0])
