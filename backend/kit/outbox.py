"""The transactional outbox: an event is written with the change it tells, and sent from there.

A change and its event are kept together or not at all; the relay sends every event at least once, and
those of one incident in the order of their versions.
"""

import threading
from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any
from uuid import UUID

import structlog
from pymongo.errors import PyMongoError

from backend.kit.causes import Cause
from backend.kit.lease import Lease
from backend.kit.mongo import Database, DatabaseUnavailable
from shared.clock import utc_now
from shared.contracts.envelope import Content, Envelope
from shared.contracts.topology import EVENTS
from shared.ids import uuid7
from shared.messaging.ports import BrokerUnavailableError, Publisher, RefusedError, UnroutableError

log = structlog.stdlib.get_logger(__name__)

BATCH = 500
WATCH_MS = 1000
CONFIRM_S = 10.0
PAUSE_S = 0.5
_UNSENT = (BrokerUnavailableError, RefusedError, UnroutableError, TimeoutError)


def outbox_document(event: Content, key: str, source: str, cause: Cause) -> dict[str, Any]:
    """Return what to insert into the collection ``outbox``, in the transaction of the change itself."""
    now = utc_now()
    envelope = Envelope.wrap(
        event,
        id=uuid7(now),
        source=f"/{source}",
        time=now,
        correlationid=cause.correlation_id,
        causationid=cause.id,
    )
    return {"_id": envelope.id, "version": envelope.version, "key": key, "body": envelope.to_json()}


class OutboxRelay:
    """Sends what is in a database's outbox, as soon as it is committed, and removes what the broker has.

    It is woken by the database's change stream, and reads the outbox in the order of versions, which
    keeps the order within each incident whatever the order of the commits. One relay works at a time.
    """

    def __init__(self, database: Database, publisher: Publisher) -> None:
        self._database = database
        self._outbox = database["outbox"]
        self._publisher = publisher
        self._lease = Lease(database, "outbox")
        self._stopping = threading.Event()
        self.sent = 0

    def stop(self) -> None:
        """Finish what is under way and end; callable from a signal handler or another thread."""
        self._stopping.set()

    def run(self) -> None:
        """Relay until ``stop`` is called; an outage of the database or the broker is waited for."""
        while not self._stopping.is_set():
            try:
                self._watch()
            except (PyMongoError, DatabaseUnavailable) as error:
                log.warning("the outbox can't be read", reason=type(error).__name__)
                self._stopping.wait(PAUSE_S)
        try:
            self._lease.give_up()
        except PyMongoError:
            log.info("the lease could not be given up and will run out")

    def _watch(self) -> None:
        """Send what is there, then what comes; the stream is opened first, so nothing falls between."""
        inserts: list[Mapping[str, Any]] = [{"$match": {"operationType": "insert"}}]
        with self._outbox.watch(inserts, max_await_time_ms=WATCH_MS) as stream:
            pending, sent = True, set[UUID]()
            while not self._stopping.is_set():
                if not self._lease.hold():
                    pending = True
                    self._stopping.wait(PAUSE_S)
                    continue
                if pending:
                    sent = self.drain()
                change = stream.try_next()
                # A batch makes one notice an event; those of events that are gone already are skipped.
                pending = change is not None and change["documentKey"]["_id"] not in sent

    def drain(self) -> set[UUID]:
        """Send all that waits, batch by batch; return the ids of the last events sent."""
        sent: set[UUID] = set()
        while batch := list(self._outbox.find().sort("version", 1).limit(BATCH)):
            confirmed = self._send(batch)
            if confirmed:
                sent = set(confirmed)
                self._outbox.delete_many({"_id": {"$in": confirmed}})
                self.sent += len(confirmed)
            if len(confirmed) < len(batch) and self._stopping.wait(PAUSE_S):
                break
        return sent

    def _send(self, batch: list[dict[str, Any]]) -> list[UUID]:
        """Publish a batch, pipelined, and return the ids up to the first that the broker did not take.

        What follows a failure is sent again behind it, so that no version overtakes an earlier one.
        """
        futures: list[tuple[UUID, Future[None]]] = []
        for document in batch:
            envelope = Envelope.parse(document["body"])
            futures.append((document["_id"], self._publisher.publish(EVENTS, document["key"], envelope)))
        confirmed: list[UUID] = []
        for event_id, future in futures:
            try:
                future.result(CONFIRM_S)
            except _UNSENT as error:
                log.warning("an event was not taken and is sent again", reason=str(error))
                break
            confirmed.append(event_id)
        return confirmed
