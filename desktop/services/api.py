"""What the console asks of ``resolution``: the queue, one incident, and every change of it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QObject

from desktop.services.session import Session
from desktop.services.signed_wire import SignedWire
from desktop.services.snapshots import Receiver, SnapshotReader
from desktop.services.wire import Call, Exchange, Failed
from desktop.state.moves import Move
from shared.contracts.resources import IncidentDetail, IncidentRow, OtherIncidents

INCIDENTS = "/api/v1/incidents"


class Api(QObject):
    """Sends requests in the person's name."""

    def __init__(self, url: str, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wire = SignedWire(url, session, self)

    def snapshot(self, updated_after: datetime | None, receiver: Receiver) -> SnapshotReader:
        """Fetch the queue, or with ``updated_after`` only what changed since."""
        reader = SnapshotReader(self._wire, receiver, self)
        reader.start(updated_after)
        return reader

    def incident(self, incident_id: UUID, done: Callable[[IncidentDetail], None], failed: Failed) -> Exchange:
        """Fetch the whole incident."""
        return self._wire.send(Call("GET", f"{INCIDENTS}/{incident_id}"), IncidentDetail, done, failed)

    def others(self, incident_id: UUID, done: Callable[[OtherIncidents], None], failed: Failed) -> Exchange:
        """Fetch the other incidents of the same customer."""
        return self._wire.send(Call("GET", f"{INCIDENTS}/{incident_id}/others"), OtherIncidents, done, failed)

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
        return self._wire.send(call, IncidentRow, done, failed)
