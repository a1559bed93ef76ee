"""The messaging ports on the real broker, as new for every test."""

from collections.abc import Iterator

import pytest

from tests.support.broker import RealBroker
from tests.support.cable import Cable, cable_to
from tests.support.messaging import RabbitRoom


@pytest.fixture
def room(real_broker: RealBroker) -> Iterator[RabbitRoom]:
    """A room at the broker."""
    room = RabbitRoom(real_broker)
    yield room
    room.close()


@pytest.fixture
def cable(real_broker: RealBroker) -> Iterator[tuple[Cable, RabbitRoom]]:
    """A room whose connections a test can cut."""
    with cable_to(real_broker.url) as (cable, url):
        room = RabbitRoom(real_broker, url)
        yield cable, room
        room.close()
