"""What dispatch reads of the employees, and where its choices outlive it: the database ``dispatch``."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from pymongo.errors import BulkWriteError

from backend.dispatch.domain import Choice, Handing, Person
from backend.dispatch.planning import Modes
from backend.dispatch.ports import OvertakenError
from backend.incidents.store import IncidentStore
from backend.kit.mongo import Database, reachable
from shared.contracts.resources import Assignee, IncidentRow
from shared.contracts.vocabulary import ActorKind, AssignmentMode, Availability, Language

_PERSON = dict.fromkeys(
    (
        *("name", "teams", "active"),
        *("skills", "languages", "capacity", "availability", "available_since"),
    ),
    1,
)
"""Read no more of an employee than this."""
_LINE = dict.fromkeys(("incident_id", "version", "what", "actor", "at"), 1)
_AT_ONCE = 1000
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


class IncidentReader:
    """An Incidents over the database ``incidents``, which it only reads."""

    def __init__(self, database: Database) -> None:
        self._store = IncidentStore(database, "dispatch")
        self._timeline = database["timeline"]

    def queue(self) -> list[IncidentRow]:
        """See Incidents."""
        return self._store.queue()

    def handings(self, ids: Sequence[UUID]) -> Mapping[UUID, Handing]:
        """See Incidents."""
        last: dict[UUID, dict[str, Any]] = {}
        for start in range(0, len(ids), _AT_ONCE):
            about = {"incident_id": {"$in": list(ids[start : start + _AT_ONCE])}, "changes.field": "assignee"}
            with reachable():
                for line in self._timeline.find(about, _LINE):
                    before = last.get(line["incident_id"])
                    if before is None or before["version"] < line["version"]:
                        last[line["incident_id"]] = line
        return {incident_id: to_handing(line) for incident_id, line in last.items()}


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


def to_handing(line: Mapping[str, Any]) -> Handing:
    """Return what a line of the timeline that changed the holder says."""
    is_by_house = line["actor"]["kind"] == ActorKind.SYSTEM
    is_given_back = line["what"] == "released" and line["actor"]["kind"] == ActorKind.EMPLOYEE
    return Handing(line["at"], is_by_house, line["actor"]["id"] if is_given_back else None)


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
