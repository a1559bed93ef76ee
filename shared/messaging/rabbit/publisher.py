"""Publishing: one connection on a thread of its own, confirms pipelined, unroutable messages reported."""

import threading
from collections import deque
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pika
from pika.channel import Channel

from shared.contracts.envelope import CONTENT_TYPE, Envelope
from shared.messaging.ports import BrokerUnavailableError, RefusedError, UnroutableError
from shared.messaging.rabbit.connection import CONNECTION_ERRORS, back_off, parameters, why


@dataclass(slots=True)
class _Letter:
    """A message and the promise that was given for it."""

    exchange: str
    key: str
    message_id: str
    body: bytes
    future: "Future[None]" = field(default_factory=Future)

    def fail(self, error: Exception) -> None:
        if not self.future.done():
            self.future.set_exception(error)


class RabbitPublisher:
    """A Publisher over one pika SelectConnection.

    pika's connection belongs to one thread, so callers only append to a queue and wake that thread.
    While the broker is away a message waits ``patience`` seconds for it, then fails.
    """

    def __init__(self, url: str, name: str, patience: float = 2.0) -> None:
        self._parameters = parameters(url, name)
        self._patience = patience
        self._handed_in: deque[_Letter] = deque()
        self._ended = False
        self._waiting: deque[_Letter] = deque()
        self._unconfirmed: dict[int, _Letter] = {}
        self._next_tag = 1
        self._channel: Channel | None = None
        self._closing = False
        self._delays = back_off()
        self._connection = self._connect()
        self._thread = threading.Thread(target=self._run, name=f"publisher-{name}", daemon=True)
        self._thread.start()

    def publish(self, exchange: str, key: str, envelope: Envelope) -> "Future[None]":
        """See Publisher."""
        letter = _Letter(exchange, key, str(envelope.id), envelope.to_json())
        self._handed_in.append(letter)
        self._loop.add_callback_threadsafe(self._take)
        if self._ended:  # nobody will take it any more
            self._fail_handed_in()
        return letter.future

    def is_ready(self) -> bool:
        """See Publisher."""
        return self._channel is not None

    def close(self, timeout: float = 2.0) -> None:
        """See Publisher."""
        self._loop.add_callback_threadsafe(self._close)
        self._thread.join(timeout)

    def _fail_handed_in(self) -> None:
        with suppress(IndexError):
            while True:
                self._handed_in.popleft().fail(BrokerUnavailableError("the publisher is closed"))

    # From here on: the connection's thread only.

    def _connect(self) -> pika.SelectConnection:
        loop = getattr(self, "_loop", None)
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
            self._loop.start()
        finally:
            self._ended = True
            self._fail_handed_in()
            self._loop.close()

    def _on_open(self, connection: pika.SelectConnection) -> None:
        self._delays = back_off()
        if self._closing:
            connection.close()
            return
        connection.channel(on_open_callback=self._on_channel)

    def _on_channel(self, channel: Channel) -> None:
        self._next_tag = 1
        channel.add_on_close_callback(self._on_channel_closed)
        channel.add_on_return_callback(self._on_return)
        channel.confirm_delivery(self._on_confirm, callback=lambda _: self._ready(channel))

    def _ready(self, channel: Channel) -> None:
        self._channel = channel
        waiting, self._waiting = self._waiting, deque()
        for letter in waiting:
            self._accept(letter)

    def _take(self) -> None:
        while self._handed_in:
            self._accept(self._handed_in.popleft())

    def _accept(self, letter: _Letter) -> None:
        if letter.future.done():
            return
        if self._channel is not None:
            self._send(self._channel, letter)
        elif self._closing:
            letter.fail(BrokerUnavailableError("the publisher is closed"))
        else:
            self._waiting.append(letter)
            self._loop.call_later(self._patience, partial(self._give_up, letter))

    def _give_up(self, letter: _Letter) -> None:
        if letter in self._waiting:
            self._waiting.remove(letter)
            letter.fail(BrokerUnavailableError("the broker can't be reached"))

    def _send(self, channel: Channel, letter: _Letter) -> None:
        properties = pika.BasicProperties(
            content_type=CONTENT_TYPE,
            delivery_mode=pika.DeliveryMode.Persistent,
            message_id=letter.message_id,
        )
        self._unconfirmed[self._next_tag] = letter
        self._next_tag += 1
        try:
            channel.basic_publish(letter.exchange, letter.key, letter.body, properties, mandatory=True)
        except CONNECTION_ERRORS as error:  # it is closing, and the callback that says so is on its way
            letter.fail(BrokerUnavailableError(why(error)))

    def _on_return(self, _channel: Channel, method: Any, properties: Any, _body: bytes) -> None:
        """Mark what no queue took; RabbitMQ returns it before it confirms it."""
        for letter in self._unconfirmed.values():
            if letter.message_id == properties.message_id:
                letter.fail(UnroutableError(f"no queue takes {method.routing_key!r} of {method.exchange!r}"))

    def _on_confirm(self, frame: Any) -> None:
        method = frame.method
        last = method.delivery_tag
        tags = [tag for tag in self._unconfirmed if tag <= last] if method.multiple else [last]
        letters = [self._unconfirmed.pop(tag) for tag in tags if tag in self._unconfirmed]
        if isinstance(method, pika.spec.Basic.Nack):
            self._refuse(letters)
            return
        for letter in letters:
            if not letter.future.done():
                letter.future.set_result(None)
        if self._closing and not self._unconfirmed:
            self._close()

    def _refuse(self, letters: list[_Letter]) -> None:
        for letter in letters:
            letter.fail(RefusedError("the broker refused the message"))
        # A channel that was opened while a queue's leader died goes on refusing; a new one does not.
        if self._channel is not None and self._channel.is_open:
            self._channel.close()
            self._channel = None

    def _on_channel_closed(self, _channel: Channel, reason: BaseException) -> None:
        self._drop(reason)
        if self._connection.is_open and not self._closing:
            self._loop.call_later(0.2, self._reopen)

    def _reopen(self) -> None:
        if self._connection.is_open and self._channel is None:
            self._connection.channel(on_open_callback=self._on_channel)

    def _on_lost(self, _connection: pika.SelectConnection, reason: BaseException) -> None:
        self._drop(reason)
        if self._closing:
            self._loop.stop()
        else:
            self._loop.call_later(next(self._delays), self._reconnect)

    def _reconnect(self) -> None:
        if self._closing:
            self._loop.stop()
        else:
            self._connection = self._connect()

    def _drop(self, reason: BaseException) -> None:
        """Fail what was not confirmed: nobody knows whether the broker has it."""
        self._channel = None
        lost, self._unconfirmed = self._unconfirmed, {}
        for letter in lost.values():
            letter.fail(BrokerUnavailableError(why(reason)))

    def _close(self) -> None:
        self._closing = True
        if self._unconfirmed:
            return
        for letter in self._waiting:
            letter.fail(BrokerUnavailableError("the publisher is closed"))
        self._waiting.clear()
        if self._connection.is_open:
            self._connection.close()
        elif self._connection.is_closed:
            self._loop.stop()
