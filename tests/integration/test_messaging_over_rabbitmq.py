"""What only a real broker can show: cut cables, restarts, and messages that wait for a person."""

import threading
from collections import Counter
from itertools import chain, repeat

import pytest

from shared.contracts.envelope import Envelope
from shared.contracts.topology import commands_queue
from shared.messaging.ports import BrokerUnavailableError, Delivery, Publisher, RefusedError, UnroutableError
from shared.messaging.worker import Task, Worker
from tests.support.broker import RealBroker
from tests.support.cable import Cable
from tests.support.messaging import Listener, RabbitRoom, command, event, receive
from tests.support.silence import ExpectedLog
from tests.support.waiting import eventually

pytestmark = pytest.mark.broker


def sent_again_until_taken(publisher: Publisher, message: tuple[str, str, Envelope]) -> int:
    """Do what every sender of ours does with a message that was not confirmed; return how often it went out.

    Just after a restart RabbitMQ 3.10 may take no message for a stream that is still on its way up.
    """

    times = 0

    def taken() -> bool:
        nonlocal times
        times += 1
        error = publisher.publish(*message).exception(30)
        assert isinstance(error, BrokerUnavailableError | RefusedError | UnroutableError | None)
        return error is None

    eventually(taken, within=30)
    return times


class Sender(threading.Thread):
    """Publishes numbered events on and on, and remembers which the broker confirmed."""

    def __init__(self, room: RabbitRoom, patience: float = 20) -> None:
        super().__init__()
        self._publisher = room.publisher(patience)
        self._ending = threading.Event()
        self.last = 0
        self.confirmed: list[int] = []
        self.sent_again: set[int] = set()

    def run(self) -> None:
        while not self._ending.wait(0.002):
            self.last += 1
            future = self._publisher.publish(*event(self.last))
            future.add_done_callback(
                lambda done, version=self.last: done.exception() or self.confirmed.append(version)
            )

    def end(self) -> None:
        """Stop, and return when the last message is confirmed, and so those before it are decided."""
        self._ending.set()
        self.join()
        self.last += 1
        if sent_again_until_taken(self._publisher, event(self.last)) > 1:
            self.sent_again.add(self.last)
        self.confirmed.append(self.last)


# The stream.


def test_a_reader_that_is_cut_off_again_and_again_misses_nothing_and_gets_nothing_twice(
    room: RabbitRoom, cable: tuple[Cable, RabbitRoom]
) -> None:
    wire, cut_off = cable
    listener = Listener()
    cut_off.reader(listener.on_events, listener.on_state).start()
    listener.wait_for("live")
    sender = Sender(room)
    sender.start()
    for _ in range(4):
        seen = len(listener.versions)
        eventually(lambda seen=seen: len(listener.versions) > seen + 40, every=0.005)
        wire.cut()
        listener.wait_for("offline")
        listener.wait_for("live")
    sender.end()
    listener.wait_for_version(sender.last)
    assert listener.versions == list(range(1, sender.last + 1))
    assert all(state.reason for state in listener.states if state.kind == "offline")


def test_a_reader_that_is_cut_off_before_its_first_event_misses_nothing_either(
    room: RabbitRoom, cable: tuple[Cable, RabbitRoom]
) -> None:
    wire, cut_off = cable
    listener = Listener()
    cut_off.reader(listener.on_events, listener.on_state).start()
    listener.wait_for("live")
    wire.pull()
    listener.wait_for("offline")
    publisher = room.publisher()
    for version in (1, 2, 3):
        publisher.publish(*event(version)).result(10)
    wire.plug()
    listener.wait_for_version(3)
    assert listener.versions == [1, 2, 3]


def test_a_refused_token_is_told_and_the_next_one_tried(room: RabbitRoom, real_broker: RealBroker) -> None:
    right = real_broker.url.split(":")[2].split("@")[0]
    passwords = chain(["wrong"], repeat(right))
    listener = Listener()
    room.reader(listener.on_events, listener.on_state, password=lambda: next(passwords)).start()
    listener.wait_for("live")
    assert listener.kinds()[:3] == ["connecting", "offline", "connecting"]
    assert "ACCESS_REFUSED" in next(state.reason for state in listener.states if state.kind == "offline")


# Publishing.


def test_nothing_that_was_confirmed_is_lost_when_the_cable_breaks(
    room: RabbitRoom, cable: tuple[Cable, RabbitRoom]
) -> None:
    wire, cut_off = cable
    listener = Listener()
    room.reader(listener.on_events, listener.on_state).start()
    listener.wait_for("live")
    sender = Sender(cut_off)
    sender.start()
    for cut in range(1, 4):
        eventually(lambda cut=cut: len(sender.confirmed) > cut * 50, every=0.005)
        wire.cut()
    sender.end()
    listener.wait_for_version(sender.last)
    assert set(sender.confirmed) <= set(listener.versions)


