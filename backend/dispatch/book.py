"""What dispatch knows in memory: the incidents as their events tell them, and what it has chosen."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from backend.dispatch.domain import Choice, Handing
from shared.contracts.events import IncidentEvent, IncidentReleased
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import ActorKind, EmployeeId, Priority, Slug, State

_CALM = {priority: rank for rank, priority in enumerate(reversed(Priority))}
"""How long each priority may wait, the most urgent the least."""


@dataclass(frozen=True, slots=True)
class Known:
    """An incident: its row, when its employee took it, and the story that it belongs to.

    ``taken_at`` is None where the house gave it, and the latest that it can be where nothing tells.
    ``given_back_by`` is who does not want it, while nobody has it.
    """

    row: IncidentRow
    taken_at: datetime | None
    correlation_id: UUID | None = None
    given_back_by: EmployeeId | None = None


@dataclass
class Book:
    """The load of everybody as a read model: it is made anew from the incidents whenever that is needed.

    ``choices`` are those of which it is not known yet whether they came true, by incident; ``turns`` has
    by team and employee the number of the last that did.
    """

    choices: dict[UUID, Choice] = field(default_factory=dict)
    turns: dict[tuple[Slug, EmployeeId], int] = field(default_factory=dict)
    changes: int = 0
    """How often something in it has changed."""
    _known: dict[UUID, Known] = field(default_factory=dict)
    _has_begun: bool = False

    def begin(
        self, rows: Iterable[IncidentRow], handings: Callable[[Sequence[UUID]], Mapping[UUID, Handing]]
    ) -> None:
        """Forget all incidents but these, which are as they stand now; what is known of the same stays.

        ``handings`` says of the others how they came to whoever has them, or back to the team.
        """
        before, self._known, self._has_begun = self._known, {}, True
        self.changes += 1
        strange = []
        for row in rows:
            known = before.get(row.id)
            if known is None or known.row.version != row.version:
                strange.append(row)
            else:
                self._known[row.id] = known
        found = handings([row.id for row in strange if row.version > 1])
        self._known |= {row.id: self._remembered(row, found.get(row.id)) for row in strange}

    def note(self, event: IncidentEvent, story: UUID) -> None:
        """Take in an event, unless what is known is newer; ``story`` is its correlation id.

        What is told before the beginning is known by then, with more of its past.
        """
        row, known = event.row, self._known.get(event.row.id)
        if not self._has_begun or (known and known.row.version >= row.version):
            return
        self.changes += 1
        is_handed = any(change.field == "assignee" for change in event.changes)
        if known and not is_handed:
            self._known[row.id] = replace(known, row=row, correlation_id=story)
            return
        taken_at = None if event.actor.kind is ActorKind.SYSTEM else row.updated_at
        gives_back = isinstance(event, IncidentReleased) and event.actor.kind is ActorKind.EMPLOYEE
        holder = known.row.assignee if known and gives_back else None
        self._known[row.id] = Known(row, taken_at, story, holder.id if holder else None)

    @staticmethod
    def _remembered(row: IncidentRow, handing: Handing | None) -> Known:
        if handing is None:
            return Known(row, row.updated_at)
        giver = None if row.assignee else handing.given_back_by
        return Known(row, None if handing.is_by_house else handing.at, given_back_by=giver)

    def get(self, incident_id: UUID) -> Known | None:
        """Return what is known of an incident."""
        return self._known.get(incident_id)

    def unclaimed(self) -> list[Known]:
        """Return the open incidents that nobody has and that were chosen for nobody, the urgent first."""
        found = [
            known
            for known in self._known.values()
            if known.row.state is State.OPEN and known.row.id not in self.choices
        ]
        return sorted(found, key=lambda known: (_CALM[known.row.priority], known.row.opened_at, known.row.id))

    def held(self) -> Iterator[Known]:
        """Yield the incidents that somebody works at: not those that wait for their customer."""
        return (known for known in self._known.values() if known.row.state is State.ASSIGNED)

    def in_hand(self) -> Counter[EmployeeId]:
        """Count what everybody works at, with what was chosen for them already."""
        counts = Counter(known.row.assignee.id for known in self.held() if known.row.assignee)
        counts.update(choice.to.id for choice in self.choices.values())
        return counts

    def turns_in(self, team: Slug) -> Mapping[EmployeeId, int]:
        """Return the number of the last choice that fell on each in a team."""
        turns = {employee: number for (of, employee), number in self.turns.items() if of == team}
        for choice in self.choices.values():
            if choice.team == team:
                turns[choice.to.id] = max(choice.number, turns.get(choice.to.id, 0))
        return turns

    def next_number(self) -> int:
        """Return the number of the next choice."""
        numbers = (choice.number for choice in self.choices.values())
        return 1 + max((*numbers, *self.turns.values()), default=0)

    def settled(self) -> list[Choice]:
        """Return the choices whose incident has moved on since, or is over."""
        return [
            choice
            for choice in self.choices.values()
            if (known := self._known.get(choice.incident_id)) is None or known.row.version > choice.seen
        ]

    def has_come_true(self, choice: Choice) -> bool:
        """Tell whether an incident went to whom it was chosen for: then it was their turn."""
        known = self._known.get(choice.incident_id)
        return known is not None and known.row.assignee is not None and known.row.assignee.id == choice.to.id

    def settle(self, choice: Choice) -> None:
        """Forget a choice that is settled; a turn that was none does not count."""
        self.changes += 1
        if self.has_come_true(choice):
            self.turns[choice.team, choice.to.id] = choice.number
        del self.choices[choice.incident_id]
