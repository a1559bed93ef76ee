"""Following the stream ``live`` on a daemon thread, from one's own offset, over lost connections."""

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pika
import structlog

from shared.clock import utc_now
from shared.contracts.envelope import Envelope, MalformedMessageError
from shared.contracts.topology import LIVE
from shared.messaging.ports import EventsCallback, StateCallback, StreamState
from shared.messaging.rabbit.connection import CONNECTION_ERRORS, back_off, parameters, why

log = structlog.stdlib.get_logger(__name__)
PREFETCH = 500
CLOCKS_DIFFER = timedelta(seconds=30)
"""The broker's clock may be so far behind ours; events that come twice for it are known by their version."""
QUIET_S = 0.15
"""So long without an event, and nothing older is left: what waits in the stream comes without a pause."""
NEAR = timedelta(seconds=2)
"""Who hears what happened so shortly ago has caught up, too: in a busy hour there is no such pause."""
SETTLED_S = 0.5
"""So long one follows before that counts: what waits may be as young."""


class StreamReader:
    """A LiveReader on RabbitMQ.

    ``password`` is asked before each connection (a console's token). Without ``start_offset`` it begins
    with the next event; after a cut it resumes behind the last one that it handed out, or, where there was
    none, a little before it first subscribed.
    Malformed events are dropped, logged and counted in ``malformed``.
    """

    def __init__(
        self,
        url: str,
        *,
        name: str,
        on_events: EventsCallback,
        on_state: StateCallback,
        password: Callable[[], str] | None = None,
        start_offset: int | None = None,
    ) -> None:
        self._url = url
        self._name = name
        self._password = password
        self._on_events = on_events
        self._on_state = on_state
        self._offset: int | str | datetime = "next" if start_offset is None else start_offset
        self._arrived: list[tuple[int, int, bytes]] = []
        """Delivery tag, offset and body of what came and was not handed out yet."""
        self._is_near = False
        """Whether what was handed out last had just happened."""
        self._stopping = threading.Event()
        self._delays = back_off()
        self._connection: pika.BlockingConnection | None = None
        self._thread = threading.Thread(target=self._run, name=f"stream-{name}", daemon=True)
        self.malformed = 0

    def start(self) -> None:
        """See LiveReader."""
        self._thread.start()

    def stop(self, timeout: float = 2.0) -> None:
        """See LiveReader."""
        self._stopping.set()
        self._call(lambda: None)  # wakes a thread that waits for events
        if self._thread.is_alive():
            self._thread.join(timeout)

    def renew(self, password: str) -> None:
        """See LiveReader."""
        connection = self._connection
        if connection is not None:
            self._call(partial(connection.update_secret, password, "token renewed"))

    def _call(self, work: Callable[[], None]) -> None:
        connection = self._connection
        if connection is not None and connection.is_open:
            try:
                connection.add_callback_threadsafe(work)
            except CONNECTION_ERRORS:
                log.debug("the connection closed meanwhile", name=self._name)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._read()
            except Exception:
                # Whatever it was, a screen must not look fresh while nobody reads for it.
                log.exception("the reader failed and begins again", name=self._name)
            self._stopping.wait(next(self._delays))

    def _read(self) -> None:
        """Follow the stream until it breaks off, and tell so."""
        try:
            self._on_state(StreamState("connecting"))
            channel = self._subscribe()
            if self._offset == "next":  # where to resume when nothing has come by then
                self._offset = utc_now() - CLOCKS_DIFFER
            self._on_state(StreamState("subscribed"))
            self._follow(channel)
        except CONNECTION_ERRORS as error:
            if not self._stopping.is_set():
                self._on_state(StreamState("offline", why(error)))
        except Exception as error:
            self._on_state(StreamState("offline", why(error)))
            raise
        finally:
            self._disconnect()

    def _subscribe(self) -> Any:
        password = self._password() if self._password else None
        self._connection = pika.BlockingConnection(parameters(self._url, self._name, password))
        channel = self._connection.channel()
        channel.basic_qos(prefetch_count=PREFETCH)
        self._arrived.clear()
        self._is_near = False
        channel.basic_consume(LIVE, self._on_message, arguments={"x-stream-offset": self._offset})
        return channel

    def _follow(self, channel: Any) -> None:
        """Hand out events until the connection breaks or ``stop`` is called."""
        connection = self._connection
        live, behind, settled_at = False, 0, time.monotonic() + SETTLED_S
        while connection is not None and not self._stopping.is_set():
            connection.process_data_events(time_limit=None if live else QUIET_S)
            if not channel.is_open:
                raise ConnectionError("the channel was closed by the broker")
            count = self._hand_out(channel)
            if not live:
                is_close = self._is_near and time.monotonic() >= settled_at
                live, behind = count == 0 or is_close, behind + count
                if live:  # not before: what always fails at the same event is tried less and less often
                    self._delays = back_off()
                self._on_state(StreamState("live" if live else "subscribed", behind=behind))

    def _on_message(self, _channel: Any, method: Any, properties: Any, body: bytes) -> None:
        self._arrived.append((method.delivery_tag, int(properties.headers["x-stream-offset"]), body))

    def _hand_out(self, channel: Any) -> int:
        """Pass on what has arrived, in order; remember how far we are only after it was taken."""
        arrived, self._arrived = self._arrived, []
        if not arrived:
            return 0
        if events := [event for _tag, _offset, body in arrived if (event := self._parse(body))]:
            self._on_events(events)
            self._is_near = abs(utc_now() - events[-1].time) < NEAR
        tag, offset, _body = arrived[-1]
        self._offset = offset + 1
        # All at once: each one is written to the broker by itself, which takes longer than reading an event.
        channel.basic_ack(tag, multiple=True)
        return len(arrived)

    def _parse(self, body: bytes) -> Envelope | None:
        try:
            envelope = Envelope.parse(body)
            envelope.content()
        except MalformedMessageError as error:
            self.malformed += 1
            log.warning("dropped a malformed event", reason=str(error))
            return None
        return envelope

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None and connection.is_open:
            try:
                connection.close()
            except CONNECTION_ERRORS:
                log.debug("the connection was gone before it was closed", name=self._name)
