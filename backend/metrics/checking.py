"""Counting everything again from the incidents, and comparing it with what is kept."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from backend.metrics.domain import Facts
from backend.metrics.ports import Memory, Source
from backend.metrics.steps import Record, facts_of
from shared.clock import Clock
from shared.contracts.figures import Check, Deviation

TRIES = 5
"""So often what is behind is looked at again: its events may be on their way."""
BEHIND = "incidents behind"
Counts = Counter[str]


def check(memory: Memory, source: Source, clock: Clock, pause: Callable[[], None]) -> Check:
    """Compare what is kept of each incident with what the incidents themselves say.

    ``pause`` lets events arrive before another look at what is behind. Raises DatabaseUnavailable.
    """
    began, incidents = clock(), 0
    kept, counted = Counts(), Counts()
    behind: set[UUID] = set()
    for records in source.everything():
        incidents += len(records)
        behind |= _compare(records, memory, kept, counted)
    for _ in range(TRIES):
        if not behind:
            break
        pause()
        behind = _compare(source.read(behind).values(), memory, kept, counted)
    counted[BEHIND] += len(behind)
    kept[BEHIND] += 0
    return Check(
        began_at=began,
        ended_at=clock(),
        incidents=incidents,
        deviations=tuple(
            Deviation(what=what, kept=kept[what] if what != BEHIND else 0, counted=counted[what])
            for what in sorted({*kept, *counted})
            if abs(kept[what] - counted[what]) > 1e-6
        ),
    )


def _compare(records: Iterable[Record], memory: Memory, kept: Counts, counted: Counts) -> set[UUID]:
    """Count both sides of those that are up to date, and return the others."""
    listed = list(records)
    known: Mapping[UUID, Facts] = memory.facts([record.row.id for record in listed])
    behind = set()
    for record in listed:
        facts = known.get(record.row.id)
        if facts is None or facts.version != record.row.version:
            behind.add(record.row.id)
            continue
        kept.update(_counts(facts))
        counted.update(_counts(facts_of(record)))
    return behind


def _counts(facts: Facts) -> Counts:
    """Return what an incident adds: how often each thing happened, where, by whom, and how long it took."""
    counts = Counts()
    for each in facts.happenings:
        counts[f"{each.measure}"] += 1
        counts[f"{each.measure} in {each.category}"] += 1
        if each.employee:
            counts[f"{each.measure} by {each.employee}"] += 1
        if each.value:
            counts[f"{each.measure}: seconds or stars"] += each.value  # type: ignore[assignment]
    if facts.standing.is_backlog:
        counts[f"backlog {facts.standing.state}"] += 1
    return counts
