"""A lease: of many processes one does the work, and another takes over when it is gone."""

import secrets
from datetime import timedelta

from backend.kit.mongo import ClientSession, Database, in_transaction
from shared.clock import Clock, utc_now


class Lease:
    """A claim on one task, kept in the collection ``leases``, which runs out unless it is renewed.

    Around its end two processes may both believe that they hold it for a moment, so the work under it
    must bear being done twice.
    """

    def __init__(
        self, database: Database, task: str, lasts: timedelta = timedelta(seconds=6), clock: Clock = utc_now
    ) -> None:
        self._database = database
        self._task = task
        self._lasts = lasts
        self._clock = clock
        self._holder = secrets.token_hex(8)
        self._renew_at = clock()

    def hold(self) -> bool:
        """Take or renew the lease and tell whether it is ours; it asks the database only when it must."""
        if self._clock() < self._renew_at:
            return True
        held = in_transaction(self._database, self._take)
        self._renew_at = self._clock() + self._lasts / 3 if held else self._clock()
        return held

    def _take(self, session: ClientSession) -> bool:
        leases, now = self._database["leases"], self._clock()
        found = leases.find_one({"_id": self._task}, session=session)
        ours = {"_id": self._task, "holder": self._holder, "expires_at": now + self._lasts}
        if found is None:
            leases.insert_one(ours, session=session)
        elif found["holder"] == self._holder or found["expires_at"] < now:
            leases.replace_one({"_id": self._task}, ours, session=session)
        else:
            return False
        return True

    def give_up(self) -> None:
        """Let another process have it at once."""
        self._database["leases"].delete_one({"_id": self._task, "holder": self._holder})
        self._renew_at = self._clock()
