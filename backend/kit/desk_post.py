"""Leaves what was decided with the broker, for ``resolution`` to do."""

from collections.abc import Sequence
from concurrent.futures import wait
from uuid import UUID

import structlog

from shared.clock import Clock
from shared.contracts.commands import HouseCommand
from shared.contracts.envelope import Envelope
from shared.contracts.topology import DESK, command_key
from shared.ids import uuid7
from shared.messaging.ports import BrokerUnavailableError, Publisher, RefusedError, UnroutableError

log = structlog.stdlib.get_logger(__name__)
CONFIRM_S = 3.0
_UNSENT = (BrokerUnavailableError, RefusedError, UnroutableError, TimeoutError)


class DeskPost:
    """Sends the house's decisions; ``source`` names the service that decided."""

    def __init__(self, publisher: Publisher, clock: Clock, source: str) -> None:
        self._publisher = publisher
        self._source = f"/{source}"
        self._clock = clock

    def send(self, decisions: Sequence[tuple[HouseCommand, UUID]]) -> set[UUID]:
        """Send commands, each with the id of its story; return the request ids of those the broker has.

        Those of the others may have arrived too: sent again, they do no harm.
        """
        now = self._clock()
        futures = {
            command.request_id: self._publisher.publish(
                DESK,
                command_key(command),
                Envelope.wrap(command, id=uuid7(now), source=self._source, time=now, correlationid=story),
            )
            for command, story in decisions
        }
        wait(futures.values(), CONFIRM_S)
        taken, reason = set(), ""
        for request_id, future in futures.items():
            try:
                future.result(0)
            except _UNSENT as error:
                reason = str(error) or type(error).__name__
            else:
                taken.add(request_id)
        if reason:
            log.warning(
                "decisions were not taken and are sent again",
                reason=reason,
                left=len(decisions) - len(taken),
            )
        return taken
