"""What the console asks of ``metrics``: the figures of a time, what is open, the usual, what is behind."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from desktop.services.session import Session
from desktop.services.signed_wire import SignedWire
from desktop.services.wire import Call, Exchange, Failed
from shared.contracts.figures import Backlog, Behind, Figures, Step, Usual

PAGE = 50
"""So many incidents behind a figure are fetched at once."""


class FiguresService(QObject):
    """Asks in the person's name; the service tells an agent nothing but their own."""

    def __init__(self, url: str, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wire = SignedWire(url, session, self)

    def figures(
        self,
        since: str,
        until: str,
        step: Step,
        employee: str | None,
        done: Callable[[Figures], None],
        failed: Failed,
    ) -> Exchange:
        """Fetch what happened in a time, of one employee or of all."""
        query = {"since": since, "until": until, "step": str(step)}
        query |= {"employee": employee} if employee else {}
        return self._wire.send(Call("GET", "/api/v1/figures", query=query), Figures, done, failed)

    def backlog(self, done: Callable[[Backlog], None], failed: Failed) -> Exchange:
        """Fetch what is open now."""
        return self._wire.send(Call("GET", "/api/v1/backlog"), Backlog, done, failed)

    def usual(self, done: Callable[[Usual], None], failed: Failed) -> Exchange:
        """Fetch this hour against the usual."""
        return self._wire.send(Call("GET", "/api/v1/usual"), Usual, done, failed)

    def behind(
        self, query: Mapping[str, str], offset: int, done: Callable[[Behind], None], failed: Failed
    ) -> Exchange:
        """Fetch a page of the incidents behind a figure."""
        page = {**query, "limit": str(PAGE), "offset": str(offset)}
        return self._wire.send(Call("GET", "/api/v1/incidents", query=page), Behind, done, failed)
