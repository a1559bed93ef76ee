"""The bridge from the stream reader's thread to the GUI: in order, in handfuls, and at once when calm."""

import threading
from collections.abc import Callable, Sequence
from itertools import groupby
from time import monotonic

import structlog
from PySide6.QtCore import QObject, QTimer, Signal

from shared.contracts.envelope import Envelope, MalformedMessageError
from shared.contracts.events import IncidentEvent, PresenceChanged
from shared.contracts.figures import FiguresChanged
from shared.messaging.ports import EventsCallback, LiveReader, StateCallback, StreamState

log = structlog.get_logger()
HANDFUL_S = 0.010
"""After a handful the next one is collected for so long; a lone event passes at once."""
HANDFUL_MAX = 50
"""So many are taken in one turn of the window; in a flood it is painted between one handful and the next."""

Item = IncidentEvent | PresenceChanged | FiguresChanged | StreamState
ReaderFactory = Callable[[EventsCallback, StateCallback], LiveReader]


class Live(QObject):
    """Follows the stream ``live``.

    Signals:
        arrived(list[IncidentEvent]): events, oldest first.
        attended(list[PresenceChanged]): who came to an incident, or left.
        figuresChanged(): the figures of the shop have changed.
        stateChanged(StreamState): how the stream stands, in order with the events.
    """

    arrived = Signal(object)
    attended = Signal(object)
    figuresChanged = Signal()
    stateChanged = Signal(object)  # Qt's spelling
    _poked = Signal()

    def __init__(self, make_reader: ReaderFactory, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._waiting: list[Item] = []
        self._is_poked = False
        self._last_taken = 0.0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._take)
        self._poked.connect(self._on_poked)
        self._reader = make_reader(self._on_events, self._on_state)

    def start(self) -> None:
        """Begin to follow."""
        self._reader.start()

    def stop(self, timeout: float = 1.0) -> None:
        """Stop following; wait at most ``timeout`` seconds for the thread."""
        self._reader.stop(timeout)
        self._timer.stop()

    def renew(self, token: str) -> None:
        """Hand a fresh token to the open connection."""
        self._reader.renew(token)

    def _on_events(self, envelopes: list[Envelope]) -> None:
        """Take events on the reader's thread."""
        self._leave([event for envelope in envelopes if (event := _content(envelope))])

    def _on_state(self, state: StreamState) -> None:
        """Take a state on the reader's thread."""
        self._leave([state])

    def _leave(self, items: "Sequence[Item]") -> None:
        with self._lock:
            self._waiting.extend(items)
            poke, self._is_poked = not self._is_poked, True
        if poke:
            try:
                self._poked.emit()
            except RuntimeError:
                # The window was closed while an event was on its way.
                log.debug("an event came after the end")

    def _on_poked(self) -> None:
        rest = HANDFUL_S - (monotonic() - self._last_taken)
        if rest > 0:
            self._timer.start(int(rest * 1000) + 1)
        else:
            self._take()

    def _take(self) -> None:
        with self._lock:
            items, self._waiting = self._waiting[:HANDFUL_MAX], self._waiting[HANDFUL_MAX:]
            self._is_poked = bool(self._waiting)
        self._last_taken = monotonic()
        if self._is_poked:
            self._timer.start(0)  # after what the window has to paint
        for kind, group in groupby(items, _kind):
            if kind is StreamState:
                for state in group:
                    self.stateChanged.emit(state)
            elif kind is PresenceChanged:
                self.attended.emit(list(group))
            elif kind is FiguresChanged:
                self.figuresChanged.emit()
            else:
                self.arrived.emit(list(group))


def _kind(item: Item) -> type[Item]:
    return IncidentEvent if isinstance(item, IncidentEvent) else type(item)


def _content(envelope: Envelope) -> IncidentEvent | PresenceChanged | FiguresChanged | None:
    try:
        content = envelope.content()
    except MalformedMessageError as error:
        log.warning("dropped a malformed event", reason=str(error))
        return None
    return content if isinstance(content, IncidentEvent | PresenceChanged | FiguresChanged) else None
