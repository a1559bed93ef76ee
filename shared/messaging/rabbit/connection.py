"""How every connection to RabbitMQ is made, and how long to wait before the next try."""

import logging
import random
from collections.abc import Iterator

import pika
from pika.exceptions import AMQPError

# Every failure reaches us as an exception and is reported once, by whoever knows what it means.
logging.getLogger("pika").setLevel(logging.CRITICAL)

HEARTBEAT_S = 10
"""RabbitMQ and pika notice a dead peer after about 2 x (heartbeat + 5) seconds."""
BLOCKED_S = 5
"""How long the broker may hold a publisher back (memory or disk alarm) before we call it unavailable."""

CONNECTION_ERRORS = (AMQPError, OSError)
"""All that a lost or refused connection raises."""


def parameters(url: str, name: str, password: str | None = None) -> pika.ConnectionParameters:
    """Read an ``amqp://`` URL; ``name`` is shown in the broker's list, ``password`` replaces the URL's."""
    found = pika.URLParameters(url)
    found.heartbeat = HEARTBEAT_S
    found.blocked_connection_timeout = BLOCKED_S
    found.socket_timeout = 5
    found.stack_timeout = 10
    found.client_properties = {"connection_name": name}
    if password is not None:
        found.credentials = pika.PlainCredentials(name, password)
    return found


# Its own: what it draws on a thread of a publisher or reader changes nobody else's numbers.
_chance = random.Random()  # noqa: S311 (nothing secret)


def back_off(first: float = 0.2, most: float = 2.0) -> Iterator[float]:
    """Yield the seconds to wait before each try: doubling up to ``most``, spread against stampedes."""
    delay = first
    while True:
        yield delay * _chance.uniform(0.7, 1.3)
        delay = min(delay * 2, most)


def why(error: BaseException) -> str:
    """Say in a line what a connection error means."""
    cause: BaseException = error
    while cause.args and isinstance(cause.args[0], BaseException):
        cause = cause.args[0]
    return str(cause) or type(cause).__name__
