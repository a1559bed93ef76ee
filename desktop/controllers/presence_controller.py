"""Says where the person is while an incident is open, and shows who else is there."""

from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from desktop.controllers.desk import Desk
from desktop.services.live import Live
from desktop.services.presence import PresenceService
from desktop.views.main_window import MainWindow
from shared.contracts.events import PresenceChanged
from shared.contracts.presence import PresenceList

RENEW_MS = 5_000
SETTLE_MS = 300
"""Whoever runs down the list is at none of the incidents on the way."""
STILL_MS = 4_000
"""So long after the last key somebody writes still."""
FORGET_MS = 1_000


class PresenceController(QObject):
    """Renews the lease of the open incident, and keeps its line and the marks of the list true."""

    def __init__(self, desk: Desk, window: MainWindow, service: PresenceService, live: Live) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._service = service
        self._at: UUID | None = None
        self._typing = False
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._arrive)
        self._renew = QTimer(self, interval=RENEW_MS)
        self._renew.timeout.connect(self._say)
        self._still = QTimer(self, singleShot=True, interval=STILL_MS)
        self._still.timeout.connect(lambda: self._set_typing(typing=False))
        forget = QTimer(self, interval=FORGET_MS)
        forget.timeout.connect(self._forget)
        forget.start()
        desk.opened.connect(self._on_opened)
        window.incident.editor.typed.connect(self._on_typed)
        live.attended.connect(self._on_events)

    def stop(self) -> None:
        """Leave; should it not be heard, the lease runs out."""
        self._leave()

    def _on_opened(self, incident_id: UUID | None) -> None:
        self._leave()
        if incident_id is not None:
            self._show(incident_id)
            self._settle.start()

    def _arrive(self) -> None:
        self._at = self._desk.open_id
        self._say()
        self._renew.start()

    def _leave(self) -> None:
        self._settle.stop()
        self._renew.stop()
        self._still.stop()
        before, self._at, self._typing = self._at, None, False
        if before is not None:
            self._service.leave(before)

    def _on_typed(self, _kind: object, text: str) -> None:
        if text.strip():
            self._still.start()
            self._set_typing(typing=True)
        else:
            self._still.stop()
            self._set_typing(typing=False)

    def _set_typing(self, *, typing: bool) -> None:
        if typing is not self._typing:
            self._typing = typing
            if self._at is not None:
                self._say()

    def _say(self) -> None:
        if (incident_id := self._at) is not None:
            self._service.be_at(
                incident_id, typing=self._typing, done=lambda answer: self._on_answer(incident_id, answer)
            )

    def _on_answer(self, incident_id: UUID, answer: PresenceList) -> None:
        if self._desk.presences.learn(incident_id, answer):
            self._show(incident_id)

    def _on_events(self, events: list[PresenceChanged]) -> None:
        now = self._desk.clock()
        changed = {event.incident_id for event in events if self._desk.presences.hear(event, now)}
        for incident_id in changed:
            self._show(incident_id)

    def _forget(self) -> None:
        for incident_id in self._desk.presences.forget(self._desk.clock()):
            self._show(incident_id)

    def _show(self, incident_id: UUID) -> None:
        self._desk.model.repaint(incident_id)
        if incident_id == self._desk.open_id:
            self._window.incident.header.show_others(self._desk.presences, incident_id)
