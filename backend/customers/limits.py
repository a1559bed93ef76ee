"""How many mails anybody may have us send to one address: a few an hour, whoever asks."""

import hashlib
from datetime import timedelta

from backend.kit.mongo import ClientSession, Database, in_transaction
from shared.clock import Clock

MOST = 5
WITHIN = timedelta(hours=1)


class MailLimit:
    """Counts requests by address and kind, whether or not the address has an account."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._requests = database["mail_requests"]
        self._clock = clock

    def prepare(self) -> None:
        """Make the index; harmless when it exists."""
        self._requests.create_index("forget_at", expireAfterSeconds=0)

    def allows(self, kind: str, email: str) -> bool:
        """Count a request, and tell whether it is one of the few that are fulfilled.

        Look first whether it could be: what comes to nothing must not be counted.
        """
        # No addresses are kept of people who have no account.
        key = {"_id": hashlib.sha256(f"{kind} {email}".encode()).hexdigest()}
        now = self._clock()

        def count(session: ClientSession) -> bool:
            found = self._requests.find_one(key, session=session)
            recent = [at for at in (found["times"] if found else []) if at > now - WITHIN]
            if len(recent) >= MOST:
                return False
            document = {**key, "times": [*recent, now], "forget_at": now + WITHIN}
            self._requests.replace_one(key, document, upsert=True, session=session)
            return True

        return in_transaction(self._database, count)
