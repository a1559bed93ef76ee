"""Fills the list behind a figure: from the queue of this console, live, or page by page from the service."""

from time import perf_counter

from PySide6.QtCore import QObject, QTimer

from desktop.controllers.desk import Desk
from desktop.services.figures import PAGE, FiguresService
from desktop.services.wire import Exchange
from desktop.state.dashboard_found import Found
from desktop.state.dashboard_lists import incident
from desktop.state.dashboard_sources import Source
from desktop.state.failure import Failure, Kind
from desktop.state.queue import RowChange
from desktop.state.texts import _
from desktop.views.dashboard_window import DashboardWindow
from desktop.views.notice import Tone
from shared.contracts.figures import Behind
from shared.contracts.resources import IncidentRow

SETTLE_MS = 500
REST = 20
"""So many times as long as putting a long list in order takes, the window is left alone after it."""
LOOK_MS = 15_000
"""Without any change an incident comes to be late, or older, by itself."""


class DashboardBehindController(QObject):
    """One figure at a time."""

    def __init__(self, desk: Desk, window: DashboardWindow, service: FiguresService, *, is_own: bool) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._service = service
        self._only = desk.me.id if is_own else None
        self._source: Source | None = None
        self._shown = PAGE
        self._fetched: list[IncidentRow] = []
        self._total = 0
        self._asking: Exchange | None = None
        self._found = Found(Source(""), desk.queue.lines)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._show)
        look = QTimer(self, interval=LOOK_MS)
        look.timeout.connect(self._look)
        look.start()
        desk.changed.connect(self._on_changes)
        window.behind.moreAsked.connect(self._more)
        window.behind.closed.connect(self.stop)

    def open(self, source: Source) -> None:
        """Show what is behind a figure."""
        self.stop()
        self._source, self._shown, self._fetched = source, PAGE, []
        self._found = Found(source, self._desk.queue.lines, self._only)
        self._window.show_behind(source.title)
        self._begin()

    def stop(self) -> None:
        """Ask for nothing any more."""
        self._source = None
        if self._asking:
            self._asking.cancel()
            self._asking = None

    def _begin(self) -> None:
        if self._source and self._source.now is None:
            self._fetch()
        else:
            self._look()

    def _look(self) -> None:
        """Look through the queue: what was in time may be late meanwhile."""
        if self._source and self._source.now is not None:
            self._found.look(self._desk.clock())
            self._show()

    def _on_changes(self, changes: list[RowChange]) -> None:
        if self._source is None:
            return
        is_news = self._source.now is None or self._found.apply(changes, self._desk.clock())
        if is_news and not self._settle.isActive():
            self._settle.start()

    def _more(self) -> None:
        self._shown += PAGE
        self._begin()

    def _fetch(self) -> None:
        if self._source and not self._asking:
            query, offset = self._source.query, len(self._fetched)
            self._asking = self._service.behind(query, offset, self._on_page, self._on_failed)

    def _on_page(self, page: Behind) -> None:
        self._asking = None
        known = {row.id for row in self._fetched}
        self._fetched += [row for row in page.rows if row.id not in known]
        self._total = page.total
        self._show()

    def _on_failed(self, failure: Failure) -> None:
        self._asking = None
        if failure.kind is not Kind.SIGNED_OUT:
            text = _("The incidents behind it could not be fetched. {why}").format(why=failure.sentence())
            self._window.behind.notice.tell(Tone.DANGER, text, (_("Try again"), self._fetch))

    def _show(self) -> None:
        if self._source is None:
            return
        now = self._desk.clock()
        if self._source.now is None:
            if not self._asking:
                rows = [self._newest(row) for row in self._fetched]
                self._window.behind.show_entries([incident(row, now) for row in rows], self._total)
            return
        began = perf_counter()
        found = self._found.rows(now)
        cost_ms = (perf_counter() - began) * 1_000
        self._settle.setInterval(max(SETTLE_MS, int(cost_ms * REST)))
        self._window.behind.show_entries([incident(row, now) for row in found[: self._shown]], len(found))

    def _newest(self, row: IncidentRow) -> IncidentRow:
        known = self._desk.queue.rows.get(row.id)
        return known if known and known.version > row.version else row
