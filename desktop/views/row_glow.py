"""Rows that have just changed glow for a moment, so that the eye finds them."""

from time import monotonic
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.views.theme import GLOW_MS

FRAME_MS = 50


class RowGlow(QObject):
    """Remembers what changed when.

    Signals:
        faded(set[UUID]): these rows look different now than a frame ago.
    """

    faded = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._since: dict[UUID, float] = {}
        self._timer = QTimer(self, interval=FRAME_MS)
        self._timer.timeout.connect(self._tick)

    def light(self, incident_id: UUID) -> None:
        """Let this row glow from now on."""
        self._since[incident_id] = monotonic()
        if not self._timer.isActive():
            self._timer.start()

    def strength(self, incident_id: UUID) -> float:
        """Return how strongly the row glows: 1 at first, 0 when it is over."""
        since = self._since.get(incident_id)
        if since is None:
            return 0.0
        return max(0.0, 1.0 - (monotonic() - since) * 1000 / GLOW_MS)

    def _tick(self) -> None:
        glowing = set(self._since)
        self._since = {one: since for one, since in self._since.items() if self.strength(one)}
        if not self._since:
            self._timer.stop()
        self.faded.emit(glowing)
