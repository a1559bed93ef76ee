"""What the console asks of ``files``: what conversations name, and what is to go along."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject

from desktop.services.session import Session
from desktop.services.signed_wire import SignedWire
from desktop.services.wire import Call, Done, Exchange, Failed
from shared.contracts.resources import FileRef

FILES = "/api/v1/files"
CONTENTS_TIMEOUT_MS = 60_000
"""Without a byte either way: so long may an upload wait for its turn and be examined."""


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

    def check(self, file_id: UUID, done: Done, failed: Failed) -> Exchange:
        """Ask whether a file is there; fails as GONE if it is not."""
        return self._wire.fetch(Call("HEAD", f"{FILES}/{file_id}"), done, failed)

    def upload(self, path: Path, key: UUID, done: Callable[[FileRef], None], failed: Failed) -> Exchange:
        """Send a file of this computer, for words that will name it; the same ``key`` keeps it once."""
        call = Call("POST", FILES, key=key, timeout_ms=CONTENTS_TIMEOUT_MS, upload=path)
        return self._wire.send(call, FileRef, done, failed)
