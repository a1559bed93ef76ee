"""Keeps the figures up to date: one process at a time loads them, and then follows the events."""

import gc
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic
from zoneinfo import ZoneInfo

import structlog
from pymongo.errors import PyMongoError

from backend.kit.lease import Lease
from backend.kit.mongo import DatabaseUnavailable
from backend.metrics.board import Board
from backend.metrics.handlers import figures_handler
from backend.metrics.ports import OvertakenError, Source
from backend.metrics.rebuilding import RebuildRunningError, load, rebuild
from backend.metrics.store import FactsStore
from shared.clock import Clock
from shared.messaging.ports import Inbox
from shared.messaging.worker import Task, Worker, WorldError

log = structlog.stdlib.get_logger(__name__)
PAUSE_S = 1.0
TICK_S = 0.2
LOOK_EVERY_S = 1.0
"""So soon it is noticed that the figures were made anew."""


class NotReadyError(Exception):
    """There are no figures yet: they are being loaded, or another process has them."""


class Shown:
    """The figures that are answered with, once there are some."""

    def __init__(self) -> None:
        self._board: Board | None = None

    def put(self, board: Board | None) -> None:
        """Answer with these from now on."""
        self._board = board

    def board(self) -> Board:
        """Return the figures; raise NotReadyError."""
        if self._board is None:
            raise NotReadyError("the figures are not loaded")
        return self._board


@dataclass(frozen=True, slots=True)
class Parts:
    """What following needs: where facts and incidents are, who may, and where the events come from."""

    store: FactsStore
    source: Source
    lease: Lease
    rebuild_lease: Lease
    make_inbox: Callable[[], Inbox]
    clock: Clock
    zone: ZoneInfo


class Follower:
    """Follows the events while it holds the lease."""

    def __init__(self, parts: Parts, shown: Shown) -> None:
        self._parts = parts
        self._shown = shown
        self._stopping = threading.Event()
        self._inbox: Inbox | None = None
        self._worker: Worker | None = None
        self._looked_at = 0.0
        self._is_overtaken = False
        self._handle = figures_handler(parts.store, parts.source, shown.board)

    def run(self) -> None:
        """Work until ``stop`` is called; outages are waited for."""
        while not self._stopping.is_set():
            try:
                self._step()
            except (DatabaseUnavailable, PyMongoError, RebuildRunningError) as error:
                log.warning("the figures can't be kept up to date now", reason=str(error))
                self._rest()
            except OvertakenError as error:
                log.info("the figures are loaded again", reason=str(error))
                self._rest()
        self._let_go()
        try:
            self._parts.lease.give_up()
        except PyMongoError:
            log.info("the lease could not be given up and will run out")

    def stop(self) -> None:
        """Finish the batch in hand and end."""
        self._stopping.set()
        if self._worker:
            self._worker.stop()

    def _step(self) -> None:
        if not self._may_go_on():
            self._let_go()
            self._shown.put(None)
            self._stopping.wait(PAUSE_S)
            return
        worker = self._worker or self._begin()
        worker.step(TICK_S)
        if self._is_overtaken:
            raise OvertakenError("another process has written figures")
        if monotonic() - self._looked_at > LOOK_EVERY_S:
            self._looked_at = monotonic()
            if not self._parts.store.is_current():
                raise OvertakenError("the figures were made anew")

    def _begin(self) -> Worker:
        """Load the figures, made from the incidents where there are none, and only then take events."""
        parts, board = self._parts, Board(self._parts.zone)
        state = parts.store.open()
        if state is None:
            rebuild(parts.store, parts.source, parts.rebuild_lease, parts.clock, self._may_go_on)
            state = parts.store.open()
        if state is None:
            raise OvertakenError("the figures are gone")
        load(parts.store, parts.source, board, state, self._may_go_on)
        # What was loaded stays: looking through it for garbage would only hold up answers.
        gc.collect()
        gc.freeze()
        self._shown.put(board)
        self._is_overtaken = False
        self._inbox = parts.make_inbox()
        self._worker = Worker("metrics", self._inbox, self._apply)
        return self._worker

    def _apply(self, tasks: Sequence[Task]) -> None:
        """Apply a batch; whatever is in the way is no event's fault."""
        try:
            self._handle(tasks)
        except DatabaseUnavailable as error:
            raise WorldError(str(error)) from error
        except OvertakenError as error:
            self._stand_aside()
            raise WorldError(str(error)) from error

    def _stand_aside(self) -> None:
        """Let the worker hold nothing: another process may be at work, and its events must be free."""
        if self._worker:
            self._worker.stop()
        self._is_overtaken = True

    def _may_go_on(self) -> bool:
        return not self._stopping.is_set() and self._parts.lease.hold()

    def _rest(self) -> None:
        self._let_go()
        self._stopping.wait(PAUSE_S)

    def _let_go(self) -> None:
        """Give the events in hand back to the queue."""
        inbox, self._inbox, self._worker = self._inbox, None, None
        if inbox:
            inbox.close()
