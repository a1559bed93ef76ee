"""Slows down guessing: after some failures a sign-in is locked, longer each time, where they come from.

Failures are counted by who and from where, so that nobody locks out somebody else. Guesses at one account
from many places are counted together as well, with a ceiling that one place alone cannot reach; a place
where this account has signed in before is spared that one.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from backend.kit.mongo import ClientSession, Database, in_transaction
from shared.clock import Clock

FREE_FAILURES = 5
FREE_EVERYWHERE = 150
"""From all places together; the locks leave one place about 100 in a day."""
FIRST_LOCK = timedelta(seconds=30)
LONGEST_LOCK = timedelta(minutes=15)
COUNTED = timedelta(days=1)
"""So long failures add up from the first one on. Then the database forgets: e-mails are free to invent."""
KNOWN = timedelta(days=60)
"""So long a place is known to an account after a sign-in."""


class LockedError(Exception):
    """Too many failures; try again in ``seconds``."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"locked for {seconds} s")
        self.seconds = seconds


class Lockout:
    """Counts failures in the collection ``sign_in_failures``.

    ``who`` is an e-mail, whether or not it has an account, or an account's id; ``place`` is where the guess
    comes from, see ``shared.networks``.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._failures = database["sign_in_failures"]
        self._clock = clock

    def prepare(self) -> None:
        """Make the index; harmless when it exists. The embedded database may fail on a missing collection."""
        self._failures.create_index("forget_at", expireAfterSeconds=0)

    def check(self, who: str, place: str) -> None:
        """Raise LockedError while sign-ins of this kind are locked."""
        here = self._failures.find_one({"_id": _here(who, place)})
        self._raise_while_locked(here)
        if not (here and here.get("known_until", self._clock()) > self._clock()):
            self._raise_while_locked(self._failures.find_one({"_id": _everywhere(who)}))

    def failed(self, who: str, place: str) -> None:
        """Count a failure."""

        def count(session: ClientSession) -> None:
            self._count(_here(who, place), FREE_FAILURES, session)
            self._count(_everywhere(who), FREE_EVERYWHERE, session)

        in_transaction(self._database, count)

    def succeeded(self, who: str, place: str) -> None:
        """Forget the failures from there, and know the place from now on."""
        now = self._clock()
        document = {"failures": 0, "since": now, "locked_until": now}
        lasting = {"known_until": now + KNOWN, "forget_at": now + KNOWN}
        self._failures.replace_one({"_id": _here(who, place)}, {**document, **lasting}, upsert=True)

    def _count(self, key: str, free: int, session: ClientSession) -> None:
        now = self._clock()
        found: dict[str, Any] = self._failures.find_one({"_id": key}, session=session) or {}
        since: datetime = found.get("since", now)
        if since <= now - COUNTED:
            found, since = {**found, "failures": 0}, now
        failures = found.get("failures", 0) + 1
        document = {
            **found,
            "failures": failures,
            "since": since,
            "locked_until": now + _lock(failures - free),
            "forget_at": max(found.get("forget_at", now), now + COUNTED),
        }
        self._failures.replace_one({"_id": key}, document, upsert=True, session=session)

    def _raise_while_locked(self, found: dict[str, Any] | None) -> None:
        if found and found["locked_until"] > self._clock():
            left = found["locked_until"] - self._clock()
            raise LockedError(int(left.total_seconds()) + 1)


def _lock(beyond: int) -> timedelta:
    """Return for how long a failure locks that is so many beyond the free ones."""
    if beyond < 0:
        return timedelta(0)
    doubled: timedelta = FIRST_LOCK * 2 ** min(beyond, 10)
    return min(doubled, LONGEST_LOCK)


def _here(who: str, place: str) -> str:
    return _key("here", who, place)


def _everywhere(who: str) -> str:
    return _key("everywhere", who)


def _key(*parts: str) -> str:
    """Keep no e-mails of people who have no account, and nobody's address."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
