"""What the console asks of ``search`` about an open incident: which others are like it."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject

from desktop.services.session import Session
from desktop.services.signed_wire import SignedWire
from desktop.services.wire import Call, Exchange, Failed
from shared.contracts.search import SimilarIncidents


class Similar(QObject):
    """Asks in the person's name."""

    def __init__(self, url: str, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wire = SignedWire(url, session, self)

    def like(self, incident_id: UUID, done: Callable[[SimilarIncidents], None], failed: Failed) -> Exchange:
        """Fetch who is like this incident; fails as GONE while it is not indexed yet."""
        call = Call("GET", "/api/v1/similar-incidents", query={"incident": str(incident_id)})
        return self._wire.send(call, SimilarIncidents, done, failed)
