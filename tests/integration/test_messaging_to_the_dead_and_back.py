"""Messages that a person must look at: how they come among the dead, and how they come back."""

import threading

import pika
import pytest
from pika.exceptions import ChannelClosedByBroker, UnroutableError

from shared.contracts.commands import ForgetPerson
from shared.contracts.topology import (
    COMMANDS,
    DEAD,
    DELIVERY_LIMIT,
    EVENTS,
    PEOPLE,
    commands_queue,
    dead_queue,
    work_queues,
    workers,
)
from shared.messaging.rabbit.connection import parameters
from shared.messaging.rabbit.dead import list_dead, replay
from shared.messaging.rabbit.declare import declare_topology
from shared.messaging.rabbit.inbox import KEY, RabbitInbox
from shared.messaging.worker import Task, Worker
from tests.support.broker import RealBroker
from tests.support.messages import SAMPLES, enveloped
from tests.support.messaging import RabbitRoom, command, receive
from tests.support.silence import ExpectedLog
from tests.support.waiting import eventually

pytestmark = pytest.mark.broker


def test_a_message_that_takes_its_worker_down_each_time_ends_among_the_dead(room: RabbitRoom) -> None:
    room.put(COMMANDS, "incident.open", b"poison")
    for _ in range(DELIVERY_LIMIT + 1):
        inbox = room.inbox()
        receive(inbox, 1)
        inbox.close()
    eventually(lambda: room.broker.depth(dead_queue("intake")) == 1)
    with room.broker.connection() as connection:
        (line,) = list_dead(connection.channel(), "intake")
        assert "delivery_limit" in line
    with room.broker.connection() as connection:
        assert replay(connection.channel(), "intake") == (1, [])
    assert receive(room.inbox(), 1)[0].body == b"poison"


@pytest.mark.parametrize(("service", "queue"), list(work_queues()))
def test_a_services_own_account_may_put_off_and_bury_its_messages_and_write_nowhere_else(
    real_broker: RealBroker, service: str, queue: str
) -> None:
    real_broker.put("", queue, b"again", b"never")
    inbox = RabbitInbox(real_broker.url_of(service), service, queue=queue)
    again, never = sorted(receive(inbox, 2), key=lambda delivery: delivery.body)
    inbox.bury(never, "a test")
    assert inbox.retry(again, "a test")
    (back,) = receive(inbox, 1)
    assert (back.body, back.attempt) == (b"again", 2)
    inbox.done(back)
    inbox.close()
    assert real_broker.depth(dead_queue(service)) == 1
    with pika.BlockingConnection(parameters(real_broker.url_of(service), "test")) as connection:
        for exchange, key in (
            ("", "intake.commands"),
            (COMMANDS, "incident.open"),
            (EVENTS, "incident.noted"),
        ):
            channel = connection.channel()
            channel.confirm_delivery()
            with pytest.raises(ChannelClosedByBroker, match="ACCESS_REFUSED"):
                channel.basic_publish(exchange, key, b"forged", mandatory=True)


def test_a_sender_cannot_pass_one_command_off_as_another_not_even_by_a_replay(
    room: RabbitRoom, expected_log: ExpectedLog
) -> None:
    expected_log("buried a malformed message")
    forged = enveloped(SAMPLES[ForgetPerson.TYPE]).to_json()
    inbox = RabbitInbox(room.broker.url, "resolution")
    heard: list[Task] = []
    worker = Worker("resolution", inbox, heard.extend)
    with room.broker.connection() as connection:
        channel = connection.channel()
        headers = {KEY: ForgetPerson.TYPE}
        channel.basic_publish(COMMANDS, "incident.comment", forged, pika.BasicProperties(headers=headers))
        for times in (1, 2):
            while worker.buried + len(heard) < times:
                worker.step(timeout=5)
            eventually(lambda: room.broker.depth(dead_queue("resolution")) == 1)
            assert replay(connection.channel(), "resolution") == (1, [])
    inbox.close()
    assert heard == []


def test_a_command_about_a_person_no_longer_goes_the_way_of_older_releases(real_broker: RealBroker) -> None:
    with real_broker.connection() as connection:
        connection.channel().queue_bind(commands_queue("resolution"), COMMANDS, ForgetPerson.TYPE)
    declare_topology(real_broker.url)
    with pytest.raises(UnroutableError):
        real_broker.put(COMMANDS, ForgetPerson.TYPE, b"words")
    real_broker.put(PEOPLE, ForgetPerson.TYPE, b"words")


