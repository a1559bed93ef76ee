"""Of several processes one follows the events, and another takes over, with the same figures."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Thread
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from backend.incidents.store import IncidentStore
from backend.kit.lease import Lease
from backend.kit.mongo import Database, connect
from backend.metrics.following import Follower, NotReadyError, Parts, Shown
from backend.metrics.rebuilding import LASTS, rebuild
from backend.metrics.records import RecordStore
from backend.metrics.store import FactsStore
from shared.clock import utc_now
from shared.contracts.envelope import Envelope
from shared.contracts.topology import EVENTS, event_key, events_queue
from shared.ids import uuid7
from shared.messaging.memory import MemoryBroker, MemoryInbox, MemoryPublisher
from tests.support.openings import first_change
from tests.support.waiting import eventually

pytestmark = pytest.mark.database


class Process:
    """One process with its own connections, on a thread."""

    def __init__(self, broker: MemoryBroker, incidents: Database, own: Database) -> None:
        self.shown = Shown()
        parts = Parts(
            store=FactsStore(own),
            source=RecordStore(incidents),
            lease=Lease(own, "figures", timedelta(seconds=2)),
            rebuild_lease=Lease(own, "rebuild", LASTS),
            make_inbox=lambda: MemoryInbox(broker, "metrics", queue=events_queue("metrics")),
            clock=utc_now,
            zone=ZoneInfo("Europe/Madrid"),
        )
        self._follower = Follower(parts, self.shown)
        self._thread = Thread(target=self._follower.run)

    def __enter__(self) -> "Process":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._follower.stop()
        self._thread.join()

    def counted(self) -> int | None:
        """Return how many things are counted; None while there are no figures."""
        try:
            return self.shown.board().ledger.rows
        except NotReadyError:
            return None


class Shop:
    """Opens incidents, and tells of it."""

    def __init__(self, incidents: Database, own: Database) -> None:
        self.incidents, self.own = incidents, own
        self.broker = MemoryBroker()
        self._store = IncidentStore(incidents, "intake")
        self._store.prepare()
        self._publisher = MemoryPublisher(self.broker)

    def open(self) -> None:
        change, cause = first_change(utc_now())
        self._store.open_many([(change, cause)])
        event, now = change.event, utc_now()
        envelope = Envelope.wrap(event, id=uuid7(now), source="/x", time=now, correlationid=uuid4())
        self._publisher.publish(EVENTS, event_key(event), envelope).result(1)

    def process(self) -> Process:
        return Process(self.broker, self.incidents, self.own)


@pytest.fixture
def shop(database: Database, database_uri: str) -> Iterator[Shop]:
    own = connect(database_uri.replace("/test_", "/own_"))
    yield Shop(database, own)
    own.client.drop_database(own.name)
    own.client.close()


def test_without_figures_they_are_made_from_the_incidents(shop: Shop) -> None:
    shop.open()
    with shop.process() as process:
        eventually(lambda: process.counted() == 1)
        shop.open()
        eventually(lambda: process.counted() == 2)


def test_another_takes_over_where_the_first_has_ended(shop: Shop) -> None:
    with shop.process() as first:
        eventually(lambda: first.counted() == 0)
        with shop.process() as second:
            shop.open()
            eventually(lambda: first.counted() == 1)
            assert second.counted() is None
            first.__exit__()
            eventually(lambda: second.counted() == 1)
            shop.open()
            eventually(lambda: second.counted() == 2)


def test_figures_made_anew_are_taken_up_by_themselves(shop: Shop) -> None:
    with shop.process() as process:
        eventually(lambda: process.counted() == 0)
        before = process.shown.board()
        source, lease = RecordStore(shop.incidents), Lease(shop.own, "rebuild", LASTS)
        rebuild(FactsStore(shop.own), source, lease, utc_now, lambda: True)
        eventually(lambda: process.counted() == 0 and process.shown.board() is not before)
        shop.open()
        eventually(lambda: process.counted() == 1)
