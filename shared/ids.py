"""Identities: time-ordered UUIDs, and the short reference that people read out."""

import hashlib
import re
import secrets
from datetime import datetime
from uuid import UUID

# Crockford's base 32: no I, L, O or U, so that nothing is misheard or misread.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
REFERENCE_BITS = 40
_GROUP = 4
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015\u2212._]+")
"""What people and their programs put between the two groups."""
_LOOK_ALIKES = str.maketrans("OIL", "011")


def uuid7(at: datetime, entropy: bytes | None = None) -> UUID:
    """Return a version 7 UUID (RFC 9562, section 5.7) for the moment ``at``.

    ``entropy`` (10 bytes or more) replaces the random bits, so that the same submission always gets
    the same identity.
    """
    noise = int.from_bytes((entropy or secrets.token_bytes(10))[:10], "big")
    milliseconds = int(at.timestamp() * 1000)
    value = (milliseconds & (1 << 48) - 1) << 80
    value |= 0x7 << 76 | (noise >> 68 & 0xFFF) << 64
    value |= 0b10 << 62 | noise & (1 << 62) - 1
    return UUID(int=value)


def derived_uuid7(at: datetime, *parts: bytes) -> UUID:
    """Return the UUID that belongs to ``at`` and these contents: equal contents, equal identity."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return uuid7(at, digest.digest())


def reference_of(incident_id: UUID) -> str:
    """Return the human reference of an incident, such as ``7F3K-9QX2``.

    It is a label, not a key: two incidents in a million million share one, and nothing breaks.
    """
    low = incident_id.int & (1 << REFERENCE_BITS) - 1
    text = "".join(ALPHABET[low >> shift & 31] for shift in range(REFERENCE_BITS - 5, -1, -5))
    return f"{text[:4]}-{text[4:]}"


def as_reference(written: str) -> str:
    """Return a reference as we write it, for one that people wrote as they heard it: ``7f3k 9qxo``.

    Nothing that is no reference becomes one.
    """
    text = "".join(_BETWEEN.split(written)).upper().translate(_LOOK_ALIKES)
    is_one = len(text) == 2 * _GROUP and set(text) <= set(ALPHABET)
    return f"{text[:_GROUP]}-{text[_GROUP:]}" if is_one else written
