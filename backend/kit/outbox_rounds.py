"""How what waits in an outbox is handed to the broker: each incident in order, and none behind another.

A round goes through a batch in waves, one message of each incident a wave: no version overtakes an
earlier one. What is not taken holds up the later ones of its own incident, and nobody else's.
"""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import wait
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import UUID

from backend.kit.suspects import Suspects
from shared.contracts.envelope import Envelope
from shared.contracts.topology import EVENTS
from shared.messaging.ports import BrokerUnavailableError, Publisher, RefusedError, UnroutableError

CONFIRM_S = 10.0
IN_VAIN = 2
"""So many that are sent one by one may fail, before any is taken, until the broker counts as away."""
_UNSENT = (BrokerUnavailableError, RefusedError, UnroutableError, TimeoutError)


@dataclass(frozen=True, slots=True)
class Waiting:
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


@dataclass(slots=True)
class Round:
    """What the broker took, what it did not and why, and what it is not to be asked for any more."""

    taken: set[UUID] = field(default_factory=set)
    failed: dict[UUID, Exception] = field(default_factory=dict)
    hopeless: dict[UUID, str] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """Why something was not taken, in words; empty where all was."""
        return next((str(error) or type(error).__name__ for error in self.failed.values()), "")


class Rounds:
    """Sends batches through a publisher, and remembers what failed."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher
        self._suspects = Suspects()

    def send(self, batch: Sequence[Waiting]) -> Round:
        """Send a batch, in the order of versions, as far as the broker takes it."""
        done, held = Round(), set[UUID]()
        for wave in _waves(batch):
            before = len(done.taken)
            self._send_wave([each for each in wave if each.envelope.subject not in held], done)
            if len(done.taken) == before:
                break
            held |= {each.envelope.subject for each in wave if each.id in done.failed}
        self._suspects.note(done.failed, done.taken)
        for message_id in list(done.failed):
            if self._suspects.is_hopeless(message_id):
                done.hopeless[message_id] = str(done.failed[message_id])
                self._suspects.forget(message_id)
        return done

    def _send_wave(self, wave: Iterable[Waiting], done: Round) -> None:
        """Send together what never failed, and one by one what did: it may close the channel on others."""
        by_id = {each.id: each for each in wave}
        suspects = self._suspects.first_the_likelier(each for each in by_id if each in self._suspects)
        self._publish([by_id[each] for each in by_id if each not in self._suspects], done)
        for each in suspects:
            if not done.taken and len(done.failed) >= IN_VAIN:
                break
            self._publish([by_id[each]], done)

    def _publish(self, messages: Sequence[Waiting], done: Round) -> None:
        """Publish, pipelined, and note what the broker said of each."""
        publish = self._publisher.publish
        futures = {each.id: publish(each.exchange, each.key, each.envelope) for each in messages}
        wait(futures.values(), CONFIRM_S)
        for message_id, future in futures.items():
            try:
                future.result(0)
            except _UNSENT as error:
                done.failed[message_id] = error
            else:
                done.taken.add(message_id)


def _waves(batch: Sequence[Waiting]) -> list[list[Waiting]]:
    """Deal messages, the lower versions first, so that no wave has two of one incident."""
    waves: list[list[Waiting]] = []
    seen: dict[UUID, int] = {}
    for each in batch:
        place = seen.get(each.envelope.subject, 0)
        seen[each.envelope.subject] = place + 1
        if place == len(waves):
            waves.append([])
        waves[place].append(each)
    return waves
