"""What dispatch reads of the employees, and where its choices outlive it: the database ``dispatch``."""

from collections.abc import Sequence
from typing import Any

from pymongo.errors import BulkWriteError

from backend.dispatch.domain import Choice, Person
from backend.dispatch.planning import Modes
from backend.dispatch.ports import OvertakenError
from backend.kit.mongo import Database, reachable
from shared.contracts.resources import Assignee
from shared.contracts.vocabulary import AssignmentMode, Availability, Language

_PERSON = dict.fromkeys(
    (
        *("name", "teams", "active"),
        *("skills", "languages", "capacity", "availability", "available_since"),
    ),
    1,
)
"""Read no more of an employee than this."""
_TAKEN = 11000


class StaffStore:
    """A Staff over the database ``employees``, which it only reads."""

    def __init__(self, database: Database) -> None:
        self._employees = database["employees"]
        self._teams = database["teams"]

    def people(self) -> list[Person]:
        """See Staff."""
        with reachable():
            return [_to_person(found) for found in self._employees.find({}, _PERSON)]

    def modes(self) -> Modes:
        """See Staff."""
        with reachable():
            found = list(self._teams.find({}, {"assignment": 1}))
        return {each["_id"]: AssignmentMode(each["assignment"]) for each in found if "assignment" in each}


class ChoiceStore:
    """Choices in the collection ``choices``, and whose turn it was in ``turns``."""

    def __init__(self, database: Database) -> None:
        self._choices = database["choices"]
        self._turns = database["turns"]

    def pending(self) -> list[Choice]:
        """See Choices."""
        with reachable():
            return [_to_choice(found) for found in self._choices.find()]

    def turns(self) -> dict[tuple[str, str], int]:
        """See Choices."""
        with reachable():
            found = list(self._turns.find())
        return {(each["team"], each["employee"]): each["number"] for each in found}

    def keep(self, choices: Sequence[Choice]) -> None:
        """See Choices."""
        if not choices:
            return
        try:
            with reachable():
                self._choices.insert_many([_to_document(choice) for choice in choices], ordered=False)
        except BulkWriteError as error:
            if {each["code"] for each in (error.details or {}).get("writeErrors", ())} != {_TAKEN}:
                raise
            raise OvertakenError("somebody else has chosen") from error

    def settle(self, choices: Sequence[Choice], turns: dict[tuple[str, str], int]) -> None:
        """See Choices; the turns first, so that a choice is forgotten when its turn is kept."""
        with reachable():
            for (team, employee), number in turns.items():
                key = f"{team}/{employee}"
                kept = {"team": team, "employee": employee, "number": number}
                self._turns.replace_one({"_id": key}, kept, upsert=True)
            if choices:
                ids = [choice.request_id for choice in choices]
                self._choices.delete_many({"_id": {"$in": ids}})


def _to_person(found: dict[str, Any]) -> Person:
    return Person(
        id=found["_id"],
        name=found["name"],
        teams=frozenset(found.get("teams", ())),
        skills=frozenset(found.get("skills", ())),
        languages=frozenset(map(Language, found.get("languages", ()))),
        capacity=found.get("capacity"),
        active=found.get("active", True),
        availability=Availability(found.get("availability", Availability.AVAILABLE)),
        since=found.get("available_since"),
    )


def _to_choice(found: dict[str, Any]) -> Choice:
    to = Assignee.model_validate(found["to"])
    return Choice(found["incident_id"], found["seen"], found["team"], to, found["number"])


def _to_document(choice: Choice) -> dict[str, Any]:
    return {
        "_id": choice.request_id,
        "incident_id": choice.incident_id,
        "seen": choice.seen,
        "team": choice.team,
        "to": choice.to.model_dump(),
        "number": choice.number,
    }
