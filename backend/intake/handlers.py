"""Turns customers' commands into incidents, a batch at a time."""

from collections.abc import Callable, Sequence
from typing import Protocol

from backend.incidents.model import Change, Handling
from backend.incidents.rules import open_incident
from backend.kit.causes import Cause
from shared.clock import Clock
from shared.contracts.commands import OpenIncident
from shared.messaging.worker import Handler, Task


class Openings(Protocol):
    """Where new incidents go."""

    def open_many(self, openings: Sequence[tuple[Change, Cause]]) -> int:
        """Insert those that are not there yet, all or none; return how many were new."""
        ...


def opening_handler(
    store: Openings, handling_of: Callable[[str], Handling], clock: Clock, count: Callable[[int], None]
) -> Handler:
    """Return the handler of ``incident.open``; it tells ``count`` how many incidents of a batch were new.

    ``handling_of`` says how a category is dealt with first.
    """

    def open_batch(tasks: Sequence[Task]) -> None:
        commands = [(_command(task), _cause(task)) for task in tasks]
        openings = [
            (open_incident(command, clock(), handling_of(command.category)), cause)
            for command, cause in commands
        ]
        count(store.open_many(openings))

    return open_batch


def _command(task: Task) -> OpenIncident:
    if not isinstance(task.content, OpenIncident):
        raise TypeError(f"intake opens incidents and does not know {task.envelope.type}")
    return task.content


def _cause(task: Task) -> Cause:
    """The incident's own id is the cause: the same submission, however often it is sent, is one opening."""
    return Cause(task.envelope.subject, task.envelope.correlationid)
