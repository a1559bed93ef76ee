"""Looks at dead messages and sends them again: ``AMQP_URL=… python -m shared.messaging.rabbit.dead``."""

import argparse
import os
import sys
from collections.abc import Iterator
from typing import Any

import pika
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import NackError, UnroutableError

from shared.contracts.topology import dead_queue, workers
from shared.messaging.rabbit.connection import CONNECTION_ERRORS, parameters, why
from shared.messaging.rabbit.inbox import KEY


def _each(channel: BlockingChannel, service: str) -> Iterator[tuple[Any, Any, bytes]]:
    """Yield what is in a dead queue now, once each; unacknowledged, it goes back when the channel closes."""
    queue = dead_queue(service)
    # What is buried again meanwhile is not looked at: a replay would never end.
    for _ in range(channel.queue_declare(queue, passive=True).method.message_count):
        method, properties, body = channel.basic_get(queue)
        if method is None:
            return
        yield method, properties, body


def _describe(properties: Any, body: bytes) -> str:
    headers = properties.headers or {}
    reason = headers.get("reason") or headers.get("x-first-death-reason") or "unknown"
    return f"{headers.get('failed-at', '-'):26} {properties.message_id or '-':36} {len(body):>7} B  {reason}"


def _home(properties: Any) -> str:
    """Return the queue where a message died: a worker notes it, the broker in its own header."""
    headers = properties.headers or {}
    deaths = headers.get("x-death") or [{}]
    return str(headers.get("queue") or deaths[0].get("queue", ""))


def _key(properties: Any) -> str | None:
    """Return the key that its sender gave it: noted by a worker, or by the broker in its own header."""
    headers = properties.headers or {}
    deaths = headers.get("x-death") or [{}]
    return headers.get(KEY) if "queue" in headers else next(iter(deaths[0].get("routing-keys", ())), None)


def list_dead(channel: BlockingChannel, service: str) -> list[str]:
    """Return one line a dead message: when, id, size, reason."""
    return [_describe(properties, body) for _, properties, body in _each(channel, service)]


def replay(channel: BlockingChannel, service: str) -> tuple[int, list[str]]:
    """Send every dead message of a service to its queue again.

    Returns how many went, and a line for each that no queue takes any more: those stay where they are.
    """
    channel.confirm_delivery()
    count, left = 0, []
    for method, properties, body in _each(channel, service):
        fresh = pika.BasicProperties(
            delivery_mode=pika.DeliveryMode.Persistent,
            message_id=properties.message_id,
            headers={KEY: _key(properties)},
        )
        home = _home(properties)
        try:
            channel.basic_publish("", home, body, fresh, mandatory=True)
        except (UnroutableError, NackError):
            left.append(f"there is no queue {home!r} any more: {_describe(properties, body)}")
        else:
            channel.basic_ack(method.delivery_tag)
            count += 1
    return count, left


def main(arguments: list[str] | None = None) -> int:
    """Print the dead messages of the services, or replay them."""
    parser = argparse.ArgumentParser(prog="dead", description="Dead messages: look, or send again.")
    parser.add_argument("service", nargs="?", choices=workers(), help="only this service's")
    parser.add_argument("--replay", action="store_true", help="send them to their queue again")
    chosen = parser.parse_args(arguments)
    try:
        connection = pika.BlockingConnection(parameters(os.environ["AMQP_URL"], "dead"))
    except KeyError:
        print("AMQP_URL is not set", file=sys.stderr)  # noqa: T201
        return 1
    except CONNECTION_ERRORS as error:
        print(f"the broker can't be reached: {why(error)}", file=sys.stderr)  # noqa: T201
        return 1
    with connection:
        services = (chosen.service,) if chosen.service else workers()
        done = [_report(connection.channel(), service, again=chosen.replay) for service in services]
    return 0 if all(done) else 1


def _report(channel: BlockingChannel, service: str, *, again: bool) -> bool:
    """Print what is dead, or what was sent again; return False when some could not be sent."""
    if again:
        count, lines = replay(channel, service)
        print(f"{service}: {count} sent again" + (f", {len(lines)} left" if lines else ""))  # noqa: T201
    else:
        lines = list_dead(channel, service)
        print(f"{service}: {len(lines)} dead")  # noqa: T201
    for line in lines:
        print(f"  {line}")  # noqa: T201
    return not (again and lines)


if __name__ == "__main__":
    sys.exit(main())
