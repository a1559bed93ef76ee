"""A fault that nobody foresaw is told, and neither the publisher nor the reader stays silent after it."""

from typing import Any

import pytest
from pika.channel import Channel

from shared.contracts.envelope import Envelope
from shared.messaging.ports import BrokerUnavailableError, StreamState
from shared.messaging.rabbit.line import Line
from shared.messaging.rabbit.publisher import RabbitPublisher
from shared.messaging.rabbit.stream import StreamReader
from tests.support.cable import Cable
from tests.support.messaging import Listener, RabbitRoom, command, event, receive
from tests.support.silence import ExpectedLog
from tests.support.waiting import eventually

pytestmark = pytest.mark.broker


def fail_once(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, *, after: bool = False) -> None:
    """Have a method raise at its next call, perhaps after it did its work, and be whole again."""
    whole = getattr(owner, name)

    def broken(*arguments: Any, **named: Any) -> Any:
        monkeypatch.setattr(owner, name, whole)
        if after:
            whole(*arguments, **named)
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


def test_what_waits_for_the_broker_still_gets_an_answer_after_a_fault(
    cable: tuple[Cable, RabbitRoom], monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog
) -> None:
    expected_log("the publisher failed and begins again")
    wire, cut_off = cable
    publisher = cut_off.publisher(patience=1)
    wire.pull()
    eventually(lambda: not publisher.is_ready(), every=0.005)
    waiting = publisher.publish(*command())
    fail_once(monkeypatch, RabbitPublisher, "_reconnect")
    with pytest.raises(BrokerUnavailableError):
        waiting.result(10)


def test_what_waited_beside_a_message_that_cannot_be_sent_is_sent(
    cable: tuple[Cable, RabbitRoom], monkeypatch: pytest.MonkeyPatch
) -> None:
    wire, cut_off = cable
    publisher = cut_off.publisher(patience=20)
    wire.pull()
    eventually(lambda: not publisher.is_ready(), every=0.005)
    first, second = publisher.publish(*command()), publisher.publish(*command())
    fail_once(monkeypatch, Channel, "basic_publish")
    wire.plug()
    with pytest.raises(BrokerUnavailableError):
        first.result(10)
    second.result(10)


def test_a_key_that_cannot_be_written_fails_alone(room: RabbitRoom) -> None:
    publisher = room.publisher(patience=10)
    exchange, _, envelope = command()
    with pytest.raises(BrokerUnavailableError):
        publisher.publish(exchange, "k" * 300, envelope).result(10)
    publisher.publish(*command()).result(10)


def test_a_publisher_that_cannot_even_begin_again_tries_until_it_can(
    cable: tuple[Cable, RabbitRoom], monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog
) -> None:
    expected_log("the publisher failed and begins again")
    wire, cut_off = cable
    publisher = cut_off.publisher()
    fail_once(monkeypatch, RabbitPublisher, "_on_lost")
    fail_once(monkeypatch, RabbitPublisher, "_begin_again")
    wire.cut()
    eventually(lambda: not publisher.is_ready(), every=0.005)
    eventually(publisher.is_ready)
    publisher.publish(*command()).result(10)


@pytest.mark.parametrize("name", ["_disconnect", "_subscribe"])
def test_a_reader_outlives_a_fault_at_any_point(
    room: RabbitRoom, monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog, name: str
) -> None:
    expected_log("the reader failed and begins again")
    listener = Listener()
    fail_once(monkeypatch, StreamReader, name, after=name == "_disconnect")
    faults = [RuntimeError("nobody foresaw this")]

    def take(events: list[Envelope]) -> None:
        if faults:
            raise faults.pop()
        listener.on_events(events)

    room.reader(take, listener.on_state).start()
    listener.wait_for("live")
    room.publisher().publish(*event(1)).result(10)
    listener.wait_for_version(1)
    listener.wait_for("live")


def test_a_reader_that_cannot_tell_how_it_stands_tries_again(
    room: RabbitRoom, expected_log: ExpectedLog
) -> None:
    expected_log("the reader failed and begins again")
    listener = Listener()
    faults = ["connecting", "offline"]

    def tell(state: StreamState) -> None:
        if state.kind in faults:
            faults.remove(state.kind)
            raise RuntimeError("nobody foresaw this")
        listener.on_state(state)

    room.reader(listener.on_events, tell).start()
    listener.wait_for("live")
    assert not faults
