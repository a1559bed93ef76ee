"""What a browser has opened of late, kept in its signed session: the same words lead back to their incident.

A form that is shown anew has another ticket, so going back and sending again would open a second one.
"""

import hmac
from collections.abc import Sequence
from uuid import UUID

from flask import session

from shared.clock import Clock

LASTS_S = 30 * 60
_KEY = "opened"
_MOST = 8
"""Each takes some 50 of a cookie's 4096 bytes; the oldest is forgotten first."""
_FINGERPRINT_BYTES = 12
_FILES = "taken"
_MOST_FILES = 20


class OpenedBefore:
    """Remembers incidents by a keyed hash of what was said, which tells nothing to who reads the cookie."""

    def __init__(self, secret: str, clock: Clock) -> None:
        self._secret = b"said before\0" + secret.encode()
        self._clock = clock

    def remember(self, said: Sequence[str], incident_id: UUID, files: Sequence[UUID] = ()) -> None:
        """Have the browser keep that these words have opened this incident, and that it has these files."""
        entry = [self._fingerprint(said), incident_id.hex, int(self._clock().timestamp())]
        session[_KEY] = [*self._fresh(), entry][-_MOST:]
        if files:
            session[_FILES] = [*session.get(_FILES, ()), *map(_short, files)][-_MOST_FILES:]

    def has_taken(self, file_id: UUID) -> bool:
        """Tell whether an incident that this browser has opened has the file: no other may have it."""
        return _short(file_id) in session.get(_FILES, ())

    def recall(self, said: Sequence[str]) -> UUID | None:
        """Return the incident that this browser has opened with the same words."""
        wanted = self._fingerprint(said)
        return next((UUID(hex=known) for found, known, _ in self._fresh() if found == wanted), None)

    def _fresh(self) -> list[list[str]]:
        oldest = self._clock().timestamp() - LASTS_S
        return [entry for entry in session.get(_KEY, ()) if entry[2] > oldest]

    def _fingerprint(self, said: Sequence[str]) -> str:
        words = b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in said)
        return hmac.digest(self._secret, words, "sha256")[:_FINGERPRINT_BYTES].hex()


def _short(file_id: UUID) -> str:
    """Return enough to tell a file from the few others of a browser: a cookie is small."""
    return file_id.hex[-6:]
