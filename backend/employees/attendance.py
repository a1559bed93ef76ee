"""When each employee was last seen, and who has gone since."""

from datetime import datetime
from functools import partial

import structlog

from backend.employees.absence import Patience, back, left
from backend.employees.domain import Employee
from backend.employees.store import EmployeeStore
from backend.kit.mongo import Database
from shared.clock import Clock

log = structlog.stdlib.get_logger(__name__)
ROUND_S = 60.0
_MISSED_ROUNDS = 3


class Attendance:
    """A console is seen whenever it signs in or renews its token, every few minutes while it is open.

    Methods raise DatabaseUnavailable.
    """

    def __init__(self, database: Database, store: EmployeeStore, clock: Clock, patience: Patience) -> None:
        self._seen = database["attendance"]
        self._store = store
        self._clock = clock
        self._patience = patience
        self._looks_since = clock()
        self._looked_at = self._looks_since

    def seen(self, employee: Employee) -> Employee:
        """Take note that somebody is there; return them, who may be back."""
        now = self._clock()
        self._seen.replace_one({"_id": employee.id}, {"_id": employee.id, "seen_at": now}, upsert=True)
        if employee.gone_from is None:
            return employee
        log.info("is back", employee_id=employee.id)
        return self._store.change(employee.id, lambda found, _admins: back(found, now))

    def go_round(self) -> None:
        """Have whoever was not seen for long be away, or off.

        Nobody is blamed for a time in which we could not have seen them: neither before this process
        began, nor while it could not look.
        """
        now = self._clock()
        if (now - self._looked_at).total_seconds() > _MISSED_ROUNDS * ROUND_S:
            self._looks_since = now
        for employee in self._store.everybody():
            if self._judged(employee, now) is not employee:
                after = self._store.change(employee.id, partial(self._decide, now))
                log.info("has gone", employee_id=employee.id, availability=after.availability)
        self._looked_at = now

    def _decide(self, now: datetime, found: Employee, _admins: int) -> Employee:
        return self._judged(found, now)

    def _judged(self, employee: Employee, now: datetime) -> Employee:
        found = self._seen.find_one({"_id": employee.id})
        seen_at = max(found["seen_at"], self._looks_since) if found else self._looks_since
        return left(employee, seen_at, now, self._patience)
