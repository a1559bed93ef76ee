"""A broker that another release has used: its empty queues are made anew, those in use are left alone."""

from collections.abc import Iterator

import pytest

from shared.contracts.topology import COMMANDS, commands_queue
from shared.messaging.rabbit.declare import OldShapeError, declare_topology
from tests.support.broker import RealBroker
from tests.support.messaging import RabbitRoom, receive
from tests.support.waiting import eventually

pytestmark = pytest.mark.broker
QUEUE = commands_queue("intake")


@pytest.fixture
def room(real_broker: RealBroker) -> Iterator[RabbitRoom]:
    """A room whose queue for intake was declared in another shape."""
    with real_broker.connection() as connection:
        channel = connection.channel()
        channel.queue_delete(QUEUE)
        older = {"x-queue-type": "quorum", "x-delivery-limit": 20}
        channel.queue_declare(QUEUE, durable=True, arguments=older)
        channel.queue_bind(QUEUE, COMMANDS, "incident.open")
    room = RabbitRoom(real_broker)
    yield room
    room.close()
    real_broker.renew()


def test_an_empty_queue_of_another_shape_is_made_anew(room: RabbitRoom) -> None:
    declare_topology(room.broker.url)
    declare_topology(room.broker.url)
    room.put(COMMANDS, "incident.open", b"words")
    assert [delivery.body for delivery in receive(room.inbox(), 1)] == [b"words"]


def test_a_queue_with_messages_is_left_alone_and_it_is_said_what_to_do(room: RabbitRoom) -> None:
    room.put(COMMANDS, "incident.open", b"words")
    with pytest.raises(OldShapeError, match=r"intake\.commands was declared .* not empty"):
        declare_topology(room.broker.url)
    eventually(lambda: room.broker.depth(QUEUE) == 1)
