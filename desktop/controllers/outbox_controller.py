"""Keeps what is asked for while the services can't be reached, and asks again when they are back."""

from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.state.leftovers import Left
from desktop.state.outbox import Outbox, Waiting
from desktop.views.waiting_bar import WaitingBar

PAUSES_MS = (2_000, 5_000, 10_000, 20_000)
"""Between one attempt and the next, should nothing tell sooner that the connection is back."""


class OutboxController(QObject):
    """Shows how much waits, and sends it in order; what others did meanwhile is found as with any gesture.

    Signals:
        changed(): something else waits, or is tried.
    """

    changed = Signal()

    def __init__(self, bar: WaitingBar) -> None:
        super().__init__(bar)
        self._bar = bar
        self._outbox = Outbox()
        self._attempt = 0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.go_on)
        bar.againAsked.connect(self.go_on)
        bar.dropAsked.connect(self._drop_all)

    @property
    def is_waiting(self) -> bool:
        """Whether anything waits."""
        return len(self._outbox) > 0

    def holds(self, incident_id: UUID) -> bool:
        """See Outbox."""
        return self._outbox.holds(incident_id)

    def left(self) -> list[Left]:
        """Return all that waits, as it is written down."""
        return self._outbox.left()

    def keep(self, waiting: Waiting) -> None:
        """Let a gesture wait until the services can be reached."""
        is_in_vain = self._outbox.is_tried(waiting.errand)
        if not self._outbox.add(waiting):
            waiting.drop()
        elif is_in_vain or not self._timer.isActive():
            self._timer.start(PAUSES_MS[min(self._attempt, len(PAUSES_MS) - 1)])
            self._attempt += 1
        self._show()
        self.changed.emit()

    def answered(self, errand: UUID) -> None:
        """An errand was answered, so the services are there: try the next."""
        self._attempt = 0
        self._outbox.settle(errand)
        self.go_on()

    def go_on(self) -> None:
        """Try the oldest; harmless where nothing waits, and while one is tried."""
        self._timer.stop()
        if waiting := self._outbox.take():
            self._show()
            waiting.again()
        self.changed.emit()

    def _drop_all(self) -> None:
        self._timer.stop()
        dropped = self._outbox.clear()
        self._show()
        for one in dropped:
            one.drop()
        self.changed.emit()

    def _show(self) -> None:
        self._bar.show_waiting(self._outbox.oldest, len(self._outbox))
