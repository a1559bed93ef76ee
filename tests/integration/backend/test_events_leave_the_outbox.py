"""The relay on the real database: every event at least once, in the order of versions, by one relay."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.monitoring import CommandListener, CommandStartedEvent

from backend.incidents.store import IncidentStore
from backend.kit.lease import Lease
from backend.kit.mongo import Database
from backend.kit.outbox import OutboxRelay
from shared.contracts.envelope import Envelope
from shared.contracts.events import IncidentEvent
from shared.contracts.topology import EVENTS, event_key
from shared.messaging.ports import BrokerUnavailableError, RefusedError, UnroutableError
from tests.support.openings import first_change
from tests.support.outbox import Post, add, write
from tests.support.silence import ExpectedLog
from tests.support.waiting import eventually

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.kit.outbox.PAUSE_S", 0.01)
    monkeypatch.setattr("backend.kit.outbox.WATCH_MS", 100)


@pytest.fixture
def store(database: Database) -> IncidentStore:
    store = IncidentStore(database, "resolution")
    store.prepare()
    return store


@contextmanager
def running(relay: OutboxRelay) -> Iterator[threading.Thread]:
    """Run a relay for as long as the block lasts."""
    thread = threading.Thread(target=relay.run)
    thread.start()
    try:
        yield thread
    finally:
        relay.stop()
        thread.join(20)
        assert not thread.is_alive()


def waiting(database: Database) -> int:
    """Count the events that are not sent yet."""
    return database["outbox"].count_documents({})


def test_what_waits_is_sent_with_its_key_and_removed(store: IncidentStore, database: Database) -> None:
    incident_id, post = write(store), Post()
    relay = OutboxRelay(database, post)
    relay.drain()
    assert post.taken == [(incident_id, 1)]
    assert post.keys == {(EVENTS, "incident.opened.damaged.normal")}
    assert waiting(database) == 0
    assert relay.sent == 1


def test_each_incidents_events_go_out_in_the_order_of_their_versions(
    store: IncidentStore, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.kit.outbox.BATCH", 4)
    ids = [write(store, comments=4) for _ in range(3)]
    post = Post()
    OutboxRelay(database, post).drain()
    assert [post.of(incident_id) for incident_id in ids] == [[1, 2, 3, 4, 5]] * 3


class Trips(CommandListener):
    """Counts how often the outbox is asked for the rest of what it was asked for."""

    def __init__(self) -> None:
        self.asked = {"find": 0, "getMore": 0}

    def started(self, event: CommandStartedEvent) -> None:
        if "outbox" in (event.command.get("find"), event.command.get("collection")):
            self.asked[event.command_name] += 1

    def succeeded(self, event: object) -> None:
        """Of no interest."""

    def failed(self, event: object) -> None:
        """Of no interest."""


def test_a_batch_comes_in_one_answer(
    store: IncidentStore, database: Database, database_uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.kit.outbox.BATCH", 120)
    store.open_many([first_change() for _ in range(130)])
    trips = Trips()
    with MongoClient[dict[str, Any]](database_uri, event_listeners=[trips]) as client:
        watched = client.get_default_database(codec_options=database.codec_options)
        OutboxRelay(watched, Post()).drain()
    assert trips.asked == {"find": 3, "getMore": 0}


@pytest.mark.parametrize(
    "error", [BrokerUnavailableError("away"), RefusedError("full"), UnroutableError("no")]
)
def test_what_the_broker_did_not_take_stays_and_goes_out_later_in_order(
    store: IncidentStore, database: Database, expected_log: ExpectedLog, error: Exception
) -> None:
    expected_log("events were not taken and are sent again")
    ids = [write(store, comments=3) for _ in range(2)]
    post, failures = Post(), iter([None, None, error, error, None, error])
    post.fail = lambda _envelope: next(failures, None)
    relay = OutboxRelay(database, post)
    relay.drain()
    assert waiting(database) == 0
    assert relay.sent == 8
    for incident_id in ids:
        assert post.of(incident_id) == [1, 2, 3, 4]


def test_only_what_was_confirmed_is_removed(
    store: IncidentStore, database: Database, expected_log: ExpectedLog
) -> None:
    expected_log("events were not taken and are sent again")
    write(store, comments=3)
    post = Post()
    post.fail = lambda envelope: BrokerUnavailableError("away") if envelope.version > 2 else None
    relay = OutboxRelay(database, post)
    with running(relay):
        eventually(lambda: relay.sent == 2)
        kept = [Envelope.parse(event["body"]) for event in database["outbox"].find()]
        assert sorted(envelope.version for envelope in kept) == [3, 4]


def test_a_running_relay_sends_what_is_committed_while_it_runs(
    store: IncidentStore, database: Database
) -> None:
    before, post = write(store), Post()
    relay = OutboxRelay(database, post)
    with running(relay):
        eventually(lambda: post.of(before) == [1])
        during = write(store)
        eventually(lambda: post.of(during) == [1])
        add(store, before, comments=3)
        eventually(lambda: post.of(before) == [1, 2, 3, 4])
        eventually(lambda: waiting(database) == 0)
    assert relay.sent == 5


def test_a_stopped_relay_sends_no_more_and_another_resumes(store: IncidentStore, database: Database) -> None:
    first, second = Post(), Post()
    with running(OutboxRelay(database, first)):
        incident_id = write(store)
        eventually(lambda: first.of(incident_id) == [1])
    add(store, incident_id, comments=2)
    assert first.of(incident_id) == [1]
    with running(OutboxRelay(database, second)):
        eventually(lambda: second.of(incident_id) == [2, 3])


def test_of_two_relays_one_works_and_the_other_takes_over_when_it_stops(
    store: IncidentStore, database: Database
) -> None:
    first, second = Post(), Post()
    incident_id = write(store)
    with running(OutboxRelay(database, second)):
        eventually(lambda: second.of(incident_id) == [1])
        with running(OutboxRelay(database, first)):
            add(store, incident_id, comments=5)
            eventually(lambda: second.of(incident_id) == [1, 2, 3, 4, 5, 6])
            assert first.taken == []
    # The lease was given up, so that nobody waits for it to run out.
    with running(OutboxRelay(database, first)):
        add(store, incident_id)
        eventually(lambda: first.of(incident_id) == [7], within=3)


def test_a_relay_keeps_its_lease_through_an_outage_of_the_broker(
    store: IncidentStore, database: Database, monkeypatch: pytest.MonkeyPatch, expected_log: ExpectedLog
) -> None:
    expected_log("events were not taken and are sent again")
    monkeypatch.setattr(
        "backend.kit.outbox.Lease",
        lambda database, task: Lease(database, task, lasts=timedelta(milliseconds=300)),
    )
    first, second = Post(), Post()
    attempts: list[int] = []

    def away(envelope: Envelope) -> Exception:
        attempts.append(envelope.version)
        return BrokerUnavailableError("away")

    first.fail = away
    incident_id = write(store)
    with running(OutboxRelay(database, first)):
        eventually(lambda: len(attempts) > 1)
        with running(OutboxRelay(database, second)):
            began = len(attempts)
            eventually(lambda: len(attempts) > began + 50)  # a good deal longer than the lease lasts
            assert second.taken == []
            first.fail = lambda _envelope: None
            eventually(lambda: first.of(incident_id) == [1])
    assert second.taken == []


def test_a_relay_whose_collection_was_dropped_under_it_goes_on_by_itself(
    store: IncidentStore, database: Database, expected_log: ExpectedLog
) -> None:
    expected_log("the outbox can't be watched|the outbox can't be read")
    post = Post()
    with running(OutboxRelay(database, post)):
        before = write(store)
        eventually(lambda: post.of(before) == [1])
        database["outbox"].drop()  # which ends its change stream
        store.prepare()
        after = write(store)
        eventually(lambda: post.of(after) == [1])


def test_an_event_is_kept_under_the_key_of_its_contract(store: IncidentStore, database: Database) -> None:
    write(store, comments=1)
    for document in database["outbox"].find():
        content = Envelope.parse(document["body"]).content()
        assert isinstance(content, IncidentEvent)
        assert document["key"] == event_key(content)
