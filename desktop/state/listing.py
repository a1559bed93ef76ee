"""The list on screen: which rows of the queue it shows and in which order, kept up to date step by step."""

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from desktop.state.folding import fold, words_of
from desktop.state.person import Person
from desktop.state.scopes import Scope, scopes_of
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import Priority, State

Key = tuple[Any, float, int]


class Column(StrEnum):
    """A column of the list, in the order of the screen."""

    STATE = "state"
    PRIORITY = "priority"
    REFERENCE = "reference"
    SUBJECT = "subject"
    CUSTOMER = "customer"
    AGE = "age"
    ASSIGNEE = "assignee"


STATE_ORDER = {state: place for place, state in enumerate(State)}
PRIORITY_ORDER = {priority: place for place, priority in enumerate(Priority)}
_VALUES: dict[Column, Callable[[IncidentRow], Any]] = {
    Column.STATE: lambda row: STATE_ORDER[row.state],
    Column.PRIORITY: lambda row: PRIORITY_ORDER[row.priority],
    Column.REFERENCE: lambda row: row.reference,
    Column.SUBJECT: lambda row: fold(row.subject),
    Column.CUSTOMER: lambda row: fold(row.customer_name),
    # The oldest has the greatest age.
    Column.AGE: lambda row: -row.opened_at.timestamp(),
    Column.ASSIGNEE: lambda row: fold(row.assignee.name) if row.assignee else "\uffff",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One row's way in the list: from ``before`` to ``after``; None is "not in the list".

    ``after`` is the place once the row has left ``before``.
    """

    id: UUID
    before: int | None
    after: int | None
    key: Key | None


class Listing:
    """The identities on screen, in order.

    A change is planned first and carried out after, since a Qt model must announce it in between.
    The row that the person has open is shown even when it no longer fits the view (``hold``): it leaves
    when they leave it, not under their hands.
    """

    def __init__(self, rows: Mapping[UUID, IncidentRow], me: Person) -> None:
        self._rows = rows
        self._me = me
        self._keys: dict[UUID, Key] = {}
        self._order: list[tuple[Key, UUID]] = []
        self._folded: dict[UUID, tuple[int, str]] = {}
        self._words: tuple[str, ...] = ()
        self._held: UUID | None = None
        self.scope = Scope.ALL
        self.column = Column.AGE
        self.descending = False

    def __len__(self) -> int:
        return len(self._order)

    def id_at(self, place: int) -> UUID:
        """Return the incident at a place of the screen, the top being 0."""
        return self._order[self._flip(place)][1]

    def place_of(self, incident_id: UUID) -> int | None:
        """Return where the incident is, or None where it is not shown."""
        key = self._keys.get(incident_id)
        return None if key is None else self._flip(bisect_left(self._order, (key, incident_id)))

    def set_query(self, query: str) -> bool:
        """Take what the person typed; tell whether the list must be rebuilt."""
        words, before = words_of(query), self._words
        self._words = words
        return words != before

    def hold(self, incident_id: UUID | None) -> UUID | None:
        """Keep this row in the list whatever happens; return the one that was held before."""
        before, self._held = self._held, incident_id
        return before

    def rebuild(self) -> None:
        """Choose and sort everything anew, after a change of view, query or order."""
        shown = [(self._key(row), row.id) for row in self._rows.values() if self.shows(row)]
        shown.sort()
        self._order = shown
        self._keys = {incident_id: key for key, incident_id in shown}

    def shows(self, row: IncidentRow) -> bool:
        """Tell whether the row belongs in the list now."""
        if row.id == self._held:
            return True
        if self.scope not in scopes_of(row, self._me):
            return False
        return all(word in self._text(row) for word in self._words)

    def plan(self, incident_id: UUID) -> Step | None:
        """Return what must happen in the list since this incident changed; None if nothing does."""
        row = self._rows.get(incident_id)
        before = self.place_of(incident_id)
        if row is None or not self.shows(row):
            return None if before is None else Step(incident_id, before, None, None)
        key = self._key(row)
        place = bisect_left(self._order, (key, incident_id))
        old = self._keys.get(incident_id)
        if old is not None and (old, incident_id) < (key, incident_id):
            place -= 1
        size = len(self._order) + (old is None)
        after = size - 1 - place if self.descending else place
        return Step(incident_id, before, after, key)

    def carry_out(self, step: Step) -> None:
        """Do what was planned; nothing else may have changed in between."""
        if step.before is not None:
            del self._order[self._flip(step.before)]
            del self._keys[step.id]
        if step.after is not None and step.key is not None:
            place = len(self._order) - step.after if self.descending else step.after
            self._order.insert(place, (step.key, step.id))
            self._keys[step.id] = step.key
        else:
            self._folded.pop(step.id, None)

    def _flip(self, place: int) -> int:
        return len(self._order) - 1 - place if self.descending else place

    def _key(self, row: IncidentRow) -> Key:
        return _VALUES[self.column](row), -row.opened_at.timestamp(), row.id.int

    def _text(self, row: IncidentRow) -> str:
        known = self._folded.get(row.id)
        if known and known[0] == row.version:
            return known[1]
        parts = (row.reference, row.reference.replace("-", ""), row.subject, row.customer_name)
        text = fold("\n".join((*parts, row.assignee.name if row.assignee else "")))
        self._folded[row.id] = (row.version, text)
        return text
