"""What every broker behind the ports must do: the real one, and the twin in memory that fast tests use."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from shared.contracts.envelope import Envelope
from shared.contracts.topology import COMMANDS, EVENTS, POSTPONED_MOST, READERS, RETRY_DELAYS_S, events_queue
from shared.messaging.ports import BrokerUnavailableError, UnroutableError
from tests.support.messaging import Listener, MemoryRoom, RabbitRoom, Room, command, event, receive
from tests.support.silence import ExpectedLog
from tests.support.waiting import eventually

LAST_ATTEMPT = len(RETRY_DELAYS_S) + 1


@pytest.fixture(params=["memory", pytest.param("rabbit", marks=pytest.mark.broker)])
def room(request: pytest.FixtureRequest) -> Iterator[Room]:
    in_memory = request.param == "memory"
    room: Room = MemoryRoom() if in_memory else RabbitRoom(request.getfixturevalue("real_broker"))
    yield room
    room.close()


# Publishing.


def test_a_message_is_confirmed_and_arrives_as_it_was_sent(room: Room) -> None:
    exchange, key, envelope = command()
    assert room.publisher().publish(exchange, key, envelope).result(10) is None
    (delivery,) = receive(room.inbox(), 1)
    assert Envelope.parse(delivery.body) == envelope
    assert delivery.attempt == 1


def test_messages_arrive_in_the_order_in_which_they_were_published(room: Room) -> None:
    publisher = room.publisher()
    sent = [command() for _ in range(300)]
    for future in [publisher.publish(*message) for message in sent]:
        future.result(10)
    arrived = [Envelope.parse(delivery.body).id for delivery in receive(room.inbox(most=400), 300)]
    assert arrived == [envelope.id for _, _, envelope in sent]


def test_a_message_that_no_queue_takes_is_unroutable_and_its_neighbours_are_not(room: Room) -> None:
    publisher = room.publisher()
    good, bad, last = command(), command(), command()
    futures = [
        publisher.publish(*good),
        publisher.publish(COMMANDS, "no.such", bad[2]),
        publisher.publish(*last),
    ]
    assert [type(future.exception(10)) for future in futures] == [type(None), UnroutableError, type(None)]
    assert len(receive(room.inbox(), 2)) == 2


def test_every_reader_of_an_event_gets_a_copy_of_its_own(room: Room) -> None:
    exchange, key, envelope = event(1)
    room.publisher().publish(exchange, key, envelope).result(10)
    for service in (name for name, patterns in READERS.items() if "incident.#" in patterns):
        inbox = room.inbox(queue=events_queue(service))
        (delivery,) = receive(inbox, 1)
        assert Envelope.parse(delivery.body) == envelope
        inbox.done(delivery)


def test_a_failed_event_comes_back_to_the_queue_of_events(room: Room) -> None:
    room.publisher().publish(*event(1)).result(10)
    inbox = room.inbox(queue=events_queue("search"))
    assert inbox.retry(receive(inbox, 1)[0], "not now")
    (again,) = receive(inbox, 1)
    assert again.attempt == 2


def test_a_closed_publisher_says_so(room: Room) -> None:
    publisher = room.publisher()
    assert publisher.is_ready()
    publisher.close()
    assert isinstance(publisher.publish(*command()).exception(5), BrokerUnavailableError)


# A service's inbox.


def send(room: Room, count: int) -> None:
    publisher = room.publisher()
    for future in [publisher.publish(*command()) for _ in range(count)]:
        future.result(10)


def test_an_empty_queue_gives_nothing(room: Room) -> None:
    inbox = room.inbox()
    assert inbox.receive(0.1) == []
    assert inbox.is_connected()


def test_a_batch_is_no_larger_than_asked_for(room: Room) -> None:
    send(room, 7)
    inbox = room.inbox(most=3)
    sizes = []
    while sum(sizes) < 7:
        batch = inbox.receive(5)
        sizes.append(len(batch))
        for delivery in batch:
            inbox.done(delivery)
    assert max(sizes) <= 3


def test_what_is_done_never_comes_again_and_what_is_not_does(room: Room) -> None:
    send(room, 4)
    first = room.inbox()
    taken = receive(first, 4)
    for delivery in taken[:2]:
        first.done(delivery)
    first.close()
    second = room.inbox()
    assert receive(second, 2) == taken[2:]
    assert second.receive(0.2) == []


def test_a_retry_comes_back_after_its_pause_as_the_next_attempt(room: Room) -> None:
    send(room, 1)
    inbox = room.inbox()
    (delivery,) = receive(inbox, 1)
    assert inbox.retry(delivery, "not now")
    assert inbox.receive(0.2) == []
    (again,) = receive(inbox, 1)
    assert again == replace(delivery, attempt=2)


def test_after_the_last_pause_a_retry_is_a_burial(room: Room) -> None:
    send(room, 1)
    inbox = room.inbox()
    (delivery,) = receive(inbox, 1)
    assert not inbox.retry(replace(delivery, attempt=LAST_ATTEMPT), "RuntimeError: no")
    assert room.dead() == [(delivery.body, "RuntimeError: no")]
    inbox.close()
    assert room.inbox().receive(0.2) == []


def test_to_be_postponed_uses_up_no_try(room: Room) -> None:
    send(room, 1)
    inbox = room.inbox()
    (delivery,) = receive(inbox, 1)
    assert inbox.postpone(replace(delivery, attempt=LAST_ATTEMPT), "not open yet")
    (again,) = receive(inbox, 1)
    assert again == replace(delivery, attempt=LAST_ATTEMPT, postponed=1)
    assert room.dead() == []


def test_who_was_postponed_for_a_day_is_buried(room: Room) -> None:
    send(room, 1)
    inbox = room.inbox()
    (delivery,) = receive(inbox, 1)
    assert not inbox.postpone(replace(delivery, postponed=POSTPONED_MOST), "too early")
    assert room.dead() == [(delivery.body, "too early")]


def test_what_is_buried_is_kept_whole_with_its_reason(room: Room) -> None:
    room.put(COMMANDS, "incident.open", b"\x00not json\xff")
    inbox = room.inbox()
    (delivery,) = receive(inbox, 1)
    inbox.bury(delivery, "malformed: message: Invalid JSON ñ")
    assert room.dead() == [(b"\x00not json\xff", "malformed: message: Invalid JSON ñ")]
    inbox.close()
    assert room.inbox().receive(0.2) == []


def test_two_workers_share_a_queue_and_no_message_goes_to_both(room: Room) -> None:
    send(room, 40)
    inboxes = [room.inbox(most=5), room.inbox(most=5)]
    seen: list[bytes] = []
    while len(seen) < 40:
        for inbox in inboxes:
            for delivery in inbox.receive(0.5):
                seen.append(delivery.body)
                inbox.done(delivery)
    assert len(set(seen)) == 40


# The stream.


def publish_events(room: Room, *versions: int) -> None:
    publisher = room.publisher()
    for future in [publisher.publish(*event(version)) for version in versions]:
        future.result(10)


def test_a_reader_gets_what_comes_from_now_on_in_order(room: Room) -> None:
    publish_events(room, 1, 2)
    listener = Listener()
    reader = room.reader(listener.on_events, listener.on_state)
    reader.start()
    listener.wait_for("live")
    publish_events(room, *range(3, 60))
    listener.wait_for_version(59)
    assert listener.versions == list(range(3, 60))
    assert listener.kinds() == ["connecting", "subscribed", "live"]


def test_a_reader_that_knows_its_offset_catches_up_and_counts_before_it_is_live(room: Room) -> None:
    publish_events(room, *range(1, 41))
    listener = Listener()
    room.reader(listener.on_events, listener.on_state, start_offset=10).start()
    listener.wait_for("live")
    assert listener.versions == list(range(11, 41))
    assert listener.states[-1].behind == 30


def test_every_reader_gets_every_event(room: Room) -> None:
    listeners = [Listener() for _ in range(3)]
    for listener in listeners:
        room.reader(listener.on_events, listener.on_state).start()
        listener.wait_for("live")
    publish_events(room, 1, 2, 3)
    for listener in listeners:
        listener.wait_for_version(3)
        assert listener.versions == [1, 2, 3]


def test_a_malformed_event_is_dropped_and_counted_and_the_next_one_comes(
    room: Room, expected_log: ExpectedLog
) -> None:
    expected_log("dropped a malformed event")
    listener = Listener()
    reader = room.reader(listener.on_events, listener.on_state)
    reader.start()
    listener.wait_for("live")
    room.put(EVENTS, "incident.noted.other.normal", b"{}")
    room.put(EVENTS, "anything", b"\xff")
    publish_events(room, 5)
    listener.wait_for_version(5)
    assert listener.versions == [5]
    assert reader.malformed == 2  # type: ignore[attr-defined]


def test_a_stopped_reader_hands_out_no_more(room: Room) -> None:
    listener = Listener()
    reader = room.reader(listener.on_events, listener.on_state)
    reader.start()
    listener.wait_for("live")
    publish_events(room, 1)
    listener.wait_for_version(1)
    reader.stop()
    reader.stop()
    publish_events(room, 2)
    other = Listener()
    room.reader(other.on_events, other.on_state, start_offset=0).start()
    eventually(lambda: 2 in other.versions, every=0.005)
    assert listener.versions == [1]
