"""Declares exchanges, queues and the stream: ``AMQP_URL=… python -m shared.messaging.rabbit.declare``."""

import os
import sys
import time
from typing import Any

import pika
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import ChannelClosedByBroker

from shared.contracts.commands import COMMANDS as COMMAND_KINDS
from shared.contracts.commands import Command
from shared.contracts.topology import (
    COMMAND_EXCHANGES,
    DEAD,
    DELIVERY_LIMIT,
    EVENTS,
    LIVE,
    LIVE_MAX_AGE,
    READERS,
    RETRY_DELAYS_S,
    command_exchange,
    command_key,
    commands_queue,
    dead_queue,
    events_queue,
    retry_exchange,
    retry_queue,
    work_queues,
)
from shared.messaging.rabbit.connection import CONNECTION_ERRORS, parameters, why

# Nothing is dropped on the way to another queue: the message leaves the first when the second has it.
_SAFE: dict[str, Any] = {"x-dead-letter-strategy": "at-least-once", "x-overflow": "reject-publish"}


class OldShapeError(Exception):
    """A queue that is in use was declared in another shape, by another release."""


def declare_topology(url: str) -> None:
    """Make everything that is missing.

    A queue that another release declared in another shape is made anew where it is empty and nobody uses
    it; otherwise OldShapeError. Raises pika's errors for everything else.
    """
    connection = pika.BlockingConnection(parameters(url, "topology"))
    try:
        channel = connection.channel()
        channel.exchange_declare(EVENTS, "topic", durable=True)
        for exchange in COMMAND_EXCHANGES:
            channel.exchange_declare(exchange, "direct", durable=True)
        channel.exchange_declare(DEAD, "topic", durable=True)
        _declare_stream(connection)
        channel.queue_bind(LIVE, EVENTS, "#")
        for service, queue in work_queues():
            _declare_work(connection, service, queue)
        for command in COMMAND_KINDS:
            _bind_command(channel, command)
        for service, patterns in READERS.items():
            for pattern in patterns:
                channel.queue_bind(events_queue(service), EVENTS, pattern)
    finally:
        connection.close()


def _bind_command(channel: BlockingChannel, command: type[Command]) -> None:
    """Bind a command to the exchange of those who may send it, and to no other: older releases had one."""
    queue, key, own = commands_queue(command.SERVICE), command_key(command), command_exchange(command)
    for exchange in set(COMMAND_EXCHANGES) - {own}:
        channel.queue_unbind(queue, exchange, key)
    channel.queue_bind(queue, own, key)


def _declare_stream(connection: pika.BlockingConnection) -> None:
    """Declare ``live``; just after a restart its node may still be on its way up (404)."""
    arguments = {"x-queue-type": "stream", "x-max-age": LIVE_MAX_AGE}
    for left in reversed(range(20)):
        try:
            connection.channel().queue_declare(LIVE, durable=True, arguments=arguments)
        except ChannelClosedByBroker as error:
            if error.reply_code != 404 or not left:
                raise
            time.sleep(0.25)
        else:
            return


def _declare_queue(connection: pika.BlockingConnection, queue: str, arguments: dict[str, Any]) -> None:
    try:
        connection.channel().queue_declare(queue, durable=True, arguments=arguments)
    except ChannelClosedByBroker as error:
        if error.reply_code != 406:
            raise
        channel = connection.channel()
        consumers = channel.queue_declare(queue, passive=True).method.consumer_count
        # Just after a restart the count of messages can be 0 too early: what can be taken is there.
        if consumers or channel.basic_get(queue)[0] is not None:
            raise OldShapeError(
                f"the queue {queue} was declared by another release and is not empty, or in use: let that "
                "release work it off, then start this one"
            ) from error
        channel.queue_delete(queue)
        channel.queue_declare(queue, durable=True, arguments=arguments)


def _declare_work(connection: pika.BlockingConnection, service: str, queue: str) -> None:
    quorum = {"x-queue-type": "quorum"}
    # Looking at a dead message counts as a delivery. RabbitMQ 4 drops after 20 by default, and 3.10 takes
    # -1 (unlimited in 4) for "none at all" and drops after the first: hence a large number.
    kept = quorum | {"x-delivery-limit": 1_000_000}
    _declare_queue(connection, dead_queue(service), kept)
    connection.channel().queue_bind(dead_queue(service), DEAD, service)
    to_dead = {"x-dead-letter-exchange": DEAD, "x-dead-letter-routing-key": service}
    work = quorum | _SAFE | to_dead | {"x-delivery-limit": DELIVERY_LIMIT}
    _declare_queue(connection, queue, work)
    channel = connection.channel()
    channel.exchange_declare(retry_exchange(service), "direct", durable=True)
    back = {"x-dead-letter-exchange": "", "x-dead-letter-routing-key": queue}
    for delay in RETRY_DELAYS_S:
        waiting = quorum | _SAFE | back | {"x-message-ttl": delay * 1000}
        _declare_queue(connection, retry_queue(queue, delay), waiting)
        channel.queue_bind(retry_queue(queue, delay), retry_exchange(service), retry_queue(queue, delay))


def main() -> int:
    """Declare on the broker that AMQP_URL names."""
    try:
        declare_topology(os.environ["AMQP_URL"])
    except KeyError:
        print("AMQP_URL is not set", file=sys.stderr)  # noqa: T201
    except OldShapeError as error:
        print(error, file=sys.stderr)  # noqa: T201
    except CONNECTION_ERRORS as error:
        print(f"the topology could not be declared: {why(error)}", file=sys.stderr)  # noqa: T201
    else:
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
