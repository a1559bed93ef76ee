"""Where employees and teams are kept: the database ``employees``."""

from collections.abc import Callable
from typing import Any

from pymongo.errors import DuplicateKeyError

from backend.employees.audit import AuditEntry, EmployeeAudit
from backend.employees.domain import Employee, Team
from backend.kit.mongo import ClientSession, Database, in_transaction
from shared.contracts.vocabulary import AssignmentMode


class KnownEmailError(ValueError):
    """Another employee has this e-mail."""


class UnknownEmployeeError(LookupError):
    """There is no employee with this id."""


_TURN = {"_id": "change"}
Decision = Callable[[Employee, int], Employee]
"""Takes an employee and the number of other active admins, and returns what to make of the employee."""
Note = Callable[[Employee, Employee], AuditEntry]
"""Takes an employee before and after a change, and returns what the audit says of it."""
TeamNote = Callable[[Team, Team], AuditEntry]
"""The same of a team."""


class EmployeeStore:
    """Employees by id and by e-mail, and teams."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._employees = database["employees"]
        self._teams = database["teams"]
        self._turns = database["turns"]
        self._audit = EmployeeAudit(database)

    def prepare(self) -> None:
        """Make the indexes; harmless when they exist."""
        self._employees.create_index("email", unique=True)
        self._audit.prepare()
        self._turns.update_one(_TURN, {"$setOnInsert": {"number": 0}}, upsert=True)

    def is_empty(self) -> bool:
        """Tell whether nobody works here yet."""
        return self._employees.find_one({}, {"_id": 1}) is None

    def add(self, employee: Employee, entry: AuditEntry | None = None) -> None:
        """Insert an employee, and tell the audit so; raise KnownEmailError."""

        def attempt(session: ClientSession) -> None:
            self._employees.insert_one(_to_document(employee), session=session)
            if entry:
                self._audit.add(entry, session)

        try:
            in_transaction(self._database, attempt)
        except DuplicateKeyError as error:
            raise KnownEmailError("Another employee has this e-mail.") from error

    def get(self, employee_id: str) -> Employee:
        """Return an employee; raise UnknownEmployeeError."""
        found = self._employees.find_one({"_id": employee_id})
        if found is None:
            raise UnknownEmployeeError(employee_id)
        return _to_employee(found)

    def by_email(self, email: str) -> Employee | None:
        """Return the employee with this e-mail in its normal form."""
        found = self._employees.find_one({"email": email})
        return _to_employee(found) if found else None

    def everybody(self) -> list[Employee]:
        """Return all employees by name."""
        return sorted(
            map(_to_employee, self._employees.find()), key=lambda employee: employee.name.casefold()
        )

    def disabled(self) -> list[str]:
        """Return the ids of those who may not work here."""
        return [found["_id"] for found in self._employees.find({"active": False}, {"_id": 1})]

    def by_invitation(self, digest: str) -> Employee | None:
        """Return the employee whose invitation has a code of this digest."""
        found = self._employees.find_one({"invitation.digest": digest})
        return _to_employee(found) if found else None

    def change(self, employee_id: str, decide: Decision, note: Note | None = None) -> Employee:
        """Change an employee and return them; raise UnknownEmployeeError and what ``decide`` raises.

        What ``note`` makes of the employee before and after goes to the audit, or nothing does.

        Changes take turns: two admins who demote each other at once touch different documents, so
        without something that both must write neither would notice that no admin is left.
        """

        def attempt(session: ClientSession) -> Employee:
            everybody = [_to_employee(found) for found in self._employees.find(session=session)]
            present = {employee.id: employee for employee in everybody}
            if employee_id not in present:
                raise UnknownEmployeeError(employee_id)
            admins = sum(
                1 for other in everybody if other.id != employee_id and other.active and other.role == "admin"
            )
            after = decide(present[employee_id], admins)
            self._employees.replace_one({"_id": employee_id}, _to_document(after), session=session)
            self._take_turn(session)
            if note:
                self._audit.add(note(present[employee_id], after), session)
            return after

        return in_transaction(self._database, attempt)

    def _take_turn(self, session: ClientSession) -> None:
        """Write what every change writes, so that of two at once one is repeated on the other's result."""
        found = self._turns.find_one(_TURN, session=session) or {"number": 0}
        self._turns.replace_one(_TURN, {"number": found["number"] + 1}, upsert=True, session=session)

    def teams(self) -> list[Team]:
        """Return all teams."""
        return [Team.model_validate({"slug": found.pop("_id"), **found}) for found in self._teams.find()]

    def share(self, slug: str, mode: AssignmentMode, note: TeamNote) -> Team | None:
        """Set who hands out a team's incidents, and return the team; None where there is none.

        What ``note`` makes of the team before and after goes to the audit, or nothing does.
        """

        def attempt(session: ClientSession) -> Team | None:
            found = self._teams.find_one({"_id": slug}, session=session)
            if found is None:
                return None
            before = Team.model_validate({"slug": found.pop("_id"), **found})
            after = before.model_copy(update={"assignment": mode})
            self._teams.update_one({"_id": slug}, {"$set": {"assignment": mode}}, session=session)
            self._audit.add(note(before, after), session)
            return after

        return in_transaction(self._database, attempt)

    def add_team(self, team: Team, entry: AuditEntry) -> bool:
        """Insert a team, and tell the audit so; return False when there is one with this slug already."""
        kept = team.model_dump(exclude={"slug"})

        def attempt(session: ClientSession) -> None:
            self._teams.insert_one({"_id": team.slug, **kept}, session=session)
            self._audit.add(entry, session)

        try:
            in_transaction(self._database, attempt)
        except DuplicateKeyError:
            return False
        return True


def _to_document(employee: Employee) -> dict[str, Any]:
    document = employee.model_dump()
    return {"_id": document.pop("id"), **document}


def _to_employee(found: dict[str, Any]) -> Employee:
    return Employee.model_validate({"id": found.pop("_id"), **found})