def test_every_service_that_works_a_queue_can_be_asked_for_its_dead(real_broker: RealBroker) -> None:
    with real_broker.connection() as connection:
        assert [list_dead(connection.channel(), service) for service in workers()] == [[]] * len(workers())
    assert set(workers()) >= {"intake", "resolution", "notifications", "search"}


def test_the_neighbours_of_what_takes_a_worker_down_are_not_counted_with_it(room: RabbitRoom) -> None:
    room.put(COMMANDS, "incident.open", b"poison", *[b"innocent"] * 5)
    handled = 0
    while room.broker.depth(dead_queue("intake")) == 0:
        inbox = room.inbox()
        while (batch := inbox.receive(0.5)) and b"poison" not in [delivery.body for delivery in batch]:
            for delivery in batch:
                inbox.done(delivery)
            handled += len(batch)
        inbox.close()  # as if it had died with what it held
    assert handled == 5
    assert [body for body, _ in room.dead()] == [b"poison"]


def test_what_came_back_often_is_taken_alone_and_the_rest_in_batches_again(room: RabbitRoom) -> None:
    room.put(COMMANDS, "incident.open", *[b"words"] * 6)
    for _ in range(3):
        inbox = room.inbox()
        receive(inbox, 1)
        inbox.close()
    inbox = room.inbox()
    batches = []
    while sum(batches) < 6:
        batch = inbox.receive(1)
        batches.append(len(batch))
        for delivery in batch:
            inbox.done(delivery)
    assert batches[0] == 1
    assert max(batches) > 1


def bury(room: RabbitRoom, count: int, *, retried: bool = False) -> list[bytes]:
    """Have messages buried, perhaps after a retry, and return them."""
    publisher = room.publisher()
    sent = [command() for _ in range(count)]
    for future in [publisher.publish(*message) for message in sent]:
        future.result(10)
    inbox = room.inbox()
    if retried:
        for delivery in receive(inbox, count):
            inbox.retry(delivery, "not now")
    for delivery in receive(inbox, count):
        inbox.bury(delivery, "RuntimeError: no")
    inbox.close()
    return [envelope.to_json() for _, _, envelope in sent]


def test_a_dead_message_survives_being_looked_at_many_times(room: RabbitRoom) -> None:
    bury(room, 2)
    for _ in range(30):
        with room.broker.connection() as connection:
            lines = list_dead(connection.channel(), "intake")
        assert len(lines) == 2
        assert all(line.endswith("RuntimeError: no") for line in lines)


@pytest.mark.parametrize("retried", [False, True])
def test_replayed_messages_go_back_to_their_queue_as_new(room: RabbitRoom, retried: bool) -> None:
    bodies = bury(room, 3, retried=retried)
    with room.broker.connection() as connection:
        assert replay(connection.channel(), "intake") == (3, [])
    assert room.broker.depth(dead_queue("intake")) == 0
    back = receive(room.inbox(), 3)
    assert sorted(delivery.body for delivery in back) == sorted(bodies)
    assert {delivery.attempt for delivery in back} == {1}


def test_what_no_queue_takes_any_more_stays_and_does_not_stop_the_others(room: RabbitRoom) -> None:
    bury(room, 1)
    room.put(DEAD, "intake", b"put there by a hand, from nowhere")
    bury(room, 1)
    with room.broker.connection() as connection:
        count, left = replay(connection.channel(), "intake")
    assert count == 2
    assert [line.startswith("there is no queue ''") for line in left] == [True]
    assert room.broker.depth(dead_queue("intake")) == 1


def test_a_replay_ends_though_a_worker_buries_everything_again(
    room: RabbitRoom, expected_log: ExpectedLog
) -> None:
    expected_log("buried a malformed message")
    room.put(COMMANDS, "incident.open", *[b"not json"] * 20)
    worker = Worker("intake", room.inbox(), lambda _tasks: None)
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        eventually(lambda: room.broker.depth(dead_queue("intake")) == 20)
        with room.broker.connection() as connection:
            assert replay(connection.channel(), "intake") == (20, [])
        eventually(lambda: room.broker.depth(dead_queue("intake")) == 20)
    finally:
        worker.stop()
        thread.join(10)
