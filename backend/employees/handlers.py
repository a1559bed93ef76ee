"""Taking people on, and what their tokens allow them."""

import base64
import secrets
from dataclasses import dataclass

from backend.employees.domain import Employee
from shared.clock import Clock
from shared.contracts.topology import LIVE
from shared.contracts.vocabulary import Language, Role
from shared.tokens import AUDIENCE

BROKER_AUDIENCE = "rabbitmq"


@dataclass(frozen=True, slots=True)
class NewEmployee:
    """Who is to be taken on; ``password_hash`` is Argon2id, ``email`` in its normal form."""

    name: str
    email: str
    role: Role
    teams: tuple[str, ...]
    language: Language
    password_hash: str


def take_on(wanted: NewEmployee, clock: Clock) -> Employee:
    """Return an employee with a fresh id."""
    return Employee(
        id=f"e-{base64.b32encode(secrets.token_bytes(10)).decode().lower()}",
        name=wanted.name,
        email=wanted.email,
        role=wanted.role,
        teams=wanted.teams,
        language=wanted.language,
        password_hash=wanted.password_hash,
        created_at=clock(),
    )


def claims_of(employee: Employee, session_id: str, vhost: str) -> dict[str, object]:
    """Return what an access token says: good for our services, and for reading ``live`` on the broker."""
    return {
        "sub": employee.id,
        "name": employee.name,
        "role": employee.role,
        "teams": list(employee.teams),
        "aud": [AUDIENCE, BROKER_AUDIENCE],
        "scope": [f"{BROKER_AUDIENCE}.read:{vhost}/{LIVE}"],
        "sid": session_id,
    }
