"""Opens an incident, and keeps what is on screen of it up to date."""

from uuid import UUID

from PySide6.QtCore import QObject, Qt, QTimer

from desktop.controllers.desk import Desk
from desktop.services.api import Api
from desktop.services.wire import Exchange
from desktop.state.failure import Failure, Kind
from desktop.state.queue import RowChange
from desktop.state.texts import _
from desktop.views.main_window import MainWindow
from desktop.views.notice import Tone
from shared.contracts.resources import IncidentDetail

SETTLE_MS = 60
"""Whoever runs down the list with J held opens the incident where they stop, not each on the way."""
LAGGING_MS = (0, 250, 1_000, 4_000)
"""Pauses before asking again for what came older than its event; after them the next event counts."""


class IncidentController(QObject):
    """Fetches the open incident, again whenever an event says that it has changed."""

    def __init__(self, desk: Desk, window: MainWindow, api: Api) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._api = api
        self._fetching: Exchange | None = None
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._fetch)
        self._lags = 0
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._refresh)
        window.queue.table.chosen.connect(self.open)
        window.queue.table.stepped.connect(self._on_stepped)
        window.incident.header.closed.connect(self.close)
        desk.changed.connect(self._on_changes)

    def open(self, incident_id: UUID) -> None:
        """Open an incident; the one that is open stays as it is."""
        row = self._desk.row(incident_id)
        if row is None or incident_id == self._desk.open_id:
            return
        first = self._desk.open_id is None
        self._cancel()
        self._desk.set_open(incident_id)
        self._window.incident.show_row(row)
        self._window.show_incident(is_open=True)
        self._window.queue.table.choose(incident_id)
        if first:
            # The list has just become lower; what was chosen must stay in view.
            QTimer.singleShot(0, self, lambda: self._window.queue.table.choose(incident_id, scroll=True))
        self._settle.start()

    def open_anywhere(self, incident_id: UUID) -> None:
        """Open an incident that need not be in the queue: one that was closed is fetched first."""
        if self._desk.row(incident_id) is not None:
            self.open(incident_id)
            return
        self._cancel()
        self._fetching = self._api.incident(incident_id, self._on_unlisted, self._on_unlisted_failed)

    def close(self) -> None:
        """Go back to the list."""
        self._cancel()
        self._desk.set_open(None)
        self._window.show_incident(is_open=False)
        self._window.queue.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, by: int) -> None:
        """Go to a row further down or up; an open incident gives way to it.

        Where an incident would cover the list, none is opened by moving through the list.
        """
        self._window.queue.table.step(by)

    def open_chosen(self) -> None:
        """Open the incident whose row is highlighted, or say that none is."""
        highlighted = self._window.queue.table.highlighted
        if highlighted:
            self.open(highlighted)
        else:
            self._window.queue.notice.tell(Tone.INFO, _("Choose an incident first."))

    def _on_stepped(self, incident_id: UUID) -> None:
        if self._desk.open_id is not None or not self._window.covers:
            self.open(incident_id)

    def _on_changes(self, changes: list[RowChange]) -> None:
        for change in changes:
            if change.id == self._desk.open_id:
                if change.new:
                    self._window.incident.update_row(change.new.whole())
                self._lags = 0
                self._refresh()

    def _refresh(self) -> None:
        """Fetch again unless that is under way or due already."""
        if self._is_behind() and not self._fetching and not self._settle.isActive():
            self._fetch()

    def _is_behind(self) -> bool:
        detail, incident_id = self._desk.detail, self._desk.open_id
        if incident_id is None:
            return False
        return detail is None or detail.row.version < self._desk.queue.version_of(incident_id)

    def _fetch(self) -> None:
        self._later.stop()
        if self._desk.open_id is not None:
            self._fetching = self._api.incident(self._desk.open_id, self._on_detail, self._on_failed)

    def _on_detail(self, detail: IncidentDetail) -> None:
        self._fetching = None
        if detail.row.id != self._desk.open_id:
            return
        self._window.incident.show_detail(detail)
        self._desk.show(detail)
        if self._is_behind() and self._lags < len(LAGGING_MS):
            self._later.start(LAGGING_MS[self._lags])
            self._lags += 1

    def _on_unlisted(self, detail: IncidentDetail) -> None:
        self._fetching = None
        self._desk.set_open(detail.row.id)
        self._window.incident.show_row(detail.row)
        self._window.show_incident(is_open=True)
        self._on_detail(detail)

    def _on_unlisted_failed(self, failure: Failure) -> None:
        self._fetching = None
        if failure.kind is not Kind.SIGNED_OUT:
            text = _("The incident could not be fetched. {why}").format(why=failure.sentence())
            self._window.queue.notice.tell(Tone.DANGER, text)

    def _on_failed(self, failure: Failure) -> None:
        self._fetching = None
        self._window.incident.stop_waiting()
        if failure.kind is not Kind.SIGNED_OUT:
            text = _("The conversation could not be fetched. {why}").format(why=failure.sentence())
            self._window.incident.notice.tell(Tone.DANGER, text, (_("Try again"), self._fetch))

    def _cancel(self) -> None:
        self._settle.stop()
        self._later.stop()
        self._lags = 0
        if self._fetching:
            self._fetching.cancel()
            self._fetching = None
