"""What the console asks of ``resolution``: the queue, one incident, and every change of it."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from pydantic import BaseModel, ValidationError
from PySide6.QtCore import QObject

from desktop.services.session import Session
from desktop.services.wire import Call, Exchange, Failed, Wire
from desktop.state.failure import Failure, Kind
from desktop.state.moves import Move
from shared.contracts.resources import IncidentDetail, IncidentRow, QueueSnapshot

Answer = TypeVar("Answer", bound=BaseModel)
INCIDENTS = "/api/v1/incidents"
SNAPSHOT_TIMEOUT_MS = 30_000


class Api(QObject):
    """Sends requests in the person's name. A token that has just ended is renewed first."""

    def __init__(self, url: str, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wire = Wire(url, self)
        self._session = session

    def snapshot(
        self, updated_after: datetime | None, done: Callable[[QueueSnapshot], None], failed: Failed
    ) -> Exchange:
        """Fetch the queue, or with ``updated_after`` only what changed since."""
        query = {"updated_after": updated_after.isoformat()} if updated_after else {}
        call = Call("GET", INCIDENTS, query=query, timeout_ms=SNAPSHOT_TIMEOUT_MS)
        return self._send(call, QueueSnapshot, done, failed)

    def incident(self, incident_id: UUID, done: Callable[[IncidentDetail], None], failed: Failed) -> Exchange:
        """Fetch the whole incident."""
        return self._send(Call("GET", f"{INCIDENTS}/{incident_id}"), IncidentDetail, done, failed)

    def change(
        self,
        incident_id: UUID,
        version: int,
        move: Move,
        done: Callable[[IncidentRow], None],
        failed: Failed,
    ) -> Exchange:
        """Change an incident of which ``version`` was seen; fails as STALE if it is not the current one."""
        path = f"{INCIDENTS}/{incident_id}/{move.noun}"
        call = Call(move.method, path, move.body, version=version, key=move.key)
        return self._send(call, IncidentRow, done, failed)

    def _send(
        self, call: Call, kind: type[Answer], done: Callable[[Answer], None], failed: Failed
    ) -> Exchange:
        exchange = Exchange()

        def read(body: bytes) -> None:
            try:
                answer = kind.model_validate_json(body)
            except ValidationError:
                failed(Failure(Kind.UNINTELLIGIBLE))
                return
            done(answer)

        def first_failed(failure: Failure) -> None:
            if failure.kind is not Kind.SIGNED_OUT:
                failed(failure)
                return
            self._session.refresh(lambda fresh: again() if fresh else failed(self._why_not_fresh()))

        def again() -> None:
            if not exchange.cancelled:
                self._wire.send(call, self._session.token(), read, second_failed, exchange)

        def second_failed(failure: Failure) -> None:
            # A fresh token that is refused too does not mean that the session is over.
            failed(Failure(Kind.FORBIDDEN) if failure.kind is Kind.SIGNED_OUT else failure)

        self._wire.send(call, self._session.token(), read, first_failed, exchange)
        return exchange

    def _why_not_fresh(self) -> Failure:
        """Tell a session that is over from one that could not be renewed just now."""
        return Failure(Kind.UNREACHABLE if self._session.token() else Kind.SIGNED_OUT)
