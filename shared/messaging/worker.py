"""The loop of every worker: take a batch, have it handled, settle each message. Nothing failed is acked."""

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import structlog

from shared.contracts.commands import Command
from shared.contracts.envelope import Content, Envelope, MalformedMessageError
from shared.contracts.topology import command_key
from shared.messaging.ports import Delivery, Inbox
from shared.telemetry import correlated

log = structlog.stdlib.get_logger(__name__)
REST_FIRST_S, REST_MOST_S = 0.2, 5.0


class WorldError(Exception):
    """The world is at fault, not the message (the database is away): hold everything and try again."""


class NotYetError(Exception):
    """What this message builds on has not arrived yet: let it come back until it has, a day at most."""


@dataclass(frozen=True, slots=True)
class Task:
    """A message that was understood: its envelope and the command or event inside."""

    envelope: Envelope
    content: Content


Handler = Callable[[Sequence[Task]], None]
"""Deals with a whole batch, or raises. It may see a message again, and must not do its work twice."""


class Worker:
    """Feeds one handler from one inbox.

    A malformed message is buried with its reason. A batch that fails is tried again message by message,
    so that one bad message does not hold up its neighbours; the bad one comes back later, at last to the
    dead queue. With WorldError the batch is held, and tried again with back-off for as long as it takes.
    """

    def __init__(self, name: str, inbox: Inbox, handle: Handler) -> None:
        self._name = name
        self._inbox = inbox
        self._handle = handle
        self._stopping = threading.Event()
        self._rest_s = REST_FIRST_S
        self.handled = 0
        self.buried = 0

    def stop(self) -> None:
        """Finish the batch in hand and end; callable from a signal handler or another thread."""
        self._stopping.set()

    def run(self) -> None:
        """Work until ``stop`` is called."""
        while not self._stopping.is_set():
            self.step(timeout=1.0)
        self._inbox.close()

    def step(self, timeout: float) -> None:
        """Take one batch, waiting at most ``timeout`` seconds for it, and deal with it."""
        understood = [
            (delivery, task) for delivery in self._inbox.receive(timeout) if (task := self._read(delivery))
        ]
        if not understood:
            return
        with _marked(understood):
            try:
                self._attempt(understood)
            except WorldError as error:
                self._hold(understood, error)
            except Exception as error:  # noqa: BLE001 (what a handler raises concerns one of its messages)
                log.info("a batch failed, one by one now", worker=self._name, reason=repr(error))
                self._one_by_one(understood)

    def _read(self, delivery: Delivery) -> Task | None:
        try:
            return _understood(delivery)
        except MalformedMessageError as error:
            log.warning("buried a malformed message", worker=self._name, reason=str(error))
            self._inbox.bury(delivery, f"malformed: {error}")
            self.buried += 1
            return None

    def _attempt(self, understood: Sequence[tuple[Delivery, Task]]) -> None:
        self._handle([task for _, task in understood])
        for delivery, _ in understood:
            self._inbox.done(delivery)
        self.handled += len(understood)
        self._rest_s = REST_FIRST_S

    def _hold(self, understood: Sequence[tuple[Delivery, Task]], error: WorldError) -> None:
        """Keep the batch until the world is whole again; unsettled, it is safe with the broker."""
        reason: BaseException = error
        while not self._stopping.is_set():
            log.warning("waiting for the world", worker=self._name, reason=str(reason), held=len(understood))
            self._inbox.rest(self._rest_s)
            self._rest_s = min(self._rest_s * 2, REST_MOST_S)
            try:
                self._attempt(understood)
            except WorldError as again:
                reason = again
            except Exception:  # noqa: BLE001 (see step)
                self._one_by_one(understood)
                return
            else:
                return

    def _one_by_one(self, understood: Sequence[tuple[Delivery, Task]]) -> None:
        for pair in understood:
            with _marked([pair]):
                self._alone(pair)

    def _alone(self, pair: tuple[Delivery, Task]) -> None:
        delivery, task = pair
        try:
            self._attempt([pair])
        except WorldError as error:
            self._hold([pair], error)
        except NotYetError as error:
            log.info("a message came too early", worker=self._name, reason=str(error))
            if not self._inbox.postpone(delivery, f"too early: {error}"):
                log.exception("a message waited in vain", worker=self._name)
                self.buried += 1
        except Exception as error:
            log.exception("a message failed", worker=self._name, message=str(task.envelope.id))
            if not self._inbox.retry(delivery, f"{type(error).__name__}: {error}"):
                self.buried += 1


def _understood(delivery: Delivery) -> Task:
    """Return what a message says; raise MalformedMessageError where it says nothing that may be heard."""
    envelope = Envelope.parse(delivery.body)
    content = envelope.content()
    # Exchange and key alone say who may send what, so a command must be what its key says.
    if isinstance(content, Command) and delivery.key not in {None, command_key(content)}:
        raise MalformedMessageError(f"{envelope.type} came as {delivery.key}")
    return Task(envelope, content)


def _marked(understood: Sequence[tuple[Delivery, Task]]) -> AbstractContextManager[None]:
    """Mark the log with the correlation id of the message in hand; several at once have no one id."""
    if len(understood) > 1:
        return nullcontext()
    return correlated(understood[0][1].envelope.correlationid)
