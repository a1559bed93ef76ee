"""Where facts outlive the process: the database ``metrics``.

The facts stand in a collection whose name the one document of ``state`` tells. A rebuild fills another one
and then has the document name that: figures are the old ones or the new ones, never half of each.
"""

import secrets
from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from pymongo import ReplaceOne, UpdateOne

from backend.kit.mongo import ClientSession, Database, in_transaction, reachable
from backend.metrics.documents import to_document, to_facts
from backend.metrics.domain import Facts
from backend.metrics.ports import OvertakenError, People

CHUNK = 2000
FORMAT = 1
"""Grows when facts are kept, or made, in another way: then they are made anew."""
REMEMBERED = 20_000
"""So many of the facts last written are not read again for their next event."""
_ONE = {"_id": "figures"}


@dataclass(frozen=True, slots=True)
class State:
    """Which collection is the one in use, how often it was written to, and from how many events it is made.

    What changed from ``catch_up_from`` on may be missing in it.
    """

    facts: str
    commit: int
    applied: int
    catch_up_from: datetime | None


class FactsStore:
    """A Memory over the database ``metrics``, for one thread. All methods raise DatabaseUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._states = database["state"]
        self._people = database["people"]
        self._state: State | None = None
        self._recent: OrderedDict[UUID, Facts] = OrderedDict()

    def open(self) -> State | None:
        """Look which facts are in use, and go on from there; None where there are none of this format."""
        self._recent.clear()
        self._state = self._read()
        return self._state

    def is_current(self) -> bool:
        """Tell whether nobody else has written since."""
        return self._read() == self._state

    def people(self) -> dict[str, str]:
        """Return the names of all employees who have done something."""
        with reachable():
            return {each["_id"]: each["name"] for each in self._people.find()}

    def everything(self) -> Iterator[list[Facts]]:
        """Yield all facts, some thousand at a time."""
        with reachable():
            cursor = self._facts().find({}, batch_size=CHUNK)
            while batch := list(islice(cursor, CHUNK)):
                yield [to_facts(each) for each in batch]

    def facts(self, incident_ids: Collection[UUID]) -> Mapping[UUID, Facts]:
        """See Memory."""
        known = {each: self._recent[each] for each in incident_ids if each in self._recent}
        unknown = [each for each in incident_ids if each not in known]
        if unknown:
            with reachable():
                found = [to_facts(each) for each in self._facts().find({"_id": {"$in": unknown}})]
            known |= {each.id: each for each in found}
        return known

    def keep(self, facts: Sequence[Facts], people: People, applied: int) -> None:
        """See Memory."""
        before = self._in_use()
        after = State(before.facts, before.commit + 1, before.applied + applied, before.catch_up_from)

        def write(session: ClientSession) -> None:
            self._demand(before, session)
            if facts:
                written = [ReplaceOne({"_id": each.id}, to_document(each), upsert=True) for each in facts]
                self._facts().bulk_write(written, ordered=False, session=session)
            self._name(people, session)
            self._states.replace_one(_ONE, _state_document(after), session=session)

        in_transaction(self._database, write)
        self._state = after
        self._remember(facts)

    def caught_up(self) -> None:
        """Note that nothing is missing any more; raise OvertakenError."""
        before = self._in_use()
        after = State(before.facts, before.commit + 1, before.applied, None)

        def write(session: ClientSession) -> None:
            self._demand(before, session)
            self._states.replace_one(_ONE, _state_document(after), session=session)

        in_transaction(self._database, write)
        self._state = after

    def draft(self) -> "Draft":
        """Return an empty collection of facts that is not in use."""
        return Draft(self._database, f"facts_{secrets.token_hex(6)}")

    def switch_to(self, draft: "Draft", people: People, catch_up_from: datetime) -> None:
        """Have a draft be the facts in use, all at once, and drop every other collection of facts."""

        def write(session: ClientSession) -> None:
            found = self._states.find_one(_ONE, session=session) or {}
            state = State(draft.name, found.get("commit", 0) + 1, found.get("applied", 0), catch_up_from)
            self._name(people, session)
            self._states.replace_one(_ONE, _state_document(state), upsert=True, session=session)

        in_transaction(self._database, write)
        self.sweep()

    def sweep(self) -> None:
        """Drop what an earlier rebuild has left."""
        with reachable():
            found = self._states.find_one(_ONE) or {}
            for name in self._database.list_collection_names():
                if name.startswith("facts_") and name != found.get("facts"):
                    self._database.drop_collection(name)

    def _read(self) -> State | None:
        with reachable():
            found = self._states.find_one(_ONE)
        if found is None or found.get("format") != FORMAT:
            return None
        return State(found["facts"], found["commit"], found["applied"], found["catch_up_from"])

    def _in_use(self) -> State:
        if self._state is None:
            raise OvertakenError("there are no facts in use")
        return self._state

    def _facts(self) -> Any:
        return self._database[self._in_use().facts]

    def _demand(self, state: State, session: ClientSession) -> None:
        found = self._states.find_one(_ONE, session=session) or {}
        if (found.get("facts"), found.get("commit")) != (state.facts, state.commit):
            raise OvertakenError("another process has written figures")

    def _name(self, people: People, session: ClientSession) -> None:
        if people:
            named = [
                UpdateOne({"_id": each}, {"$set": {"name": name}}, upsert=True)
                for each, name in people.items()
            ]
            self._people.bulk_write(named, ordered=False, session=session)

    def _remember(self, facts: Sequence[Facts]) -> None:
        for each in facts:
            self._recent[each.id] = each
            self._recent.move_to_end(each.id)
        while len(self._recent) > REMEMBERED:
            self._recent.popitem(last=False)


class Draft:
    """A collection of facts that is being filled."""

    def __init__(self, database: Database, name: str) -> None:
        self.name = name
        self._facts = database[name]

    def add(self, facts: Sequence[Facts]) -> None:
        """Write facts of incidents that are not there yet; raise DatabaseUnavailable."""
        if facts:
            with reachable():
                self._facts.insert_many([to_document(each) for each in facts], ordered=False)


def _state_document(state: State) -> dict[str, Any]:
    return {
        **_ONE,
        "format": FORMAT,
        "facts": state.facts,
        "commit": state.commit,
        "applied": state.applied,
        "catch_up_from": state.catch_up_from,
    }
