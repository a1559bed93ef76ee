"""Sending: what makes a repeated post harmless, and the commands that posts become.

A form carries a signed token from when it was shown. The identity of what it opens is derived from that
token and from the contents: a double click is one incident, an edited second post is another.
"""

import secrets
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

from shared.clock import Clock
from shared.contracts.commands import Command
from shared.contracts.envelope import Envelope
from shared.contracts.topology import COMMANDS, command_key
from shared.ids import derived_uuid7
from shared.messaging.ports import BrokerUnavailableError, Publisher, RefusedError, UnroutableError

CONFIRM_S = 5.0
_NOT_KEPT = (BrokerUnavailableError, RefusedError, UnroutableError, FutureTimeoutError)


class NotAcceptedError(Exception):
    """The broker has not confirmed: nothing was accepted, and the same post may be sent again."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """When a form was shown, and the noise that tells it from others."""

    shown_at: datetime
    noise: str

    def identity(self, *contents: str) -> UUID:
        """Return the identity of what this form says."""
        parts = (self.noise, *contents)
        return derived_uuid7(self.shown_at, *(part.encode() for part in parts))


class Tickets:
    """Hands out a token with every form and reads it back."""

    def __init__(self, secret: str, clock: Clock) -> None:
        self._signer = URLSafeSerializer(secret, salt="form ticket")
        self._clock = clock

    def new(self) -> str:
        """Return a token for a form that is being shown."""
        return self._signer.dumps([int(self._clock().timestamp() * 1000), secrets.token_hex(8)])

    def fresh(self) -> Ticket:
        """Return what the token of a form says that is being shown."""
        ticket = self.read(self.new())
        assert ticket
        return ticket

    def read(self, token: str | None) -> Ticket | None:
        """Return what a posted token says, None where it is not one of ours."""
        try:
            milliseconds, noise = self._signer.loads(token or "")
        except (BadSignature, ValueError, TypeError):
            return None
        return Ticket(datetime.fromtimestamp(milliseconds / 1000, UTC), noise)


class Sender:
    """Leaves commands with the broker and returns when they are safe there."""

    def __init__(self, publisher: Publisher, clock: Clock) -> None:
        self._publisher = publisher
        self._clock = clock

    def send(self, command: Command, message_id: UUID, correlation_id: UUID) -> None:
        """Send a command; ``message_id`` is the same for a repeated post. Raise NotAcceptedError."""
        envelope = Envelope.wrap(
            command, id=message_id, source="/webform", time=self._clock(), correlationid=correlation_id
        )
        try:
            self._publisher.publish(COMMANDS, command_key(command), envelope).result(CONFIRM_S)
        except _NOT_KEPT as error:
            raise NotAcceptedError(str(error)) from error
