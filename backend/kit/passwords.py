"""Passwords: Argon2id (RFC 9106), and the same work whether or not there is an account."""

from typing import Annotated

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pydantic import AfterValidator, StringConstraints

SHORTEST, LONGEST = 12, 200
_hasher = PasswordHasher()
_NOBODY = _hasher.hash("nobody has this password")


def _not_one_character(password: str) -> str:
    if len(set(password)) < 4:
        raise ValueError("is too easy to guess")
    return password


NewPassword = Annotated[
    str, StringConstraints(min_length=SHORTEST, max_length=LONGEST), AfterValidator(_not_one_character)
]
"""A password that somebody chooses."""
GivenPassword = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]
"""A password that somebody signs in with."""


def hash_password(password: str) -> str:
    """Return what is kept of a password."""
    return _hasher.hash(password)


def is_password(kept: str | None, given: str) -> bool:
    """Tell whether this is the password; with nothing kept, take as long and say no."""
    try:
        _hasher.verify(kept or _NOBODY, given)
    except (VerificationError, InvalidHashError):
        return False
    return bool(kept)
