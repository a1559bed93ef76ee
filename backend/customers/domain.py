"""Who buys here: customers with an account. Guests need none and are not kept here."""

import base64
import secrets
from datetime import datetime

from pydantic import AwareDatetime

from shared.contracts.resources import Contract
from shared.contracts.vocabulary import CustomerId, Email, Language, Name


class Customer(Contract):
    """One customer; ``email`` is the normal form that is compared, ``password_hash`` Argon2id."""

    id: CustomerId
    name: Name
    email: Email
    language: Language
    active: bool = True
    password_hash: str
    created_at: AwareDatetime


def register(name: str, email: str, language: Language, password_hash: str, at: datetime) -> Customer:
    """Return a customer with a fresh id."""
    return Customer(
        id=f"c-{base64.b32encode(secrets.token_bytes(10)).decode().lower()}",
        name=name,
        email=email,
        language=language,
        password_hash=password_hash,
        created_at=at,
    )


def claims_of(customer: Customer, session_id: str, audience: str) -> dict[str, object]:
    """Return what an access token says."""
    return {
        "sub": customer.id,
        "name": customer.name,
        "email": customer.email,
        "language": customer.language,
        "aud": audience,
        "sid": session_id,
    }
