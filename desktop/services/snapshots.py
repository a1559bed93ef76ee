"""The queue as ``resolution`` tells it, line by line: ``{as_of}``, each row, ``{rows}``."""

import gc
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError
from PySide6.QtCore import QObject

from desktop.services.lines import LineReader
from desktop.services.signed_wire import SignedWire
from desktop.services.wire import Call, Exchange, Failed
from desktop.state.failure import Failure, Kind
from desktop.state.rows import Row, read_rows

PATH = "/api/v1/queue"
SILENCE_MS = 30_000
"""So long nothing at all may come."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who is told of a snapshot: some rows at a time, then that these were all, or what went wrong.

    ``done`` gets the moment from which on the snapshot may not know what changed.
    """

    rows: Callable[[list[Row]], None]
    done: Callable[[datetime], None]
    failed: Failed


class SnapshotReader(QObject):
    """Reads one snapshot. What breaks off half-way has failed, though the rows that came are right."""

    def __init__(self, wire: SignedWire, receiver: Receiver, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wire = wire
        self._receiver = receiver
        self._as_of: datetime | None = None
        self._told: int | None = None
        self._count = 0
        self._lines = LineReader(self._take, self._end, self)
        self._exchange: Exchange | None = None

    def start(self, updated_after: datetime | None) -> None:
        """Ask for the whole queue, or for what changed since."""
        # Every row stays; looking through all of them again and again for garbage would stop the window.
        gc.disable()
        query = {"updated_after": updated_after.isoformat()} if updated_after else {}
        call = Call("GET", PATH, query=query, timeout_ms=SILENCE_MS)
        self._exchange = self._wire.fetch(call, self._lines.finish, self._fail, self._lines.arrived)

    def cancel(self) -> None:
        """Give up; nobody is told anything any more."""
        if self._exchange is not None:
            self._exchange.cancel()
        self._leave()

    def _take(self, lines: list[bytes]) -> None:
        try:
            if self._as_of is None:
                self._as_of = datetime.fromisoformat(json.loads(lines[0])["as_of"])
                lines = lines[1:]
            if lines and lines[-1].startswith(b'{"rows":'):
                self._told = json.loads(lines[-1])["rows"]
                lines = lines[:-1]
            rows = read_rows(lines) if lines else []
        except (ValidationError, ValueError, KeyError, TypeError):
            if self._exchange is not None:
                self._exchange.cancel()
            self._fail(Failure(Kind.UNINTELLIGIBLE))
            return
        self._count += len(rows)
        if rows:
            self._receiver.rows(rows)

    def _end(self) -> None:
        if self._as_of is None or self._told is None or self._told != self._count:
            self._fail(Failure(Kind.UNREACHABLE, "the answer broke off"))
            return
        self._leave()
        self._receiver.done(self._as_of)

    def _fail(self, failure: Failure) -> None:
        self._leave()
        self._receiver.failed(failure)

    def _leave(self) -> None:
        self._lines.cancel()
        gc.freeze()
        gc.enable()
        self.deleteLater()
