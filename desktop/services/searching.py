"""Asks ``search`` for incidents by their words, closed ones too."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop.services.session import Session
from desktop.services.signed_wire import SignedWire
from desktop.services.wire import Call, Exchange, Failed
from shared.contracts.search import SearchResults

SEARCH = "/api/v1/search"
LIMIT = 50
LONGEST = 300


class Searching(QObject):
    """Asks in the person's name."""

    def __init__(self, url: str, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wire = SignedWire(url, session, self)

    def find(self, words: str, done: Callable[[SearchResults], None], failed: Failed) -> Exchange:
        """Fetch the incidents that fit best."""
        call = Call("GET", SEARCH, query={"q": words[:LONGEST], "limit": str(LIMIT)})
        return self._wire.send(call, SearchResults, done, failed)
