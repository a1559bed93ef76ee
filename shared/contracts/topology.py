"""The names in the broker: exchanges, queues, keys. All of these strings are built here."""

from shared.contracts.commands import Command
from shared.contracts.events import IncidentEvent

EVENTS = "events"
"""Topic exchange: every event, under ``incident.<what>.<category>.<priority>``."""
COMMANDS = "commands"
"""Direct exchange: every command, under its type."""
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

SERVICES = ("intake", "resolution")
"""Who takes commands."""


def commands_queue(service: str) -> str:
    """Return the queue that a service's workers share."""
    return f"{service}.commands"


def retry_queue(service: str, delay: int) -> str:
    """Return the queue where a failed message waits ``delay`` seconds before it comes back."""
    return f"{service}.retry.{delay}s"


def pause_before(time: int) -> int:
    """Return the seconds that a message waits before it comes back for the first, second, … time."""
    return RETRY_DELAYS_S[min(time, len(RETRY_DELAYS_S)) - 1]


def dead_queue(service: str) -> str:
    """Return the queue of messages that a person must look at."""
    return f"{service}.dead"


def event_key(event: IncidentEvent) -> str:
    """Return the routing key of an event, made so that an integrator can bind by pattern."""
    return f"{event.TYPE}.{event.row.category}.{event.row.priority}"


def command_key(command: Command | type[Command]) -> str:
    """Return the routing key of a command."""
    return command.TYPE
