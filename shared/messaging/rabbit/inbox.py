"""Consuming a work queue: prefetched batches, each message settled, delayed retries, a dead queue."""

import time
from datetime import UTC, datetime
from typing import Any

import pika
import structlog
from pika.adapters.blocking_connection import BlockingChannel

from shared.contracts.topology import (
    DEAD,
    POSTPONED_MOST,
    RETRY_DELAYS_S,
    commands_queue,
    pause_before,
    retry_exchange,
    retry_queue,
)
from shared.messaging.ports import Delivery
from shared.messaging.rabbit.connection import CONNECTION_ERRORS, back_off, parameters, why

log = structlog.stdlib.get_logger(__name__)
ATTEMPT = "x-attempt"
POSTPONED = "x-postponed"
SUSPECT = 2
"""What came back unsettled so often may be what takes its workers down: it is taken alone."""
KEY = "key"
"""Header with the routing key under which a message first came; a retry queue sends it back under another."""


class RabbitInbox:
    """An Inbox on a queue of one service, that of its commands unless another is named.

    ``most`` is the largest batch it hands out.
    """

    def __init__(self, url: str, service: str, most: int = 200, queue: str | None = None) -> None:
        self._parameters = parameters(url, service)
        self._service = service
        self._queue = queue or commands_queue(service)
        self._most = most
        self._arrived: list[Delivery] = []
        self._connection: pika.BlockingConnection | None = None
        self._channel: BlockingChannel | None = None
        self._side: BlockingChannel | None = None
        self._delays = back_off()
        self._generation = 0
        self._consumer = ""
        self._prefetch = 1
        self._suspects = 0

    def receive(self, timeout: float) -> list[Delivery]:
        """See Inbox."""
        try:
            connection = self._connected()
            if not self._arrived:
                connection.process_data_events(time_limit=timeout)
            self._check_open()
            if self._arrived and not self._suspects and self._prefetch == 1:
                self._consume(self._most)
            self._suspects = 0
        except CONNECTION_ERRORS as error:
            self._lost(error)
        batch, self._arrived = self._arrived[: self._most], self._arrived[self._most :]
        return batch

    def done(self, delivery: Delivery) -> None:
        """See Inbox."""
        generation, tag = delivery.receipt[:2]
        if generation != self._generation or self._channel is None:
            return  # it came over a connection that is gone, so it comes again
        try:
            self._channel.basic_ack(tag)
        except CONNECTION_ERRORS as error:
            self._lost(error)

    def retry(self, delivery: Delivery, reason: str) -> bool:
        """See Inbox."""
        if delivery.attempt > len(RETRY_DELAYS_S):
            self.bury(delivery, reason)
            return False
        counts = {ATTEMPT: delivery.attempt + 1, POSTPONED: delivery.postponed}
        self._put_off(delivery, pause_before(delivery.attempt), counts)
        return True

    def postpone(self, delivery: Delivery, reason: str) -> bool:
        """See Inbox."""
        if delivery.postponed >= POSTPONED_MOST:
            self.bury(delivery, reason)
            return False
        counts = {ATTEMPT: delivery.attempt, POSTPONED: delivery.postponed + 1}
        self._put_off(delivery, pause_before(delivery.postponed + 1), counts)
        return True

    def bury(self, delivery: Delivery, reason: str) -> None:
        """See Inbox."""
        headers = {"reason": reason[:500], "queue": self._queue, ATTEMPT: delivery.attempt}
        headers["failed-at"] = datetime.now(UTC).isoformat(timespec="seconds")
        headers[KEY] = delivery.key
        self._move(delivery, DEAD, self._service, headers)

    def rest(self, seconds: float) -> None:
        """See Inbox."""
        until = time.monotonic() + seconds
        try:
            if self._connection is not None:
                self._connection.sleep(seconds)
        except CONNECTION_ERRORS as error:
            self._lost(error)
        time.sleep(max(0.0, until - time.monotonic()))

    def is_connected(self) -> bool:
        """See Inbox."""
        return self._channel is not None and self._channel.is_open

    def close(self) -> None:
        """See Inbox."""
        connection, self._connection, self._channel = self._connection, None, None
        self._consumer = ""
        self._arrived.clear()
        self._generation += 1
        if connection is not None and connection.is_open:
            try:
                connection.close()
            except CONNECTION_ERRORS:
                log.debug("the connection was gone before it was closed", service=self._service)

    def _connected(self) -> pika.BlockingConnection:
        if self._connection is None:
            self._connection = pika.BlockingConnection(self._parameters)
            self._side = self._connection.channel()
            self._side.confirm_delivery()
            self._channel = self._connection.channel()
            # One alone at first: if it takes the worker down each time, its neighbours don't fall with it.
            self._consume(1)
            self._delays = back_off()
            log.info("connected to the broker", service=self._service)
        return self._connection

    def _consume(self, prefetch: int) -> None:
        """Have so many messages at hand from now on; a limit counts for the consumers that come after it."""
        assert self._channel is not None
        if self._consumer:
            self._channel.basic_cancel(self._consumer)
        self._prefetch, self._suspects = prefetch, 0
        self._channel.basic_qos(prefetch_count=prefetch)
        self._consumer = self._channel.basic_consume(self._queue, self._on_message)

    def _check_open(self) -> None:
        """Notice a closed channel: after a consumer timeout pika stays silent about it."""
        if self._channel is None or not self._channel.is_open:
            raise ConnectionError("the channel was closed by the broker")

    def _on_message(self, _channel: BlockingChannel, method: Any, properties: Any, body: bytes) -> None:
        headers = properties.headers or {}
        # The header counts only where the message came back: elsewhere any sender may have made it up.
        key = method.routing_key if method.exchange else headers.get(KEY)
        receipt = (self._generation, method.delivery_tag, properties.message_id)
        counts = (int(headers.get(ATTEMPT, 1)), int(headers.get(POSTPONED, 0)))
        self._arrived.append(Delivery(body, *counts, key, receipt))
        self._suspects += int(headers.get("x-delivery-count", 0)) >= SUSPECT

    def _put_off(self, delivery: Delivery, pause_s: int, counts: dict[str, int]) -> None:
        headers = {**counts, KEY: delivery.key}
        self._move(delivery, retry_exchange(self._service), retry_queue(self._queue, pause_s), headers)

    def _move(self, delivery: Delivery, exchange: str, key: str, headers: dict[str, Any]) -> None:
        """Copy a message elsewhere and acknowledge it only when the broker has the copy."""
        if delivery.receipt[0] != self._generation or self._side is None:
            return
        properties = pika.BasicProperties(
            headers=headers, delivery_mode=pika.DeliveryMode.Persistent, message_id=delivery.receipt[2]
        )
        try:
            self._side.basic_publish(exchange, key, delivery.body, properties, mandatory=True)
        except CONNECTION_ERRORS as error:
            self._lost(error)
        else:
            self.done(delivery)

    def _lost(self, error: BaseException) -> None:
        """Forget the connection and all that came over it, and wait a little before the next try."""
        if self.is_connected() or self._connection is not None:
            log.warning("lost the broker", service=self._service, reason=why(error))
        self.close()
        time.sleep(next(self._delays))
