"""What becomes of events: new facts, kept first and shown then."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from backend.metrics.board import Board, Replaced
from backend.metrics.domain import Facts
from backend.metrics.ports import Memory, Source
from backend.metrics.steps import Record, facts_of, follow
from shared.contracts.events import IncidentEvent
from shared.contracts.resources import Actor, Assignee
from shared.contracts.vocabulary import ActorKind
from shared.messaging.worker import Handler, Task


def figures_handler(memory: Memory, source: Source, board: Callable[[], Board]) -> Handler:
    """Return the handler of events: idempotent, whatever their order, and whenever it is killed.

    An event that is known changes nothing. Where one is missing before it, the incident is read from the
    source, which is never behind an event.
    """

    def apply(tasks: Sequence[Task]) -> None:
        events = [task.content for task in tasks if isinstance(task.content, IncidentEvent)]
        events.sort(key=lambda event: event.row.version)
        before = memory.facts({event.row.id for event in events})
        after, people = fold(events, before, source)
        take_over(memory, board(), [(before.get(each.id), each) for each in after], people, len(events))

    return apply


def fold(
    events: Sequence[IncidentEvent], known: Mapping[UUID, Facts], source: Source
) -> tuple[list[Facts], dict[str, str]]:
    """Return the facts that events, in the order of versions, make new, and the names that they tell."""
    after: dict[UUID, Facts] = {}
    missing: dict[UUID, None] = {}
    for event in events:
        before = after.get(event.row.id) or known.get(event.row.id)
        facts = follow(before, event)
        if facts is None:
            missing[event.row.id] = None
        elif facts is not before:
            after[event.row.id] = facts
    people = named(each for event in events for each in (event.actor, event.row.assignee))
    if missing:
        for incident_id, record in source.read(list(missing)).items():
            after[incident_id] = facts_of(record)
            people |= people_of(record)
    return list(after.values()), people


def take_over(
    memory: Memory, board: Board, replaced: Sequence[Replaced], people: Mapping[str, str], applied: int
) -> None:
    """Keep new facts, and only then show them."""
    fresh = [(old, new) for old, new in replaced if old is None or new.version > old.version]
    unknown = board.unknown(people)
    if fresh or unknown:
        memory.keep([new for _, new in fresh], unknown, applied)
        board.take_in(fresh, unknown, applied)


def people_of(record: Record) -> dict[str, str]:
    """Return the employees who are named in what is kept of an incident."""
    return named([record.row.assignee, *(entry.actor for entry in record.entries)])


def named(people: Iterable[Actor | Assignee | None]) -> dict[str, str]:
    """Return the names of those who are employees."""
    return {
        each.id: each.name
        for each in people
        if each and each.id and (isinstance(each, Assignee) or each.kind is ActorKind.EMPLOYEE)
    }
