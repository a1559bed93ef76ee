"""All that the routes of ``employees`` work with, made once."""

from dataclasses import dataclass
from datetime import timedelta

from backend.employees.absence import Patience
from backend.employees.attendance import Attendance
from backend.employees.audit import EmployeeAudit
from backend.employees.doorkeeper import BrokerDoorkeeper
from backend.employees.factors import Factors
from backend.employees.owner import Owners
from backend.employees.policy import SignInPolicies
from backend.employees.saved_store import ViewStore
from backend.employees.sealing import Seal
from backend.employees.store import EmployeeStore
from backend.kit.lockout import Lockout
from backend.kit.mongo import Database
from backend.kit.open_sessions import OpenSessions
from backend.kit.sessions import Sessions
from shared.clock import Clock


@dataclass(frozen=True, slots=True)
class House:
    """Stores, and who watches the doors."""

    clock: Clock
    store: EmployeeStore
    attendance: Attendance
    sessions: Sessions
    open_sessions: OpenSessions
    lockout: Lockout
    owners: Owners
    doorkeeper: BrokerDoorkeeper
    factors: Factors
    policies: SignInPolicies
    views: ViewStore
    audit: EmployeeAudit

    def prepare(self) -> None:
        """Make the collections and their indexes; harmless when they exist."""
        for part in (self.store, self.sessions, self.lockout, self.doorkeeper, self.factors, self.views):
            part.prepare()

    def go_round(self) -> None:
        """Put out who may not work here any more, even if we died over it."""
        for employee_id in self.store.disabled():
            if self.open_sessions.of(employee_id):
                self.put_out(employee_id)
        self.doorkeeper.go_round()

    def put_out(self, employee_id: str) -> None:
        """End all that an employee has open: in this order, so that what is left undone is seen."""
        self.doorkeeper.turn_out(employee_id)
        self.sessions.close_all(employee_id)


def build(
    database: Database,
    clock: Clock,
    seal: Seal,
    management_url: str,
    tokens_last: timedelta,
    patience: Patience,
) -> House:
    """Return a house on one database; ``tokens_last`` is how long an access token is good."""
    store, open_sessions = EmployeeStore(database), OpenSessions(database, clock)
    lockout = Lockout(database, clock)
    doorkeeper = BrokerDoorkeeper(database, clock, management_url, tokens_last, open_sessions)
    return House(
        clock=clock,
        store=store,
        attendance=Attendance(database, store, clock, patience),
        sessions=Sessions(database, clock, ended=doorkeeper.turn_out_ended),
        open_sessions=open_sessions,
        lockout=lockout,
        owners=Owners(store, open_sessions, lockout, clock),
        doorkeeper=doorkeeper,
        factors=Factors(database, clock, seal),
        policies=SignInPolicies(database),
        views=ViewStore(database),
        audit=EmployeeAudit(database),
    )
