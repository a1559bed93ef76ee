"""The loop of every worker, on a broker in memory: what is acknowledged, retried, buried, held."""

import threading
from collections.abc import Callable, Iterator, Sequence
from uuid import uuid4

import pytest

from shared.contracts.commands import ForgetPerson, OpenIncident
from shared.contracts.topology import COMMANDS, RETRY_DELAYS_S, command_key
from shared.messaging.memory import MemoryBroker, MemoryInbox, MemoryPublisher
from shared.messaging.ports import Delivery
from shared.messaging.worker import NotYetError, Task, Worker, WorldError
from tests.support.messages import SAMPLES, enveloped
from tests.support.openings import opening
from tests.support.silence import ExpectedLog
from tests.support.waiting import eventually


class Desk:
    """A worker at the queue of ``intake``, with a handler that a test may change, and what it saw."""

    def __init__(self) -> None:
        self.broker = MemoryBroker()
        self.inbox = MemoryInbox(self.broker, "intake")
        self.worker = Worker("intake", self.inbox, self._handle)
        self.batches: list[list[str]] = []
        self.refuse: Callable[[str], Exception | None] = lambda _subject: None

    def _handle(self, tasks: Sequence[Task]) -> None:
        subjects = [str(task.envelope.subject) for task in tasks]
        self.batches.append(subjects)
        for subject in subjects:
            if error := self.refuse(subject):
                raise error

    def send(self, count: int) -> list[str]:
        """Put openings into the queue and return what they are about."""
        commands = [opening() for _ in range(count)]
        for command in commands:
            MemoryPublisher(self.broker).publish(COMMANDS, command_key(OpenIncident), enveloped(command))
        return [str(command.incident_id) for command in commands]

    def step(self) -> None:
        """Take one batch."""
        self.worker.step(timeout=0.05)

    def hurry(self) -> None:
        """End the pause of everything that waits for its next try."""
        later = self.broker.later
        later["intake.commands"] = [(0.0, delivery) for _, delivery in later["intake.commands"]]

    def left(self) -> int:
        """Count what would come again if this worker were gone."""
        self.inbox.close()
        return len(self.broker.queues["intake.commands"])

    def fail(self, bad: str, error: Exception) -> None:
        """Have one message refused, and only it."""
        self.refuse = lambda subject: error if subject == bad else None


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr("shared.messaging.worker.REST_FIRST_S", 0.001)
    monkeypatch.setattr("shared.messaging.worker.REST_MOST_S", 0.004)
    desk = Desk()
    yield desk
    desk.worker.stop()


def test_a_batch_is_handled_whole_and_acknowledged(desk: Desk) -> None:
    sent = desk.send(3)
    desk.step()
    assert desk.batches == [sent]
    assert desk.worker.handled == 3
    assert desk.left() == 0


def test_without_messages_the_handler_is_not_called(desk: Desk) -> None:
    desk.step()
    assert desk.batches == []


def test_a_malformed_message_is_buried_with_its_reason_and_its_neighbours_are_handled(
    desk: Desk, expected_log: ExpectedLog
) -> None:
    expected_log("buried a malformed message")
    desk.broker.queues["intake.commands"].append(Delivery(b'{"specversion": "0.3"}'))
    sent = desk.send(1)
    desk.step()
    assert desk.batches == [sent]
    (dead,) = desk.broker.dead["intake"]
    assert dead.body == b'{"specversion": "0.3"}'
    assert dead.reason.startswith("malformed: specversion: Input should be '1.0'")
    assert desk.worker.buried == 1
    assert desk.left() == 0


def test_a_command_under_the_key_of_another_is_buried(desk: Desk, expected_log: ExpectedLog) -> None:
    expected_log("buried a malformed message")
    forged = enveloped(SAMPLES[ForgetPerson.TYPE]).to_json()
    assert desk.broker.route(COMMANDS, command_key(OpenIncident), forged)
    desk.step()
    assert desk.batches == []
    (dead,) = desk.broker.dead["intake"]
    assert dead.reason == "malformed: person.forget came as incident.open"


def test_a_failed_batch_is_tried_one_by_one_and_only_the_bad_one_comes_back(
    desk: Desk, expected_log: ExpectedLog
) -> None:
    expected_log("a message failed")
    first, bad, last = desk.send(3)
    desk.fail(bad, RuntimeError("no"))
    desk.step()
    assert desk.batches == [[first, bad, last], [first], [bad], [last]]
    assert desk.worker.handled == 2
    assert desk.left() == 0
    ((_, delivery),) = desk.broker.later["intake.commands"]
    assert delivery.attempt == 2


def test_a_message_that_fails_to_the_end_is_buried_with_its_error(
    desk: Desk, expected_log: ExpectedLog
) -> None:
    expected_log("a message failed")
    (bad,) = desk.send(1)
    desk.fail(bad, RuntimeError("the number of the order is odd"))
    for _ in RETRY_DELAYS_S:
        desk.step()
        desk.hurry()
    assert desk.broker.dead["intake"] == []
    desk.step()
    (dead,) = desk.broker.dead["intake"]
    assert dead.reason == "RuntimeError: the number of the order is odd"
    assert desk.worker.buried == 1
    assert desk.broker.later["intake.commands"] == []


