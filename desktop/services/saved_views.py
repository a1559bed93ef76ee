"""The views that are kept for the person by ``employees``, and those that others share."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop.services.session import Session
from desktop.services.signed_wire import SignedWire
from desktop.services.wire import Call, Failed
from shared.contracts.views import SavedView, SavedViews, ViewBody

VIEWS = "/api/v1/views"


class SavedViewService(QObject):
    """Reads and changes them in the person's name."""

    def __init__(self, url: str, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wire = SignedWire(url, session, self)

    def all(self, done: Callable[[SavedViews], None], failed: Failed) -> None:
        """Fetch those that the person may use, by name."""
        self._wire.send(Call("GET", VIEWS), SavedViews, done, failed)

    def add(self, body: ViewBody, done: Callable[[SavedView], None], failed: Failed) -> None:
        """Keep a new one."""
        self._wire.send(Call("POST", VIEWS, body.model_dump(mode="json")), SavedView, done, failed)

    def replace(
        self, view: SavedView, body: ViewBody, done: Callable[[SavedView], None], failed: Failed
    ) -> None:
        """Change one; fails as STALE when it is not as it was seen any more."""
        path = f"{VIEWS}/{view.id}"
        call = Call("PUT", path, body.model_dump(mode="json"), version=view.version)
        self._wire.send(call, SavedView, done, failed)

    def remove(self, view: SavedView, done: Callable[[], None], failed: Failed) -> None:
        """Keep one no longer."""
        call = Call("DELETE", f"{VIEWS}/{view.id}", version=view.version)
        self._wire.fetch(call, lambda _nothing: done(), failed)
