"""An event that the broker never takes: others pass it at once, and at last it is set aside, loudly."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from uuid import UUID

import pytest

from backend.incidents.store import IncidentStore
from backend.kit.mongo import Database
from backend.kit.outbox import REFUSED, OutboxRelay
from shared.contracts.envelope import Envelope
from shared.messaging.ports import BrokerUnavailableError, RefusedError, UnroutableError
from tests.support.outbox import Post, add, write
from tests.support.silence import ExpectedLog
from tests.support.waiting import eventually

pytestmark = pytest.mark.database
FAULTS = 4


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.kit.outbox.PAUSE_S", 0.01)
    monkeypatch.setattr("backend.kit.outbox.WATCH_MS", 100)
    monkeypatch.setattr("backend.kit.suspects.MOST_FAULTS", FAULTS)


@pytest.fixture
def store(database: Database) -> IncidentStore:
    store = IncidentStore(database, "resolution")
    store.prepare()
    return store


@contextmanager
def relaying(database: Database, post: Post) -> Iterator[None]:
    relay = OutboxRelay(database, post)
    thread = Thread(target=relay.run)
    thread.start()
    try:
        yield
    finally:
        relay.stop()
        thread.join(20)


class Never(Post):
    """Takes all but one incident's first event, and notes after how many others it was asked to."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.refused: UUID | None = None
        self.asked_after: list[int] = []
        self.error = error
        self.fail = self._fail

    def _fail(self, envelope: Envelope) -> Exception | None:
        if envelope.subject != self.refused or envelope.version > 1:
            return None
        self.asked_after.append(len(self.taken))
        return self.error


def set_aside() -> float:
    return REFUSED._value.get()


def go_on(store: IncidentStore, post: Post, other: UUID, times: int) -> None:
    """Have something happen to another incident so often, each time when the last was told."""
    for _ in range(times):
        told = len(post.of(other))
        add(store, other)
        eventually(lambda: len(post.of(other)) > told)  # noqa: B023


@pytest.mark.parametrize(
    "error", [UnroutableError("no"), BrokerUnavailableError("404"), RefusedError("full")]
)
def test_others_pass_it_with_all_their_versions_and_its_own_wait_for_it(
    store: IncidentStore, database: Database, expected_log: ExpectedLog, error: Exception
) -> None:
    expected_log("events were not taken and are sent again")
    post = Never(error)
    post.refused = write(store, comments=2)
    others = [write(store, comments=3) for _ in range(3)]
    with relaying(database, post):
        eventually(lambda: [post.of(other) for other in others] == [[1, 2, 3, 4]] * 3)
        assert sum(taken < 12 for taken in post.asked_after) == 1
        assert post.of(post.refused) == []


@pytest.mark.parametrize("error", [UnroutableError("no"), BrokerUnavailableError("404")])
def test_what_fails_again_and_again_while_others_do_not_is_set_aside_and_its_incident_goes_on(
    store: IncidentStore, database: Database, expected_log: ExpectedLog, error: Exception
) -> None:
    expected_log("events were not taken and are sent again")
    expected_log("an event can't be sent and is set aside")
    post, before = Never(error), set_aside()
    post.refused = write(store, comments=2)
    other = write(store)
    with relaying(database, post):
        go_on(store, post, other, FAULTS)
        eventually(lambda: post.of(post.refused) == [2, 3] if post.refused else False)
        eventually(lambda: database["outbox"].count_documents({}) == 0)
    [aside] = database["outbox_refused"].find()
    assert Envelope.unseal(aside["body"]).subject == post.refused
    assert (aside["reason"], set_aside() - before) == (str(error), 1)


@pytest.mark.parametrize("error", [RefusedError("full"), TimeoutError()])
def test_what_a_queue_refuses_or_leaves_unconfirmed_is_nobodys_fault_and_waits_as_long_as_it_takes(
    store: IncidentStore, database: Database, expected_log: ExpectedLog, error: Exception
) -> None:
    expected_log("events were not taken and are sent again")
    post = Never(error)
    post.refused = write(store, comments=1)
    other = write(store)
    with relaying(database, post):
        go_on(store, post, other, FAULTS * 2)
        assert database["outbox_refused"].count_documents({}) == 0
        subject, post.refused = post.refused, None
        eventually(lambda: post.of(subject) == [1, 2])


def test_an_outage_of_the_broker_sets_nothing_aside(
    store: IncidentStore, database: Database, expected_log: ExpectedLog
) -> None:
    expected_log("events were not taken and are sent again")
    incidents, post, asked = [write(store, comments=1) for _ in range(3)], Post(), []

    def away(envelope: Envelope) -> Exception:
        asked.append(envelope.version)
        return BrokerUnavailableError("away")

    post.fail = away
    with relaying(database, post):
        eventually(lambda: len(asked) > FAULTS * 10)
        post.fail = lambda _envelope: None
        eventually(lambda: [post.of(each) for each in incidents] == [[1, 2]] * 3)
    assert database["outbox_refused"].count_documents({}) == 0
