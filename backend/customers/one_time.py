"""Links that work once: 32 random bytes in a mail, and nothing but their SHA-256 kept here."""

import hashlib
import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import AwareDatetime, EmailStr

from shared.contracts.resources import Contract
from shared.contracts.vocabulary import CustomerId, Language, Name

BYTES = 32


class Purpose(StrEnum):
    """What a link does; it does nothing else."""

    CONFIRM = "confirm"
    SIGN_IN = "sign-in"
    CHANGE_EMAIL = "change-email"
    RESET_PASSWORD = "reset-password"  # noqa: S105 (the purpose's name)


LASTS = {
    Purpose.CONFIRM: timedelta(hours=48),
    Purpose.SIGN_IN: timedelta(minutes=15),
    Purpose.CHANGE_EMAIL: timedelta(hours=48),
    Purpose.RESET_PASSWORD: timedelta(minutes=15),
}


class Proposal(Contract):
    """What was typed at registration: it counts when the link that was mailed for it is opened."""

    name: Name
    surname: Name | None = None
    language: Language
    password_hash: str


class OneTimeLink(Contract):
    """What is kept of a link: ``id`` is the SHA-256 of its secret, ``email`` whose mailbox it proves."""

    id: str
    purpose: Purpose
    customer_id: CustomerId
    email: EmailStr
    proposal: Proposal | None = None
    created_at: AwareDatetime
    expires_at: AwareDatetime


def new_link(
    purpose: Purpose, customer_id: str, email: str, at: datetime, proposal: Proposal | None = None
) -> tuple[str, OneTimeLink]:
    """Return a fresh secret, and what is kept of it."""
    secret = secrets.token_urlsafe(BYTES)
    kept = OneTimeLink(
        id=digest(secret),
        purpose=purpose,
        customer_id=customer_id,
        email=email,
        proposal=proposal,
        created_at=at,
        expires_at=at + LASTS[purpose],
    )
    return secret, kept


def digest(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
