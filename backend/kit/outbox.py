"""The transactional outbox: an event is written with the change it tells, and sent from there.

A change and its event are kept together or not at all; the relay sends every event at least once, and
those of one incident in the order of their versions.
"""

import threading
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import structlog
from prometheus_client import Counter
from pymongo.errors import PyMongoError

from backend.kit.causes import Cause
from backend.kit.lease import Lease
from backend.kit.mongo import Database, DatabaseUnavailable
from backend.kit.outbox_rounds import Rounds, Waiting
from shared.clock import utc_now
from shared.contracts.envelope import Content, Envelope, MalformedMessageError
from shared.contracts.topology import EVENTS
from shared.ids import uuid7
from shared.messaging.ports import Publisher

log = structlog.stdlib.get_logger(__name__)

BATCH = 500
WATCH_MS = 1000
PAUSE_S = 0.5
REFUSED = Counter("outbox_refused", "Events that can't be sent and were set aside in outbox_refused")


def outbox_document(
    content: Content, key: str, source: str, cause: Cause, *, exchange: str = EVENTS
) -> dict[str, Any]:
    """Return what to insert into the collection ``outbox``, in the transaction of the change itself."""
    now = utc_now()
    envelope = Envelope.wrap(
        content,
        id=uuid7(now),
        source=f"/{source}",
        time=now,
        correlationid=cause.correlation_id,
        causationid=cause.id,
    )
    names = {"exchange": exchange, "key": key, "version": envelope.version}
    return {"_id": envelope.id, **names, "body": envelope.to_json()}


class OutboxRelay:
    """Sends what is in a database's outbox, as soon as it is committed, and removes what the broker has.

    It is woken by the database's change stream, and reads the outbox in the order of versions, which
    keeps the order within each incident whatever the order of the commits. One relay works at a time.
    """

    def __init__(self, database: Database, publisher: Publisher) -> None:
        self._database = database
        self._outbox = database["outbox"]
        self._refused = database["outbox_refused"]
        self._rounds = Rounds(publisher)
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
                self._pause("the outbox can't be read", type(error).__name__)
        try:
            self._lease.give_up()
        except PyMongoError:
            log.info("the lease could not be given up and will run out")

    def _watch(self) -> None:
        """Send what is there, then what comes; the stream is opened first, so nothing falls between."""
        inserts: list[Mapping[str, Any]] = [{"$match": {"operationType": "insert"}}]
        with self._outbox.watch(inserts, max_await_time_ms=WATCH_MS) as stream:
            pending, sent = True, set[UUID]()
            while stream.alive and not self._stopping.is_set():
                if not self._lease.hold():
                    pending = True
                    self._stopping.wait(PAUSE_S)
                    continue
                if pending:
                    sent = self.drain()
                change = stream.try_next()
                # A batch makes one notice an event; those of events that are gone already are skipped.
                pending = change is not None and change["documentKey"]["_id"] not in sent
        if not self._stopping.is_set():  # the collection was dropped, as a restored backup does
            self._pause("the outbox can't be watched", "its change stream ended")

    def _pause(self, what: str, reason: str) -> None:
        log.warning(what, reason=reason)
        self._stopping.wait(PAUSE_S)

    def drain(self) -> set[UUID]:
        """Send all that waits, batch by batch, while the lease is ours; return the ids of the last batch."""
        sent: set[UUID] = set()
        while self._may_go_on() and (batch := self._next_batch()):
            done = self._rounds.send(self._unseal(batch))
            sent = done.taken
            self._outbox.delete_many({"_id": {"$in": list(sent)}})
            self.sent += len(sent)
            for document in batch:
                if reason := done.hopeless.get(document["_id"]):
                    self._set_aside(document, reason)
            if done.failed:
                left = len(batch) - len(sent)
                log.warning("events were not taken and are sent again", reason=done.reason, left=left)
                self._stopping.wait(PAUSE_S)
        return sent

    def _next_batch(self) -> list[dict[str, Any]]:
        """Read in one answer: by default the first one has 101 documents, and the rest costs another trip."""
        # One more than the limit, or the server keeps the cursor open for an end that is already told.
        return list(self._outbox.find().sort("version", 1).limit(BATCH).batch_size(BATCH + 1))

    def _may_go_on(self) -> bool:
        """Renew the lease before each batch: through a long outage of the broker it would run out."""
        return not self._stopping.is_set() and self._lease.hold()

    def _unseal(self, batch: list[dict[str, Any]]) -> list[Waiting]:
        """Open a batch; what is no envelope at all is set aside, and holds up nobody else."""
        opened = []
        for document in batch:
            try:
                opened.append(Waiting.of(document))
            except (MalformedMessageError, KeyError, TypeError) as error:
                self._set_aside(document, str(error))
        return opened

    def _set_aside(self, document: dict[str, Any], reason: str) -> None:
        """Put what can't be sent where a person finds it; told loudly, for everybody misses it."""
        identity = {"_id": document["_id"]}
        log.error("an event can't be sent and is set aside", document=str(document["_id"]), reason=reason)
        REFUSED.inc()
        self._refused.replace_one(identity, {**document, "reason": reason}, upsert=True)
        self._outbox.delete_one(identity)
