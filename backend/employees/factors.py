"""The second factors of employees: collections ``second_factors`` and ``second_factor_proposals``."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from backend.employees.one_time import new_recovery_codes, new_secret, normal, step_of
from backend.employees.sealing import Seal
from backend.kit.mongo import ClientSession, Database, in_transaction, reachable
from shared.clock import Clock

PROPOSED_FOR = timedelta(minutes=15)
"""So long a proposed secret waits for its first code."""
PROPOSED_MOST = 5
"""So many secrets wait at once; a newer one takes the place of the oldest."""


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """An enrolled second factor: since when, and how many recovery codes are left."""

    enrolled_at: datetime
    recovery_codes_left: int


class Factors:
    """Proposes, confirms, uses and removes second factors. Methods raise DatabaseUnavailable."""

    def __init__(self, database: Database, clock: Clock, seal: Seal) -> None:
        self._database = database
        self._factors = database["second_factors"]
        self._proposals = database["second_factor_proposals"]
        self._clock = clock
        self._seal = seal

    def prepare(self) -> None:
        """Make the index; harmless when it exists."""
        with reachable():
            self._proposals.create_index("expires_at", expireAfterSeconds=0)

    def of(self, employee_id: str) -> SecondFactor | None:
        """Return an employee's second factor, None before they have enrolled."""
        with reachable():
            found = self._factors.find_one({"_id": employee_id})
        return SecondFactor(found["enrolled_at"], len(found["recovery"])) if found else None

    def propose(self, employee_id: str) -> str:
        """Return a secret to enrol with, another one each time.

        Who asks may be somebody else each time, and none may come to know what another enrols with.
        """
        secret = new_secret()

        def work(session: ClientSession) -> None:
            until = self._clock() + PROPOSED_FOR
            sealed = {"secret": self._seal.close(secret), "until": until}
            waiting = [*self._waiting(employee_id, session), sealed][-PROPOSED_MOST:]
            document = {"waiting": waiting, "expires_at": until}
            self._proposals.replace_one({"_id": employee_id}, document, upsert=True, session=session)

        in_transaction(self._database, work)
        return secret

    def confirm(self, employee_id: str, code: str) -> tuple[str, ...] | None:
        """Enrol with the proposed secret that a code is of, and drop the others.

        Return recovery codes, or None for a wrong code.
        """
        codes = new_recovery_codes()

        def work(session: ClientSession) -> bool:
            found = self._proved(self._waiting(employee_id, session), code)
            if found is None:
                return False
            secret, step = found
            document = {
                "secret": self._seal.close(secret),
                "last_step": step,
                "recovery": self._digests(codes),
                "enrolled_at": self._clock(),
            }
            self._factors.replace_one({"_id": employee_id}, document, upsert=True, session=session)
            self._proposals.delete_one({"_id": employee_id}, session=session)
            return True

        return codes if in_transaction(self._database, work) else None

    def use(self, employee_id: str, code: str) -> bool:
        """Use a one-time code or a recovery code; return False for a wrong one and for one that was used."""

        def work(session: ClientSession) -> bool:
            found = self._factors.find_one({"_id": employee_id}, session=session)
            changes = self._after_use(found, code) if found else None
            if found is None or changes is None:
                return False
            self._factors.replace_one({"_id": employee_id}, {**found, **changes}, session=session)
            return True

        return in_transaction(self._database, work)

    def renew_recovery_codes(self, employee_id: str) -> tuple[str, ...]:
        """Return fresh recovery codes, which take the place of the old ones."""
        codes = new_recovery_codes()
        with reachable():
            self._factors.update_one({"_id": employee_id}, {"$set": {"recovery": self._digests(codes)}})
        return codes

    def remove(self, employee_id: str, session: ClientSession | None = None) -> bool:
        """Forget an employee's second factor and what they were to enrol with; return False for none."""
        with reachable():
            self._proposals.delete_one({"_id": employee_id}, session=session)
            return self._factors.delete_one({"_id": employee_id}, session=session).deleted_count > 0

    def _waiting(self, employee_id: str, session: ClientSession) -> list[dict[str, Any]]:
        found = self._proposals.find_one({"_id": employee_id}, session=session)
        return [one for one in found["waiting"] if one["until"] > self._clock()] if found else []

    def _proved(self, waiting: list[dict[str, Any]], code: str) -> tuple[str, int] | None:
        """Return the secret that a code is of, and its time step."""
        for secret in (self._seal.open(one["secret"]) for one in waiting):
            step = step_of(secret, code, self._clock(), after=0) if secret else None
            if secret is not None and step is not None:
                return secret, step
        return None

    def _after_use(self, found: dict[str, Any], code: str) -> dict[str, Any] | None:
        secret = self._seal.open(found["secret"])
        step = step_of(secret, code, self._clock(), found["last_step"]) if secret else None
        if step is not None:
            return {"last_step": step}
        digest = self._seal.digest(normal(code))
        left = [kept for kept in found["recovery"] if kept != digest]
        return {"recovery": left} if len(left) < len(found["recovery"]) else None

    def _digests(self, codes: tuple[str, ...]) -> list[str]:
        return [self._seal.digest(normal(code)) for code in codes]
