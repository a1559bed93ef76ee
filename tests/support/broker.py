"""A real RabbitMQ of the tests' own, with our topology in it, as new for every test."""

import time
from collections.abc import Iterator

import pika
import pytest

from deploy.local.stack import Stack, running_stack
from shared.contracts.topology import (
    LIVE,
    RETRY_DELAYS_S,
    dead_queue,
    retry_queue,
    work_queues,
)
from shared.messaging.rabbit.connection import parameters
from shared.messaging.rabbit.declare import declare_topology

SETTLING_S = 1.5
"""RabbitMQ notes the names of new quorum queues every half second; a kill before that loses them in 3.10."""


class RealBroker:
    """A node that a test may stop, start and look into."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._settled_at = 0.0
        self.url = stack.environment()["AMQP_URL"]

    def url_of(self, account: str) -> str:
        """Return the address for a service's own account, with its rights and no others."""
        return self._stack.site.broker.amqp_url(account)

    def stop(self) -> None:
        """Stop the node in good order."""
        self._stack.stop_part("rabbitmq")

    def start(self) -> None:
        """Start it, and return when it is ready."""
        self._stack.start_part("rabbitmq")

    def kill(self) -> None:
        """Kill it, and return when its supervisor has started it again and it is ready."""
        time.sleep(max(0.0, self._settled_at - time.monotonic()))
        self._stack.kill_part("rabbitmq")
        self._stack.wait_until_ready("rabbitmq")

    def connection(self) -> pika.BlockingConnection:
        """Return an operator's connection; close it."""
        return pika.BlockingConnection(parameters(self.url, "test"))

    def put(self, exchange: str, key: str, *bodies: bytes) -> None:
        """Publish raw bytes, and return when the broker has them."""
        with self.connection() as connection:
            channel = connection.channel()
            channel.confirm_delivery()
            for body in bodies:
                channel.basic_publish(exchange, key, body, mandatory=True)

    def depth(self, queue: str) -> int:
        """Count what is ready in a queue."""
        with self.connection() as connection:
            return int(connection.channel().queue_declare(queue, passive=True).method.message_count)

    def renew(self) -> None:
        """Make everything as on the first day."""
        with self.connection() as connection:
            channel = connection.channel()
            for queue in _queues():
                channel.queue_delete(queue)
        declare_topology(self.url)
        self._settled_at = time.monotonic() + SETTLING_S


def _queues() -> Iterator[str]:
    yield LIVE
    yield from {dead_queue(service) for service, _ in work_queues()}
    for _, queue in work_queues():
        yield queue
        yield from (retry_queue(queue, delay) for delay in RETRY_DELAYS_S)


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealBroker]:
    """One node for the whole run."""
    with running_stack(tmp_path_factory.mktemp("broker"), only=["rabbitmq"]) as stack:
        yield RealBroker(stack)


@pytest.fixture
def real_broker(node: RealBroker) -> RealBroker:
    """The node with empty queues and an empty stream."""
    node.renew()
    return node