def test_without_a_broker_a_publisher_is_patient_and_then_says_so(cable: tuple[Cable, RabbitRoom]) -> None:
    wire, cut_off = cable
    publisher = cut_off.publisher(patience=0.3)
    wire.pull()
    eventually(lambda: not publisher.is_ready(), every=0.005)
    with pytest.raises(BrokerUnavailableError, match="can't be reached"):
        publisher.publish(*command()).result(5)
    wire.plug()
    eventually(publisher.is_ready, every=0.005)
    assert publisher.publish(*command()).result(10) is None


def test_a_broker_that_comes_back_in_time_takes_what_waited_in_order(
    room: RabbitRoom, cable: tuple[Cable, RabbitRoom]
) -> None:
    wire, cut_off = cable
    publisher = cut_off.publisher(patience=20)
    wire.pull()
    eventually(lambda: not publisher.is_ready(), every=0.005)
    sent = [command() for _ in range(50)]
    futures = [publisher.publish(*message) for message in sent]
    wire.plug()
    assert [future.result(20) for future in futures] == [None] * 50
    arrived = [Envelope.parse(delivery.body).id for delivery in receive(room.inbox(), 50)]
    assert arrived == [envelope.id for _, _, envelope in sent]


def test_a_publisher_closes_at_once_while_the_broker_is_away(cable: tuple[Cable, RabbitRoom]) -> None:
    wire, cut_off = cable
    publisher = cut_off.publisher(patience=20)
    wire.pull()
    eventually(lambda: not publisher.is_ready(), every=0.005)
    waiting = publisher.publish(*command())
    publisher.close()
    assert isinstance(waiting.exception(5), BrokerUnavailableError)


# A service's inbox.


def by_body(delivery: Delivery) -> bytes:
    return delivery.body


def test_a_worker_that_is_cut_off_gets_its_messages_again_and_cannot_settle_the_old_ones(
    room: RabbitRoom, cable: tuple[Cable, RabbitRoom], expected_log: ExpectedLog
) -> None:
    expected_log("lost the broker")
    wire, cut_off = cable
    publisher = room.publisher()
    for future in [publisher.publish(*command()) for _ in range(5)]:
        future.result(10)
    inbox = cut_off.inbox()
    before = receive(inbox, 5)
    wire.cut()
    again = receive(inbox, 5)
    assert sorted(again, key=by_body) == sorted(before, key=by_body)
    for delivery in before:
        inbox.done(delivery)
        inbox.bury(delivery, "too late")
    assert room.dead() == []
    for delivery in again[:4]:
        inbox.done(delivery)
    inbox.close()
    assert receive(room.inbox(), 1)[0].body == again[4].body


# Restarts.


class Crew:
    """A worker, a sender and a listener at work on one broker."""

    def __init__(self, room: RabbitRoom) -> None:
        self.handled: list[str] = []
        self.worker = Worker("intake", room.inbox(), self._handle)
        self.listener = Listener()
        self.sender = Sender(room)
        self._room = room
        self._thread = threading.Thread(target=self.worker.run)

    def _handle(self, tasks: list[Task]) -> None:  # type: ignore[override]
        self.handled += [str(task.envelope.id) for task in tasks]

    def __enter__(self) -> "Crew":
        self._room.reader(self.listener.on_events, self.listener.on_state).start()
        self.listener.wait_for("live")
        self._thread.start()
        self.sender.start()
        eventually(lambda: len(self.sender.confirmed) > 50)
        return self

    def __exit__(self, *_: object) -> None:
        self.worker.stop()
        self._thread.join(15)


@pytest.mark.parametrize("how", ["stopped", "killed"])
def test_everybody_survives_a_broker_that_is_restarted_and_nothing_confirmed_is_lost(
    room: RabbitRoom, expected_log: ExpectedLog, how: str
) -> None:
    expected_log("lost the broker")
    with Crew(room) as crew:
        if how == "stopped":
            room.broker.stop()
            room.broker.start()
        else:
            room.broker.kill()
        exchange, key, envelope = command()
        # Just after a restart a queue may be without its leader and refuse.
        sent_again_until_taken(room.publisher(patience=30), (exchange, key, envelope))
        crew.sender.end()
        crew.listener.wait_for_version(crew.sender.last, within=30)
        eventually(lambda: str(envelope.id) in crew.handled, within=30)
    # What was under way when it broke may come or not; what was confirmed comes, and only what
    # was sent again, for want of a confirmation, may come twice.
    assert set(crew.sender.confirmed) <= set(crew.listener.versions)
    came = Counter(crew.listener.versions)
    assert {version for version, times in came.items() if times > 1} <= crew.sender.sent_again
    assert room.broker.depth(commands_queue("intake")) == 0
