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
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta

from backend.kit.devices import Device
from backend.kit.mongo import ClientSession, Database, in_transaction
from shared.clock import Clock

LASTS = timedelta(days=30)
NO_DEVICE = Device()
GRACE = timedelta(seconds=90)
"""So long the previous secret still gets the present one: that answer may have been lost on its way."""


class InvalidSessionError(Exception):
    """The refresh token is unknown, used up or expired: sign in again."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where somebody signs in from: the address of the request, and what their device calls itself."""

    address: str | None
    device_name: str | None


@dataclass(frozen=True, slots=True)
class Session:
    """An open session: whose it is, the refresh token for its next renewal, and its tag.

    Only who has a session's token learns its ``tag``, which names the session where it opens nothing.
    """

    id: str
    subject: str
    refresh_token: str
    tag: str


@dataclass(frozen=True, slots=True)
class _Copied:
    """A session that was ended because its token came a second time."""

    subject: str


def _nothing_else(_subject: str) -> None:
    """Do nothing: where a session opens nothing besides, its end is all."""


class Sessions:
    """The sessions of one kind of people, in the collection ``sessions``.

    ``ended`` hears whose session was ended by them, or because somebody had a copy.
    """

    def __init__(
        self, database: Database, clock: Clock, ended: Callable[[str], None] = _nothing_else
    ) -> None:
        self._database = database
        self._ended = ended
        self._sessions = database["sessions"]
        self._clock = clock

    def prepare(self) -> None:
        """Make the indexes; an expired session is removed by the database."""
        self._sessions.create_index("subject")
        self._sessions.create_index("expires_at", expireAfterSeconds=0)

    def open(self, subject: str, device: Device = NO_DEVICE, origin: Origin | None = None) -> Session:
        """Begin a session; ``device`` and ``origin`` let its owner recognize it later."""
        session_id, secret, seed = secrets.token_hex(12), secrets.token_urlsafe(32), secrets.token_bytes(32)
        lasting = {
            "_id": session_id,
            "subject": subject,
            "opened_at": self._clock(),
            "seed": seed,
            **asdict(device),
            **(asdict(origin) if origin else {}),
        }
        self._sessions.insert_one({**lasting, **self._now(secret, None)})
        return Session(session_id, subject, f"{session_id}.{secret}", tag_of(seed))

    def renew(self, refresh_token: str, address: str | None = None) -> Session:
        """Take a refresh token and hand out the next; raise InvalidSessionError, ending a copied session.

        ``address`` is where it comes from now, which is kept where the session's beginning was.
        """
        session_id, _, secret = refresh_token.partition(".")
        renewed = in_transaction(self._database, lambda work: self._rotate(session_id, secret, address, work))
        if isinstance(renewed, Session):
            return renewed
        if renewed is not None:
            self._ended(renewed.subject)
        raise InvalidSessionError("sign in again")

    def _rotate(
        self, session_id: str, secret: str, address: str | None, work: ClientSession
    ) -> Session | _Copied | None:
        key, now = {"_id": session_id}, self._clock()
        found = self._sessions.find_one(key, session=work)
        if found is None or found["expires_at"] < now:
            return None
        fresh = _next(found["seed"], secret)
        if _hash(secret) == found["current"]:
            rotated = {**found, **self._now(fresh, found["current"])}
            if "address" in found:
                rotated["address"] = address
            self._sessions.replace_one(key, rotated, session=work)
        elif _hash(secret) != found["previous"] or now - found["rotated_at"] >= GRACE:
            self._sessions.delete_one(key, session=work)
            return _Copied(found["subject"])
        return Session(session_id, found["subject"], f"{session_id}.{fresh}", tag_of(found["seed"]))

    def close(self, session_id: str) -> None:
        """End one session."""
        if found := self._sessions.find_one({"_id": session_id}, {"subject": 1}):
            self._sessions.delete_one({"_id": session_id})
            self._ended(found["subject"])

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


def tag_of(seed: bytes) -> str:
    """Return the tag of the session with this key."""
    return hmac.digest(seed, b"tag", "sha256").hex()[:16]


def _next(seed: bytes, secret: str) -> str:
    """Return the secret that follows: HMAC-SHA256 (RFC 2104) of the present one under the session's key."""
    mac = hmac.digest(seed, secret.encode(), "sha256")
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
