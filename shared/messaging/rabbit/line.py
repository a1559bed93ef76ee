"""One channel in confirm mode, with the letters that went out on it and await their confirmation.

Delivery tags count from 1 on each channel, so they are kept with the channel that they belong to: a
confirmation that comes late, on a channel that was replaced, can never be taken for another letter's.
"""

from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

import pika
from pika.channel import Channel

from shared.contracts.envelope import CONTENT_TYPE
from shared.messaging.ports import BrokerUnavailableError, RefusedError, UnroutableError
from shared.messaging.rabbit.connection import CONNECTION_ERRORS, why


@dataclass(slots=True)
class Letter:
    """A message and the promise that was given for it."""

    exchange: str
    key: str
    message_id: str
    body: bytes
    future: "Future[None]" = field(default_factory=Future)

    def fail(self, error: Exception) -> None:
        """Break the promise, unless it was kept or broken before."""
        if not self.future.done():
            self.future.set_exception(error)


class Line:
    """A channel to publish on; all of it belongs to the connection's thread."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self._unconfirmed: dict[int, Letter] = {}
        self._next_tag = 1
        channel.add_on_return_callback(self._on_return)

    @property
    def is_idle(self) -> bool:
        """Whether everything that went out was settled."""
        return not self._unconfirmed

    def send(self, letter: Letter) -> None:
        """Publish a letter; its future is resolved when the broker has answered."""
        properties = pika.BasicProperties(
            content_type=CONTENT_TYPE,
            delivery_mode=pika.DeliveryMode.Persistent,
            message_id=letter.message_id,
        )
        self._unconfirmed[self._next_tag] = letter
        try:
            self.channel.basic_publish(letter.exchange, letter.key, letter.body, properties, mandatory=True)
        except CONNECTION_ERRORS as error:  # nothing went out, so the broker counts no tag for it
            del self._unconfirmed[self._next_tag]
            letter.fail(BrokerUnavailableError(why(error)))
        else:
            self._next_tag += 1

    def settle(self, method: Any) -> bool:
        """Take in a Basic.Ack or Basic.Nack; return False when the broker refused."""
        last = method.delivery_tag
        tags = [tag for tag in self._unconfirmed if tag <= last] if method.multiple else [last]
        letters = [self._unconfirmed.pop(tag) for tag in tags if tag in self._unconfirmed]
        is_refused = isinstance(method, pika.spec.Basic.Nack)
        for letter in letters:
            if is_refused:
                letter.fail(RefusedError("the broker refused the message"))
            elif not letter.future.done():
                letter.future.set_result(None)
        return not is_refused

    def drop(self, reason: BaseException) -> None:
        """Fail what was not confirmed: nobody knows whether the broker has it."""
        lost, self._unconfirmed = self._unconfirmed, {}
        for letter in lost.values():
            letter.fail(BrokerUnavailableError(why(reason)))

    def _on_return(self, _channel: Channel, method: Any, properties: Any, _body: bytes) -> None:
        """Mark what no queue took; RabbitMQ returns it before it confirms it."""
        for letter in self._unconfirmed.values():
            if letter.message_id == properties.message_id:
                letter.fail(UnroutableError(f"no queue takes {method.routing_key!r} of {method.exchange!r}"))
