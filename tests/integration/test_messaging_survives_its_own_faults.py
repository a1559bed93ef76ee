"""A fault that nobody foresaw is told, and neither the publisher nor the reader stays silent after it."""

from collections.abc import Iterator
from typing import Any

import pytest

from shared.contracts.envelope import Envelope
from shared.messaging.ports import BrokerUnavailableError
from shared.messaging.rabbit.line import Line
from tests.support.broker import RealBroker
from tests.support.messaging import Listener, RabbitRoom, command, event, receive
from tests.support.silence import ExpectedLog

pytestmark = pytest.mark.broker


@pytest.fixture
def room(real_broker: RealBroker) -> Iterator[RabbitRoom]:
    room = RabbitRoom(real_broker)
    yield room
    room.close()


def fail_once(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> None:
    """Have a method raise at its next call, and work again after that."""
    whole = getattr(owner, name)

    def broken(*arguments: Any) -> Any:
        monkeypatch.setattr(owner, name, whole)
        raise RuntimeError("nobody foresaw this")

    monkeypatch.setattr(owner, name, broken)


def test_a_publisher_fails_what_was_under_way_and_takes_the_next(
    room: RabbitRoom, monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog
) -> None:
    expected_log("the publisher failed and begins again")
    publisher = room.publisher(patience=10)
    fail_once(monkeypatch, Line, "settle")
    lost, sent = command(), command()
    with pytest.raises(BrokerUnavailableError):
        publisher.publish(*lost).result(10)
    publisher.publish(*sent).result(10)
    assert publisher.is_ready()
    arrived = {Envelope.parse(delivery.body).id for delivery in receive(room.inbox(), 2)}
    assert arrived == {lost[2].id, sent[2].id}


def test_a_reader_says_that_it_is_offline_and_misses_nothing(
    room: RabbitRoom, expected_log: ExpectedLog
) -> None:
    expected_log("the reader failed and begins again")
    listener = Listener()
    faults = [RuntimeError("nobody foresaw this")]

    def take(events: list[Envelope]) -> None:
        if faults:
            raise faults.pop()
        listener.on_events(events)

    room.reader(take, listener.on_state).start()
    listener.wait_for("live")
    publisher = room.publisher()
    for version in (1, 2):
        publisher.publish(*event(version)).result(10)
    listener.wait_for_version(2)
    listener.wait_for("live")
    assert listener.versions == [1, 2]
    assert "offline" in listener.kinds()
