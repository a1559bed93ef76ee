"""Taking people on, and what their tokens allow them."""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from backend.employees.domain import Employee, Invitation
from shared.clock import Clock
from shared.contracts.topology import LIVE
from shared.contracts.vocabulary import Language, Role
from shared.tokens import AUDIENCE

BROKER_AUDIENCE = "rabbitmq"
INVITED_FOR = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class NewEmployee:
    """Who is to be taken on; ``email`` in its normal form.

    ``password_hash`` is Argon2id; empty for who is invited to choose a password.
    """

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
        active=bool(wanted.password_hash),
        created_at=clock(),
    )


def invite(clock: Clock) -> tuple[str, Invitation]:
    """Return the code of a new invitation, and what is kept of it."""
    code = secrets.token_urlsafe(32)
    return code, Invitation(digest=digest_of(code), expires_at=clock() + INVITED_FOR)


def digest_of(code: str) -> str:
    """Return what is kept of an invitation's code: it has 256 random bits, which no guessing finds."""
    return hashlib.sha256(code.encode()).hexdigest()


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
