"""Slows down guessing: after some failures a sign-in is locked, longer each time."""

import hashlib
from datetime import datetime, timedelta

from backend.kit.mongo import ClientSession, Database, in_transaction
from shared.clock import Clock

FREE_FAILURES = 5
FIRST_LOCK = timedelta(seconds=30)
LONGEST_LOCK = timedelta(minutes=15)
REMEMBERED = timedelta(days=1)
"""After so long without a failure the database forgets: addresses are free to invent."""


class LockedError(Exception):
    """Too many failures; try again in ``seconds``."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"locked for {seconds} s")
        self.seconds = seconds


class Lockout:
    """Counts failures by e-mail, whether or not it has an account, in the collection ``sign_in_failures``."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._failures = database["sign_in_failures"]
        self._clock = clock

    def prepare(self) -> None:
        """Make the index; harmless when it exists. The embedded database may fail on a missing collection."""
        self._failures.create_index("forget_at", expireAfterSeconds=0)

    def check(self, email: str) -> None:
        """Raise LockedError while sign-ins with this e-mail are locked."""
        found = self._failures.find_one({"_id": _key(email)})
        if found and found["locked_until"] > self._clock():
            left = found["locked_until"] - self._clock()
            raise LockedError(int(left.total_seconds()) + 1)

    def failed(self, email: str) -> None:
        """Count a failure."""

        def count(session: ClientSession) -> None:
            key = {"_id": _key(email)}
            found = self._failures.find_one(key, session=session)
            failures = (found["failures"] if found else 0) + 1
            document = {
                **key,
                "failures": failures,
                "locked_until": self._until(failures),
                "forget_at": self._clock() + REMEMBERED,
            }
            self._failures.replace_one(key, document, upsert=True, session=session)

        in_transaction(self._database, count)

    def succeeded(self, email: str) -> None:
        """Forget the failures."""
        self._failures.delete_one({"_id": _key(email)})

    def _until(self, failures: int) -> datetime:
        if failures < FREE_FAILURES:
            return self._clock()
        lock: timedelta = FIRST_LOCK * 2 ** min(failures - FREE_FAILURES, 10)
        return self._clock() + min(lock, LONGEST_LOCK)


def _key(email: str) -> str:
    """Keep no addresses of people who have no account."""
    return hashlib.sha256(email.encode()).hexdigest()
