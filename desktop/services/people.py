"""What is asked about a customer as a person: all that is known of them, and to forget them."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QIODevice, QObject, QSaveFile
from PySide6.QtNetwork import QNetworkReply

from desktop.services.session import Session
from desktop.services.signed_wire import SignedWire
from desktop.services.wire import Call, Failed
from desktop.state.failure import Failure
from shared.contracts.resources import Contact

EXPORT_TIMEOUT_MS = 120_000
"""Without a byte: so long may the services gather what there is."""
Exported = Callable[[bool], None]
"""Told whether it could be written where it was to go."""


class People(QObject):
    """Asks ``customers`` about who has an account, and ``resolution``, which keeps why, about guests."""

    def __init__(
        self, customers_url: str, resolution_url: str, session: Session, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._customers = SignedWire(customers_url, session, self)
        self._resolution = SignedWire(resolution_url, session, self)

    def export(self, who: Contact, reason: str, path: Path, done: Exported, failed: Failed) -> None:
        """Save all that is known about somebody as a zip; a half one is never left behind."""
        target = QSaveFile(str(path), self)
        target.open(QIODevice.OpenModeFlag.WriteOnly)

        def arrived(reply: QNetworkReply) -> None:
            target.write(reply.readAll())

        def finished(rest: bytes) -> None:
            target.write(rest)
            is_kept = target.commit()
            target.deleteLater()
            done(is_kept)

        def broken(why: Failure) -> None:
            target.cancelWriting()
            target.deleteLater()
            failed(why)

        if who.customer_id is not None:
            call = Call("POST", f"/api/v1/customers/{who.customer_id}/export", timeout_ms=EXPORT_TIMEOUT_MS)
        else:
            body = {"email": who.email, "reason": reason}
            call = Call("POST", "/api/v1/guest-exports", body, timeout_ms=EXPORT_TIMEOUT_MS)
        self._customers.fetch(call, finished, broken, arrived)

    def erase(self, who: Contact, reason: str, done: Callable[[], None], failed: Failed) -> None:
        """Forget somebody for good: their account, or what they opened and follow as a guest."""
        if who.customer_id is not None:
            call = Call("DELETE", f"/api/v1/customers/{who.customer_id}")
            self._customers.fetch(call, lambda _nothing: done(), failed)
        else:
            call = Call("POST", "/api/v1/erasures", {"email": who.email, "reason": reason})
            self._resolution.fetch(call, lambda _told: done(), failed)
