"""Requests in a person's name: with their token, which is renewed first when it has just ended."""

from collections.abc import Callable
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from PySide6.QtCore import QObject

from desktop.services.session import Session
from desktop.services.wire import Arrived, Call, Done, Exchange, Failed, Wire
from desktop.state.failure import Failure, Kind

Answer = TypeVar("Answer", bound=BaseModel)


class SignedWire(QObject):
    """Speaks to one service as the person who is signed in when it is made, and never as the next one."""

    def __init__(self, url: str, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wire = Wire(url, self)
        self._session = session
        self._token = session.own_token()

    def send(
        self, call: Call, kind: type[Answer], done: Callable[[Answer], None], failed: Failed
    ) -> Exchange:
        """Send a request; later call ``done`` with the answer read as ``kind``, or ``failed``."""

        def read(body: bytes) -> None:
            try:
                answer = kind.model_validate_json(body)
            except ValidationError:
                failed(Failure(Kind.UNINTELLIGIBLE))
                return
            done(answer)

        return self.fetch(call, read, failed)

    def fetch(self, call: Call, done: Done, failed: Failed, arrived: Arrived | None = None) -> Exchange:
        """Send a request; later call ``done`` with the bytes of the answer, or ``failed``.

        ``arrived`` is told when there is more of the answer to be read; ``done`` then gets the rest.
        """
        exchange = Exchange()

        def first_failed(failure: Failure) -> None:
            if failure.kind is not Kind.SIGNED_OUT or not self._token():
                failed(failure)
                return
            self._session.refresh(renewed)

        def renewed(fresh: bool) -> None:
            if exchange.cancelled:
                return  # whoever asked has gone on, and the next request's answer is not this one
            if fresh:
                self._wire.send(call, self._token(), done, second_failed, exchange, arrived)
            else:
                failed(self._why_not_fresh())

        def second_failed(failure: Failure) -> None:
            # A fresh token that is refused too does not mean that the session is over.
            failed(Failure(Kind.FORBIDDEN) if failure.kind is Kind.SIGNED_OUT else failure)

        self._wire.send(call, self._token(), done, first_failed, exchange, arrived)
        return exchange

    def _why_not_fresh(self) -> Failure:
        """Tell a session that is over from one that could not be renewed just now."""
        return Failure(Kind.UNREACHABLE if self._token() else Kind.SIGNED_OUT)
