"""Keeps the list equal to the database: a snapshot, then every event, and both again after a cut."""

from datetime import datetime
from functools import partial
from time import monotonic
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.controllers.desk import Desk
from desktop.services.api import Api
from desktop.services.live import Live
from desktop.services.snapshots import Receiver, SnapshotReader
from desktop.state.connection import Connection, Freshness
from desktop.state.failure import Failure, Kind
from desktop.state.queue import OVERLAP
from desktop.state.rows import Row, row_of
from desktop.state.texts import _
from desktop.views.main_window import MainWindow
from desktop.views.notice import Tone
from shared.contracts.events import IncidentEvent
from shared.messaging.ports import StreamState

RETRY_MS = (1_000, 2_000, 5_000, 10_000)
TICK_MS = 250
AGES_MS = 15_000


class QueueController(QObject):
    """Connects stream and snapshots with the desk, and shows how fresh it all is.

    Signals:
        completed(): a snapshot is in; before the first one, the list says nothing yet.
    """

    completed = Signal()

    def __init__(self, desk: Desk, window: MainWindow, api: Api, live: Live) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._api = api
        self._live = live
        self._fetching: SnapshotReader | None = None
        self.has_snapshot = False
        self._joined = False
        self._attempt = 0
        self._last_change: float | None = None
        self._cut_at: datetime | None = None
        """The newest change known at the cut; before a snapshot has come, later ones may be missing."""
        self.connection = Connection()
        self._retry = QTimer(self, singleShot=True)
        self._retry.timeout.connect(self._fetch)
        self._connect()

    def start(self) -> None:
        """Begin to follow."""
        self._show_connection()
        self._live.start()

    def stop(self) -> None:
        """Stop following; bounded."""
        self._retry.stop()
        if self._fetching:
            self._fetching.cancel()
        self._live.stop()

    def _connect(self) -> None:
        self._live.arrived.connect(self._on_events)
        self._live.stateChanged.connect(self.on_state)
        tick = QTimer(self, interval=TICK_MS)
        tick.timeout.connect(self._show_freshness)
        tick.start()
        ages = QTimer(self, interval=AGES_MS)
        ages.timeout.connect(self._window.queue.table.viewport().update)
        ages.start()

    def _on_events(self, events: list[IncidentEvent]) -> None:
        changes = self._desk.queue.apply_all(row_of(event.row) for event in events)
        self._last_change = monotonic()
        self._desk.take(changes)

    def on_state(self, state: StreamState) -> None:
        """Take in how the stream stands."""
        match state.kind:
            case "subscribed" if not self._joined:
                self._joined = True
                self.connection = self.connection.subscribed()
                self._fetch()
            case "subscribed":
                self.connection = self.connection.counted(state.behind)
            case "live":
                self.connection = self.connection.caught_up()
            case "offline":
                self._joined = False
                self._retry.stop()
                self._cut_at = self._cut_at or self._desk.queue.latest
                self.connection = self.connection.lost(self._desk.clock(), state.reason)
                if not self.has_snapshot and not self._fetching:
                    self._fetch()  # what the services can tell is better than an empty list
            case _:
                return
        self._show_connection()

    def _fetch(self) -> None:
        """Ask for the whole queue, or for what changed since the last change before the cut.

        Changes that were on their way into the database when we last heard are asked for again.
        The events that come after the cut say nothing about those that were missed in it, however often
        the answer fails: so the moment stays until a snapshot has come.
        """
        if self._fetching:
            self._fetching.cancel()
        known = self._cut_at or self._desk.queue.latest
        since = known - OVERLAP if self.has_snapshot and known else None
        listed: set[UUID] | None = set() if since is None else None
        receiver = Receiver(partial(self._on_rows, listed), partial(self._on_done, listed), self._on_failed)
        self._fetching = self._api.snapshot(since, receiver)

    def _on_rows(self, listed: set[UUID] | None, rows: list[Row]) -> None:
        if listed is not None:
            listed.update(row.id for row in rows)
        self._last_change = monotonic()
        self._desk.feed(rows)

    def _on_done(self, listed: set[UUID] | None, as_of: datetime) -> None:
        self._fetching, self._attempt, self.has_snapshot = None, 0, True
        self._last_change = monotonic()
        self._window.queue.notice.clear()
        self._desk.complete(listed, as_of)
        if self._joined:
            self._cut_at = None
            self.connection = self.connection.completed()
        self._show_connection()
        self.completed.emit()

    def _on_failed(self, failure: Failure) -> None:
        self._fetching = None
        if failure.kind is Kind.SIGNED_OUT:
            return
        text = _("The list could not be fetched. {why}").format(why=failure.sentence())
        self._window.queue.notice.tell(Tone.DANGER, text, (_("Try again"), self._fetch))
        self._retry.start(RETRY_MS[min(self._attempt, len(RETRY_MS) - 1)])
        self._attempt += 1

    def _show_connection(self) -> None:
        self._window.top_bar.badge.show_connection(self.connection)
        self._window.queue.table.set_stale(stale=self.connection.freshness is Freshness.OFFLINE)
        self._show_freshness()

    def _show_freshness(self) -> None:
        elapsed = None if self._last_change is None else monotonic() - self._last_change
        self._window.status.show_freshness(self.connection, elapsed)
