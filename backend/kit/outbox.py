"""The transactional outbox: an event is written with the change it tells, and sent from there.

A change and its event are kept together or not at all; the relay sends every event at least once, and
those of one incident in the order of their versions.
"""

import threading
from collections.abc import Mapping
from concurrent.futures import wait
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

import structlog
from prometheus_client import Counter
from pymongo.errors import PyMongoError

from backend.kit.causes import Cause
from backend.kit.lease import Lease
from backend.kit.mongo import Database, DatabaseUnavailable
from shared.clock import utc_now
from shared.contracts.envelope import Content, Envelope, MalformedMessageError
from shared.contracts.topology import EVENTS
from shared.ids import uuid7
from shared.messaging.ports import BrokerUnavailableError, Publisher, RefusedError, UnroutableError

log = structlog.stdlib.get_logger(__name__)

BATCH = 500
WATCH_MS = 1000
CONFIRM_S = 10.0
PAUSE_S = 0.5
REFUSED = Counter("outbox_refused", "Events that are no envelope and were set aside in outbox_refused")
_UNSENT = (BrokerUnavailableError, RefusedError, UnroutableError, TimeoutError)


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
            sent = self._send_in_waves(batch)
            self._outbox.delete_many({"_id": {"$in": list(sent)}})
            self.sent += len(sent)
            if len(sent) < len(batch):
                self._stopping.wait(PAUSE_S)
        return sent

    def _next_batch(self) -> list[dict[str, Any]]:
        """Read in one answer: by default the first one has 101 documents, and the rest costs another trip."""
        # One more than the limit, or the server keeps the cursor open for an end that is already told.
        return list(self._outbox.find().sort("version", 1).limit(BATCH).batch_size(BATCH + 1))

    def _may_go_on(self) -> bool:
        """Renew the lease before each batch: through a long outage of the broker it would run out."""
        return not self._stopping.is_set() and self._lease.hold()

    def _send_in_waves(self, batch: list[dict[str, Any]]) -> set[UUID]:
        """Send a batch and return the ids of what the broker took.

        A wave has one event of each incident, and the next one follows when it was taken whole: so no
        version overtakes an earlier one, whatever fails.
        """
        sent: set[UUID] = set()
        for wave in _waves(self._unseal(batch)):
            taken = self._send(wave)
            sent |= taken
            if len(taken) < len(wave):
                break
        return sent

    def _unseal(self, batch: list[dict[str, Any]]) -> list["_Event"]:
        """Open a batch; what is no envelope at all is set aside, loudly, and holds up nobody else."""
        events = []
        for document in batch:
            try:
                events.append(_Event.of(document))
            except (MalformedMessageError, KeyError, TypeError) as error:
                log.exception("an event can't be sent and is set aside", document=str(document["_id"]))
                REFUSED.inc()
                self._refused.replace_one(
                    {"_id": document["_id"]}, {**document, "reason": str(error)}, upsert=True
                )
                self._outbox.delete_one({"_id": document["_id"]})
        return events

    def _send(self, wave: list["_Event"]) -> set[UUID]:
        """Publish events, pipelined, and return the ids of those that the broker took."""
        futures = [
            (event, self._publisher.publish(event.exchange, event.key, event.envelope)) for event in wave
        ]
        wait([future for _, future in futures], CONFIRM_S)
        taken: set[UUID] = set()
        reason = ""
        for event, future in futures:
            try:
                future.result(0)
            except _UNSENT as error:
                reason = str(error) or type(error).__name__
            else:
                taken.add(event.id)
        if reason:
            log.warning(
                "events were not taken and are sent again", reason=reason, left=len(wave) - len(taken)
            )
        return taken


@dataclass(frozen=True, slots=True)
class _Event:
    """What waits in the outbox: an event, or a command that follows from the change."""

    id: UUID
    exchange: str
    key: str
    envelope: Envelope

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """Open a document; raise MalformedMessageError, KeyError or TypeError where it is none of ours."""
        envelope = Envelope.unseal(document["body"])
        return cls(document["_id"], document.get("exchange", EVENTS), document["key"], envelope)


def _waves(batch: list[_Event]) -> list[list[_Event]]:
    """Deal events, the lower versions first, so that no wave has two of one incident."""
    waves: list[list[_Event]] = []
    seen: dict[UUID, int] = {}
    for event in batch:
        place = seen.get(event.envelope.subject, 0)
        seen[event.envelope.subject] = place + 1
        if place == len(waves):
            waves.append([])
        waves[place].append(event)
    return waves