def test_what_builds_on_a_message_that_has_not_come_yet_waits_for_it(desk: Desk) -> None:
    (early,) = desk.send(1)
    desk.fail(early, NotYetError("not open yet"))
    for _ in range(len(RETRY_DELAYS_S) + 5):
        desk.step()
        desk.hurry()
    assert desk.broker.dead["intake"] == []
    desk.refuse = lambda _subject: None
    desk.step()
    assert desk.worker.handled == 1


def test_to_wait_is_no_failure_so_every_try_is_left_afterwards(desk: Desk, expected_log: ExpectedLog) -> None:
    expected_log("a message failed")
    (early,) = desk.send(1)
    desk.fail(early, NotYetError("not open yet"))
    for _ in range(len(RETRY_DELAYS_S) + 1):
        desk.step()
        desk.hurry()
    desk.fail(early, RuntimeError("no"))
    for _ in RETRY_DELAYS_S:
        desk.step()
        desk.hurry()
    assert desk.broker.dead["intake"] == []
    desk.step()
    assert [dead.reason for dead in desk.broker.dead["intake"]] == ["RuntimeError: no"]


def test_who_waits_in_vain_for_a_day_is_buried_and_it_is_told(
    desk: Desk, expected_log: ExpectedLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.messaging.memory.POSTPONED_MOST", 3)
    expected_log("a message waited in vain")
    (early,) = desk.send(1)
    desk.fail(early, NotYetError("not open yet"))
    for _ in range(4):
        desk.step()
        desk.hurry()
    assert [dead.reason for dead in desk.broker.dead["intake"]] == ["too early: not open yet"]
    assert desk.worker.buried == 1


def test_while_the_world_is_broken_the_batch_is_held_and_then_handled(
    desk: Desk, expected_log: ExpectedLog
) -> None:
    expected_log("waiting for the world")
    sent = desk.send(2)
    outages = iter([WorldError("the database is away")] * 5)
    desk.refuse = lambda _subject: next(outages, None)
    desk.step()
    assert desk.batches == [sent] * 6
    assert desk.worker.handled == 2
    assert desk.left() == 0


def test_a_batch_that_fails_for_itself_after_an_outage_is_still_taken_apart(
    desk: Desk, expected_log: ExpectedLog
) -> None:
    expected_log("waiting for the world|a message failed")
    good, bad = desk.send(2)
    outages = iter([WorldError("the database is away")])
    desk.refuse = lambda subject: next(outages, RuntimeError("no") if subject == bad else None)
    desk.step()
    assert desk.batches[-2:] == [[good], [bad]]
    assert len(desk.broker.later["intake.commands"]) == 1
    assert desk.left() == 0


def test_an_outage_in_the_middle_of_one_by_one_is_waited_for(desk: Desk, expected_log: ExpectedLog) -> None:
    expected_log("waiting for the world|a message failed")
    bad, good = desk.send(2)
    plan = {bad: iter([ValueError("no")] * 2), good: iter([WorldError("away")] * 2)}
    desk.refuse = lambda subject: next(plan[subject], None)
    desk.step()
    assert desk.worker.handled == 1
    assert len(desk.broker.later["intake.commands"]) == 1
    assert desk.left() == 0


def test_stopping_ends_a_wait_for_the_world_and_gives_the_batch_back(
    desk: Desk, expected_log: ExpectedLog
) -> None:
    expected_log("waiting for the world")
    sent = desk.send(2)
    desk.refuse = lambda _subject: WorldError("the database is away")
    thread = threading.Thread(target=desk.worker.run)
    thread.start()
    eventually(lambda: len(desk.batches) > 2, every=0.001)
    desk.worker.stop()
    thread.join(5)
    assert not thread.is_alive()
    assert desk.worker.handled == 0
    assert len(desk.broker.queues["intake.commands"]) == len(sent)


def test_a_worker_works_until_it_is_told_to_stop(desk: Desk) -> None:
    thread = threading.Thread(target=desk.worker.run)
    thread.start()
    desk.send(5)
    eventually(lambda: desk.worker.handled == 5, every=0.001)
    desk.send(5)
    eventually(lambda: desk.worker.handled == 10, every=0.001)
    desk.worker.stop()
    thread.join(5)
    assert not thread.is_alive()


def test_nothing_that_failed_is_ever_acknowledged(desk: Desk, expected_log: ExpectedLog) -> None:
    expected_log("a message failed")
    sent = desk.send(20)
    desk.refuse = lambda subject: ValueError("no") if subject in sent[::2] else None
    desk.step()
    waiting = [delivery.body.decode() for _, delivery in desk.broker.later["intake.commands"]]
    assert len(waiting) == 10
    assert all(any(subject in body for body in waiting) for subject in sent[::2])


def test_the_log_about_one_message_carries_its_correlation_id(desk: Desk, expected_log: ExpectedLog) -> None:
    expected_log("a message failed")
    ids = []
    for command in (opening(), opening()):
        ids.append(uuid4())
        envelope = enveloped(command).model_copy(update={"correlationid": ids[-1]})
        MemoryPublisher(desk.broker).publish(COMMANDS, command_key(OpenIncident), envelope)
    desk.refuse = lambda _subject: RuntimeError("no")
    desk.step()
    for own, other, text in zip(ids, reversed(ids), expected_log.texts(), strict=True):
        assert str(own) in text
        assert str(other) not in text
