"""Sessions with rotating refresh tokens: a stolen one is noticed at its second use.

A session is one document. Its token is ``<session id>.<secret>``; only the secret's SHA-256 is kept. Each
use replaces the secret. Whoever comes with an older one has a copy, so the whole session ends
(RFC 9700, section 4.14.2).

The next secret is made from the present one and a key that only the session's document has. So two
renewals at the same moment get the same next secret, and neither makes the other's worthless; who has
read the database alone can make none.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta

from backend.kit.devices import Device
from backend.kit.mongo import ClientSession, Database, in_transaction
from shared.clock import Clock

LASTS = timedelta(days=30)
NO_DEVICE = Device()
GRACE = timedelta(seconds=20)
"""So long the previous secret still gets the present one: that answer may have been lost on its way."""


class InvalidSessionError(Exception):
    """The refresh token is unknown, used up or expired: sign in again."""


@dataclass(frozen=True, slots=True)
class Session:
    """An open session: whose it is, and the refresh token for its next renewal."""

    id: str
    subject: str
    refresh_token: str


class Sessions:
    """The sessions of one kind of people, in the collection ``sessions``."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._sessions = database["sessions"]
        self._clock = clock

    def prepare(self) -> None:
        """Make the indexes; an expired session is removed by the database."""
        self._sessions.create_index("subject")
        self._sessions.create_index("expires_at", expireAfterSeconds=0)

    def open(self, subject: str, device: Device = NO_DEVICE) -> Session:
        """Begin a session; ``device`` lets its owner recognize it later."""
        session_id, secret = secrets.token_hex(12), secrets.token_urlsafe(32)
        lasting = {
            "_id": session_id,
            "subject": subject,
            "opened_at": self._clock(),
            "seed": secrets.token_bytes(32),
            **asdict(device),
        }
        self._sessions.insert_one({**lasting, **self._now(secret, None)})
        return Session(session_id, subject, f"{session_id}.{secret}")

    def renew(self, refresh_token: str) -> Session:
        """Take a refresh token and hand out the next; raise InvalidSessionError, ending a copied session."""
        session_id, _, secret = refresh_token.partition(".")
        renewed = in_transaction(self._database, lambda work: self._rotate(session_id, secret, work))
        if renewed is None:
            raise InvalidSessionError("sign in again")
        return renewed

    def _rotate(self, session_id: str, secret: str, work: ClientSession) -> Session | None:
        key, now = {"_id": session_id}, self._clock()
        found = self._sessions.find_one(key, session=work)
        if found is None or found["expires_at"] < now:
            return None
        fresh = _next(found["seed"], secret)
        if _hash(secret) == found["current"]:
            rotated = {**found, **self._now(fresh, found["current"])}
            self._sessions.replace_one(key, rotated, session=work)
        elif _hash(secret) != found["previous"] or now - found["rotated_at"] >= GRACE:
            self._sessions.delete_one(key, session=work)
            return None
        return Session(session_id, found["subject"], f"{session_id}.{fresh}")

    def close(self, session_id: str) -> None:
        """End one session."""
        self._sessions.delete_one({"_id": session_id})

    def close_all(self, subject: str) -> None:
        """End every session of somebody."""
        self._sessions.delete_many({"subject": subject})

    def _now(self, secret: str, previous: str | None) -> dict[str, object]:
        """Return what changes with each renewal."""
        now = self._clock()
        return {
            "current": _hash(secret),
            "previous": previous,
            "rotated_at": now,
            "expires_at": now + LASTS,
        }


def _next(seed: bytes, secret: str) -> str:
    """Return the secret that follows: HMAC-SHA256 (RFC 2104) of the present one under the session's key."""
    mac = hmac.digest(seed, secret.encode(), "sha256")
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
