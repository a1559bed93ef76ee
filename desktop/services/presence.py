"""Tells the service ``presence`` where the person is; what fails is told to nobody: it is only a hint."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject

from desktop.services.session import Session
from desktop.services.signed_wire import SignedWire
from desktop.services.wire import Call
from desktop.state.failure import Failure
from shared.contracts.presence import PresenceList

TIMEOUT_MS = 4_000
"""Later than this the next word is due anyway."""


class PresenceService(QObject):
    """Speaks in the person's name; without an address it says nothing."""

    def __init__(self, url: str | None, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wire = SignedWire(url, session, self) if url else None

    def be_at(self, incident_id: UUID, *, typing: bool, done: Callable[[PresenceList], None]) -> None:
        """Say that the person looks at an incident, or writes in it, and hear who else does."""
        if self._wire:
            call = Call("PUT", _path(incident_id), {"typing": typing}, timeout_ms=TIMEOUT_MS)
            self._wire.send(call, PresenceList, done, _ignored)

    def leave(self, incident_id: UUID) -> None:
        """Say that the person is there no more."""
        if self._wire:
            call = Call("DELETE", _path(incident_id), timeout_ms=TIMEOUT_MS)
            self._wire.fetch(call, lambda _body: None, _ignored)


def _path(incident_id: UUID) -> str:
    return f"/api/v1/incidents/{incident_id}/presence"


def _ignored(_failure: Failure) -> None:
    """Leave it: where the person is will be said again, or is forgotten soon."""
