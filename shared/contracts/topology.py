"""The names in the broker: exchanges, queues, keys. All of these strings are built here."""

from collections.abc import Iterator, Mapping

from shared.contracts.commands import Command, HouseCommand, PersonCommand
from shared.contracts.events import (
    CustomerErased,
    Event,
    IncidentEvent,
    KnowledgeEvent,
    PresenceChanged,
)
from shared.contracts.figures import FiguresChanged

EVENTS = "events"
"""Topic exchange: every event, under ``incident.<what>.<category>.<priority>``, of other things under
``<thing>.<what>.<category>``, of people ``customer.<what>``; ``presence.changed`` and ``figures.changed``."""
COMMANDS = "commands"
"""Direct exchange: every command about one incident, under its type."""
PEOPLE = "people"
"""Direct exchange: every command about a person, under its type; `customers` and the relay write there."""
DESK = "desk"
"""Direct exchange: what the house itself decides about incidents; `dispatch` and `sla` write there."""
COMMAND_EXCHANGES = (COMMANDS, PEOPLE, DESK)
DEAD = "dead"
"""Topic exchange: what could not be processed, under the service's name."""
LIVE = "live"
"""Stream that every console and web form reads from its own offset."""
LIVE_MAX_AGE = "24h"

DELIVERY_LIMIT = 100
"""How often a message may come back unsettled before the broker dead-letters it.

A worker that dies with it is one reason, a connection that is lost while a batch is held another: after
half an hour the broker closes the channel of who holds one, so this is two days of an outage.
"""

RETRY_DELAYS_S = (1, 5, 30)
"""The pauses before the second, third and fourth try; after that a message is buried."""
POSTPONED_MOST = 2880
"""How often a message that came too early may wait for what it builds on: a day, with the longest pause."""

ANY_CATEGORY = "any"
"""Stands in the routing key of what concerns no category in particular."""

SERVICES = ("intake", "resolution", "notifications")
"""Who takes commands."""
READERS: Mapping[str, tuple[str, ...]] = {
    "dispatch": ("incident.#",),
    "metrics": ("incident.#",),
    "notifications": ("incident.#", "known-incident.solved.#"),
    "resolution": ("customer.erased",),
    "search": ("incident.#", "answer.#", "known-incident.#"),
}
"""Who takes events from a queue of its own, and under which patterns of keys."""


def commands_queue(service: str) -> str:
    """Return the queue that a service's workers share."""
    return f"{service}.commands"


def events_queue(service: str) -> str:
    """Return the queue with a service's own copies of the events that it reads."""
    return f"{service}.events"


def work_queues() -> Iterator[tuple[str, str]]:
    """Yield each service with each queue that its workers take messages from."""
    yield from ((service, commands_queue(service)) for service in SERVICES)
    yield from ((service, events_queue(service)) for service in READERS)


def workers() -> tuple[str, ...]:
    """Return the services that work queues of their own, each once: each has a dead queue."""
    return tuple(dict.fromkeys(service for service, _ in work_queues()))


def retry_queue(queue: str, delay: int) -> str:
    """Return the queue where a failed message waits ``delay`` seconds before it comes back to ``queue``."""
    return f"{queue}.retry.{delay}s"


def pause_before(time: int) -> int:
    """Return the seconds that a message waits before it comes back for the first, second, … time."""
    return RETRY_DELAYS_S[min(time, len(RETRY_DELAYS_S)) - 1]


def retry_exchange(service: str) -> str:
    """Return the direct exchange that leads to a service's own retry queues, and nowhere else."""
    return f"retry.{service}"


def dead_queue(service: str) -> str:
    """Return the queue of messages that a person must look at."""
    return f"{service}.dead"


def event_key(event: Event) -> str:
    """Return the routing key of an event, made so that an integrator can bind by pattern."""
    match event:
        case IncidentEvent():
            return f"{event.TYPE}.{event.row.category}.{event.row.priority}"
        case KnowledgeEvent():
            return f"{event.TYPE}.{event.category or ANY_CATEGORY}"
        case CustomerErased() | PresenceChanged() | FiguresChanged():
            return event.TYPE
    raise TypeError(f"{event.TYPE} has no key")


def command_exchange(command: Command | type[Command]) -> str:
    """Return the exchange that a command goes to: who may write there may send it."""
    kind = command if isinstance(command, type) else type(command)
    if issubclass(kind, PersonCommand):
        return PEOPLE
    return DESK if issubclass(kind, HouseCommand) else COMMANDS


def command_key(command: Command | type[Command]) -> str:
    """Return the routing key of a command."""
    return command.TYPE
