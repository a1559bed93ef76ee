"""Fetches the figures when something has changed: once a second at most, one request at a time."""

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from time import monotonic
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.services.figures import FiguresService
from desktop.services.wire import Exchange
from desktop.state.dashboard_board import Board
from desktop.state.dashboard_period import Span, before, span_of
from desktop.state.failure import Failure, Kind
from shared.clock import Clock
from shared.contracts.figures import Backlog, Figures, Usual

PACE_S = 1.0
CALM_MS = 30_000
"""Without any news it is fetched so often all the same: the hour goes on, and an event can be lost."""
RETRY_S = (2.0, 5.0, 10.0)
BEFORE_KEPT = timedelta(minutes=1)
"""The past does not change from one second to the next."""
Step = Callable[[], Exchange | None]


class DashboardFeed(QObject):
    """Fills a board for as long as it is looked at.

    Signals:
        filled(): the board is up to date, or says why it is not.
    """

    filled = Signal()

    def __init__(self, service: FiguresService, board: Board, me: str, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._service = service
        self._board = board
        self._me = me
        self._clock = clock
        self.compares = True
        self.zone: tzinfo | None = None
        """The shop's zone; this computer's until it is known."""
        self._steps: list[Step] = []
        self._asking: Exchange | None = None
        self._is_on = self._is_wanted = False
        self._began = -PACE_S
        self._failures = 0
        self._before_at: datetime | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._begin)
        self._calm = QTimer(self, interval=CALM_MS)
        self._calm.timeout.connect(self.poke)

    def start(self) -> None:
        """Begin to follow, with everything fetched anew."""
        if self._is_on:
            return
        self._is_on = True
        self._calm.start()
        self.poke()

    def stop(self) -> None:
        """Ask for nothing any more."""
        self._is_on = self._is_wanted = False
        self._calm.stop()
        self._timer.stop()
        self._drop()

    def restart(self) -> None:
        """Fetch another period at once."""
        self._drop()
        self._board.forget()
        self._before_at, self._began, self._failures = None, -PACE_S, 0
        if self._is_on:
            self._begin()

    def poke(self) -> None:
        """Have it fetched again, since something has changed."""
        if not self._is_on:
            return
        if self._asking:
            self._is_wanted = True
        elif not self._timer.isActive():
            self._timer.start(max(0, int((PACE_S - (monotonic() - self._began)) * 1000)))

    def local_zone(self) -> tzinfo:
        """Return the zone in which days begin."""
        zone = self.zone or self._clock().astimezone().tzinfo
        assert zone is not None
        return zone

    def _begin(self) -> None:
        if self._asking:
            return
        self._timer.stop()
        self._began, self._is_wanted = monotonic(), False
        self._board.span = span_of(self._board.choice, self._clock(), self.local_zone())
        self._steps = [self._ask_figures]
        if not self._board.is_own:
            self._steps += [self._ask_backlog, self._ask_usual]
        if self.compares and self._is_past_due():
            self._steps.append(self._ask_before)
        self._go_on()

    def _go_on(self) -> None:
        if self._steps:
            self._asking = self._steps.pop(0)()
            return
        self._asking, self._failures = None, 0
        self._board.fetched_at, self._board.trouble = self._clock(), ""
        self.filled.emit()
        if self._is_wanted:
            self.poke()

    def _ask_figures(self) -> Exchange:
        assert self._board.span is not None
        return self._ask_span(self._board.span, self._take_figures)

    def _ask_before(self) -> Exchange:
        assert self._board.span is not None
        past = before(self._board.choice, self._board.span, self.local_zone())
        return self._ask_span(past, self._take_before)

    def _ask_span(self, span: Span, done: Callable[[Figures], None]) -> Exchange:
        since, until = span.since.isoformat(), span.until.isoformat()
        only = self._me if self._board.is_own else None
        return self._service.figures(since, until, span.step, only, done, self._fail)

    def _ask_backlog(self) -> Exchange:
        return self._service.backlog(self._take_backlog, self._fail)

    def _ask_usual(self) -> Exchange:
        return self._service.usual(self._take_usual, self._fail)

    def _take_figures(self, found: Figures) -> None:
        zone = _zone(found.zone)
        if zone is not None and zone != self.zone:
            self.zone = zone
            asked = self._board.span
            if asked and span_of(self._board.choice, self._clock(), zone).since != asked.since:
                # The shop's day begins at another moment than this computer's.
                self._asking = None
                self._begin()
                return
        self._board.figures = found
        self._go_on()

    def _take_before(self, found: Figures) -> None:
        self._board.before, self._before_at = found, self._clock()
        self._go_on()

    def _take_backlog(self, found: Backlog) -> None:
        self._board.backlog = found
        self._go_on()

    def _take_usual(self, found: Usual) -> None:
        self._board.usual = found
        self._go_on()

    def _is_past_due(self) -> bool:
        return self._before_at is None or self._clock() - self._before_at > BEFORE_KEPT

    def _fail(self, failure: Failure) -> None:
        self._drop()
        if failure.kind is Kind.SIGNED_OUT:
            return
        self._board.trouble = failure.sentence()
        pause = RETRY_S[min(self._failures, len(RETRY_S) - 1)]
        self._failures += 1
        self.filled.emit()
        if self._is_on:
            self._timer.start(int(pause * 1000))

    def _drop(self) -> None:
        self._steps = []
        if self._asking:
            self._asking.cancel()
            self._asking = None


def _zone(name: str) -> tzinfo | None:
    """Return a zone by its name; None where this computer does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
