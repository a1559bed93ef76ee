"""Carries mails and news to the broker, and waits until it has them."""

import uuid
from collections.abc import Callable
from concurrent.futures import Future
from uuid import UUID

import structlog

from backend.customers.domain import Editor
from backend.customers.ports import Mail, PostUnavailableError
from shared.clock import Clock
from shared.contracts.commands import AdoptIncidents, Command, ForgetPerson, SendAccountMail
from shared.contracts.envelope import Content, Envelope
from shared.contracts.events import CustomerErased
from shared.contracts.resources import Actor
from shared.contracts.topology import EVENTS, command_exchange, command_key, event_key
from shared.contracts.vocabulary import ERASED_NAME, ActorKind
from shared.ids import uuid7
from shared.messaging.ports import BrokerUnavailableError, Publisher, RefusedError, UnroutableError

log = structlog.stdlib.get_logger(__name__)
CONFIRM_S = 5.0
_UNSENT = (BrokerUnavailableError, RefusedError, UnroutableError, TimeoutError)
_ERASURES = UUID("018f5a3e-8c4b-7d21-9a6f-3b1c5d7e9f02")
"""The name space in which an erasure's id follows from its customer's."""


class BrokerPost:
    """A Post over a publisher; ``correlate`` returns the id of the request that is being answered."""

    def __init__(self, publisher: Publisher, clock: Clock, correlate: Callable[[], UUID]) -> None:
        self._publisher = publisher
        self._clock = clock
        self._correlate = correlate

    def check(self) -> None:
        """See Post."""
        if not self._publisher.is_ready():
            raise PostUnavailableError("not connected to the broker")

    def send(self, mail: Mail) -> None:
        """See Post."""
        self._command(
            SendAccountMail(
                mail_id=mail.id,
                kind=mail.kind,
                email=mail.email,
                name=mail.name,
                language=mail.language,
                link=mail.link,
            )
        )

    def adopt(self, customer_id: str, email: str) -> None:
        """See Post."""
        request_id = uuid7(self._clock())
        self._command(AdoptIncidents(request_id=request_id, customer_id=customer_id, email=email))

    def forget(self, email: str) -> None:
        """See Post."""
        self._command(ForgetPerson(request_id=uuid7(self._clock()), email=email))

    def erased(self, customer_id: str, editor: Editor | None = None) -> None:
        """See Post."""
        actor = (
            Actor(kind=ActorKind.EMPLOYEE, id=editor.id, name=editor.name)
            if editor
            else Actor(kind=ActorKind.CUSTOMER, id=customer_id, name=ERASED_NAME)
        )
        event = CustomerErased(id=uuid.uuid5(_ERASURES, customer_id), customer_id=customer_id, actor=actor)
        self._confirm(self._publisher.publish(EVENTS, event_key(event), self._wrapped(event)))

    def _command(self, command: Command) -> None:
        # Who waits here waits for an answer: a broker that is away is told at once, whoever asks for what.
        self.check()
        envelope = self._wrapped(command)
        self._confirm(self._publisher.publish(command_exchange(command), command_key(command), envelope))

    def _wrapped(self, content: Content) -> Envelope:
        now = self._clock()
        return Envelope.wrap(
            content, id=uuid7(now), source="/customers", time=now, correlationid=self._correlate()
        )

    def _confirm(self, future: "Future[None]") -> None:
        try:
            future.result(CONFIRM_S)
        except _UNSENT as error:
            reason = str(error) or type(error).__name__
            log.warning("the broker did not take it", reason=reason)
            raise PostUnavailableError(reason) from error
