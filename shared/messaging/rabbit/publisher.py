"""Publishing: one connection on a thread of its own, confirms pipelined, unroutable messages reported."""

import threading
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from typing import Any

import pika
import structlog
from pika.channel import Channel

from shared.contracts.envelope import Envelope
from shared.messaging.ports import BrokerUnavailableError
from shared.messaging.rabbit.connection import back_off, parameters, why
from shared.messaging.rabbit.line import Letter, Line

log = structlog.stdlib.get_logger(__name__)
REOPEN_S = 0.2


class RabbitPublisher:
    """A Publisher over one pika SelectConnection.

    pika's connection belongs to one thread, so callers only append to a queue and wake that thread.
    While the broker is away a message waits ``patience`` seconds for it, then fails. It does not count as
    back before every queue that is named in ``needs`` is there: just after a restart the stream comes up
    later than the exchange, and what another queue takes meanwhile is not unroutable.
    """

    def __init__(self, url: str, name: str, patience: float = 2.0, needs: Sequence[str] = ()) -> None:
        self._parameters = parameters(url, name)
        self._name = name
        self._patience = patience
        self._needs = tuple(needs)
        self._handed_in: deque[Letter] = deque()
        self._ended = False
        self._waiting: deque[Letter] = deque()
        self._line: Line | None = None
        self._opening: Channel | None = None
        self._closing = False
        self._fault: Exception | None = None
        self._delays = back_off()
        self._connection = self._connect(None)
        self._thread = threading.Thread(target=self._run, name=f"publisher-{name}", daemon=True)
        self._thread.start()

    def publish(self, exchange: str, key: str, envelope: Envelope) -> "Future[None]":
        """See Publisher."""
        letter = Letter(exchange, key, str(envelope.id), envelope.to_json())
        self._handed_in.append(letter)
        self._loop.add_callback_threadsafe(self._take)
        if self._ended:  # nobody will take it any more
            self._fail_handed_in()
        return letter.future

    def is_ready(self) -> bool:
        """See Publisher."""
        return self._line is not None

    def close(self, timeout: float = 2.0) -> None:
        """See Publisher."""
        self._loop.add_callback_threadsafe(self._close)
        self._thread.join(timeout)

    def _fail_handed_in(self) -> None:
        with suppress(IndexError):
            while True:
                self._handed_in.popleft().fail(BrokerUnavailableError("the publisher is closed"))

    # From here on: the connection's thread only.

    def _connect(self, loop: Any) -> pika.SelectConnection:
        connection = pika.SelectConnection(
            self._parameters,
            on_open_callback=self._on_open,
            on_open_error_callback=self._on_lost,
            on_close_callback=self._on_lost,
            custom_ioloop=loop,
        )
        self._loop: Any = connection.ioloop
        return connection

    def _run(self) -> None:
        try:
            while not self._works_to_its_end():
                time.sleep(next(self._delays))
        finally:
            self._ended = True
            self._fail_handed_in()
            self._loop.close()

    def _works_to_its_end(self) -> bool:
        """Work until ``close`` and return True; return False after a fault that nobody foresaw."""
        try:
            fault, self._fault = self._fault, None
            if fault is not None:
                self._begin_again(fault)
            self._loop.start()
        except Exception as error:
            log.exception("the publisher failed and begins again", publisher=self._name)
            self._fault = error
            return False
        return True

    def _begin_again(self, fault: Exception) -> None:
        """Give up a connection that nobody knows the state of; a new one follows when it has closed."""
        self._drop(fault)
        if self._connection.is_open:
            self._connection.close()
        elif self._connection.is_closed:
            self._reconnect()
        self._loop.add_callback_threadsafe(self._take)

    def _fail_waiting(self, reason: str) -> None:
        while self._waiting:
            self._waiting.popleft().fail(BrokerUnavailableError(reason))

    def _on_open(self, connection: pika.SelectConnection) -> None:
        self._delays = back_off()
        if self._closing:
            connection.close()
        else:
            self._open_channel()

    def _open_channel(self) -> None:
        """Ask for a channel, unless there is one or one is on its way."""
        if self._connection.is_open and self._line is None and self._opening is None:
            self._opening = self._connection.channel(on_open_callback=self._on_channel)

    def _on_channel(self, channel: Channel) -> None:
        line = Line(channel)
        channel.add_on_close_callback(partial(self._on_channel_closed, line))
        self._look_for(list(self._needs), line)

    def _look_for(self, needs: list[str], line: Line) -> None:
        """Go on when each queue that is needed is there; where one is not, the broker closes the channel."""
        if needs:
            following = partial(self._look_for, needs[1:], line)
            line.channel.queue_declare(needs[0], passive=True, callback=lambda _: following())
        else:
            ready = partial(self._ready, line)
            line.channel.confirm_delivery(partial(self._on_confirm, line), callback=lambda _: ready())

    def _ready(self, line: Line) -> None:
        self._line, self._opening = line, None
        while self._waiting:
            line.send(self._waiting.popleft())

    def _take(self) -> None:
        while self._handed_in:
            self._accept(self._handed_in.popleft())

    def _accept(self, letter: Letter) -> None:
        if letter.future.done():
            return
        if self._line is not None:
            self._line.send(letter)
        elif self._closing:
            letter.fail(BrokerUnavailableError("the publisher is closed"))
        else:
            self._waiting.append(letter)
            self._loop.call_later(self._patience, partial(self._give_up, letter))

    def _give_up(self, letter: Letter) -> None:
        if letter in self._waiting:
            self._waiting.remove(letter)
            letter.fail(BrokerUnavailableError("the broker can't be reached"))

    def _on_confirm(self, line: Line, frame: Any) -> None:
        if not line.settle(frame.method) and line.channel.is_open:
            # A channel that was opened while a queue's leader died goes on refusing; a new one does not.
            line.channel.close()
            self._line = None
        if self._closing and line.is_idle:
            self._close()

    def _on_channel_closed(self, line: Line, _channel: Channel, reason: BaseException) -> None:
        line.drop(reason)
        if self._line is line:
            self._line = None
        if self._opening is line.channel:
            self._opening = None
        if self._connection.is_open and not self._closing:
            self._loop.call_later(REOPEN_S, self._open_channel)

    def _on_lost(self, _connection: pika.SelectConnection, reason: BaseException) -> None:
        log.info("lost the broker", publisher=self._name, reason=why(reason))
        self._drop(reason)
        if self._closing:
            self._loop.stop()
        else:
            self._loop.call_later(next(self._delays), self._reconnect)

    def _reconnect(self) -> None:
        if self._closing:
            self._loop.stop()
        elif self._connection.is_closed:
            self._connection = self._connect(self._loop)

    def _drop(self, reason: BaseException) -> None:
        line, self._line, self._opening = self._line, None, None
        if line is not None:
            line.drop(reason)

    def _close(self) -> None:
        self._closing = True
        if self._line is not None and not self._line.is_idle:
            return
        self._fail_waiting("the publisher is closed")
        if self._connection.is_open:
            self._connection.close()
        elif self._connection.is_closed:
            self._loop.stop()
