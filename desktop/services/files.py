"""What the console asks of ``files``: thumbnails and contents of what conversations name."""

from uuid import UUID

from PySide6.QtCore import QObject

from desktop.services.session import Session
from desktop.services.signed_wire import SignedWire
from desktop.services.wire import Call, Done, Exchange, Failed

FILES = "/api/v1/files"
CONTENTS_TIMEOUT_MS = 60_000


class Files(QObject):
    """Sends requests in the person's name."""

    def __init__(self, url: str, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wire = SignedWire(url, session, self)

    def thumbnail(self, file_id: UUID, done: Done, failed: Failed) -> Exchange:
        """Fetch the small likeness of a picture, as WebP; what is no picture has none."""
        return self._wire.fetch(Call("GET", f"{FILES}/{file_id}/thumbnail"), done, failed)

    def contents(self, file_id: UUID, done: Done, failed: Failed) -> Exchange:
        """Fetch a whole file."""
        call = Call("GET", f"{FILES}/{file_id}", timeout_ms=CONTENTS_TIMEOUT_MS)
        return self._wire.fetch(call, done, failed)
