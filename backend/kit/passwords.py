"""Passwords: Argon2id (RFC 9106), and the same work whether or not there is an account."""

import re
from typing import Annotated

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pydantic import AfterValidator, StringConstraints, ValidationInfo
from zxcvbn_rs_py import zxcvbn

SHORTEST, LONGEST = 12, 200
FEWEST_GUESSES = 10**8
"""So many tries, as zxcvbn counts them: Argon2id and the lock leave nobody the time for that."""
LOOKED_AT = 24
"""So many characters are judged: a cunning password of 72 would take seconds of the processor."""
_OURS = ("ventanilla", "contraseña", "contrasena")
"""Words that everybody would try here, and that zxcvbn's lists don't have."""
_ABOUT = ("name", "email")
_hasher = PasswordHasher()
_NOBODY = _hasher.hash("nobody has this password")


def _hard_to_guess(password: str, info: ValidationInfo) -> str:
    told = info.data or {}
    known = [*_OURS, *(word for field in _ABOUT for word in _words(str(told.get(field, ""))))]
    if zxcvbn(password[:LOOKED_AT], known).guesses < FEWEST_GUESSES:
        raise ValueError("is too easy to guess")
    return password


def _words(text: str) -> list[str]:
    return [text, "".join(text.split()), *re.findall(r"[^\W_]{3,}", text)]


NewPassword = Annotated[
    str, StringConstraints(min_length=SHORTEST, max_length=LONGEST), AfterValidator(_hard_to_guess)
]
"""A password that somebody chooses: long, on no list, not made of who they are (NIST SP 800-63B, 3.1.1.2).

Who they are is told by the fields ``name`` and ``email`` that stand before it in its model.
"""
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
