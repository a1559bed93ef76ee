"""How the changes of an incident are read, out of an event or out of what the database keeps of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from backend.metrics.domain import ANSWERS, RATED, Facts, Step, advance, begin, standing_of
from shared.contracts.events import IncidentEvent
from shared.contracts.resources import Actor, FieldChange, IncidentRow, PromiseOutcome, TimelineEntry
from shared.contracts.vocabulary import ActorKind

_PLACE = ("category", "team", "priority")


@dataclass(frozen=True, slots=True)
class Record:
    """What the incidents' database keeps of one incident; ``entries`` are the whole of its timeline."""

    row: IncidentRow
    entries: Sequence[TimelineEntry]
    """In the order of versions, from the first."""
    outcomes: Sequence[PromiseOutcome] = ()


def step_of(event: IncidentEvent) -> Step:
    """Return the change that an event tells."""
    row, what = event.row, event.TYPE.removeprefix("incident.")
    return Step(
        row.version,
        what,
        event.actor,
        row.updated_at,
        row.category,
        row.team,
        row.priority,
        _stars(what, event.changes),
        event.outcomes,
    )


def facts_of(record: Record) -> Facts:
    """Return the facts of an incident as they would be had every one of its events been heard."""
    standing = standing_of(record.row)
    first, *later = _steps(record)
    facts = begin(record.row.id, first, standing)
    for step in later:
        facts = advance(facts, step, standing)
    return facts if facts.version == record.row.version else replace(facts, version=record.row.version)


def follow(facts: Facts | None, event: IncidentEvent) -> Facts | None:
    """Return the facts after an event: the same where it is known; None where one in between is missing."""
    row = event.row
    if facts and facts.version >= row.version:
        return facts
    standing = standing_of(row)
    if facts is None:
        return begin(row.id, step_of(event), standing) if row.version == 1 else None
    return advance(facts, step_of(event), standing) if facts.version + 1 == row.version else None


def _steps(record: Record) -> list[Step]:
    """Return the changes in their order; what was true at each is found from the end backwards."""
    now: dict[str, str | None] = {name: getattr(record.row, name) for name in _PLACE}
    endings = _by_entry(record)
    steps = []
    for number, entry in reversed(list(enumerate(record.entries))):
        steps.append(_step(entry, now, endings.get(number, ())))
        now |= {change.field: change.old for change in entry.changes if change.field in _PLACE}
    return steps[::-1] or [_invented_opening(record.row)]


def _invented_opening(row: IncidentRow) -> Step:
    """Return what is known of an incident without a timeline: that it was opened."""
    nobody = Actor(kind=ActorKind.SYSTEM, name="Ventanilla")
    return Step(row.version, "opened", nobody, row.opened_at, row.category, row.team, row.priority)


def _step(entry: TimelineEntry, place: dict[str, str | None], outcomes: tuple[PromiseOutcome, ...]) -> Step:
    stars = _stars(entry.what, entry.changes)
    category, priority = str(place["category"]), str(place["priority"])
    return Step(
        entry.version, entry.what, entry.actor, entry.at, category, place["team"], priority, stars, outcomes
    )


def _by_entry(record: Record) -> dict[int, tuple[PromiseOutcome, ...]]:
    """Give each promise that ended to the change that ended it: of those at that moment, an answer first."""
    found: dict[int, tuple[PromiseOutcome, ...]] = {}
    for outcome in record.outcomes:
        later = [number for number, entry in enumerate(record.entries) if entry.at >= outcome.ended_at]
        at_once = [number for number in later if record.entries[number].at == outcome.ended_at]
        answers = [number for number in at_once if record.entries[number].what in ANSWERS]
        number = next(iter((*answers, *later)), len(record.entries) - 1)
        found[number] = (*found.get(number, ()), outcome)
    return found


def _stars(what: str, changes: Sequence[FieldChange]) -> int | None:
    if what != RATED:
        return None
    told = next((change.new for change in changes if change.field == "rating"), None)
    return int(told) if told else None
